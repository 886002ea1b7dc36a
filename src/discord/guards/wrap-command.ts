import { attempt } from "../../world/files/attempt.ts";
import { type Layer, layerKey, type Place, wrapAt } from "./layer.ts";
import { standInFor } from "./stand-in.ts";

/** A function that runs a command. */
type Run = (this: unknown, ...args: unknown[]) => unknown;

/** Makes the guard of a function; `during` is the command's name, if it has one. */
export type Guard = (run: Run, during?: string) => Run;

const names = ["execute", "run", "chatInputRun", "contextMenuRun", "messageRun"];

/**
 * Guards the functions that run commands, in place; in a Map, a stand-in replaces a command that cannot be changed.
 * A command that cannot be guarded stays as it is, with a process warning.
 *
 * @param commands - A collection of commands, or any iterable of them or of a collection's entries.
 * @returns A function that removes the guards, even if others have guarded the same commands since.
 * @throws {TypeError} If `commands` is no such thing.
 */
export function wrapCommands(commands: unknown, guard: Guard): (() => void)[] {
  if (typeof read(commands, Symbol.iterator) !== "function")
    throw new TypeError("attachCommands needs the plugin's commands: a collection, an array or an iterator");
  const all = [...(commands as Iterable<unknown>)];
  const given = all.map(commandIn);
  if (all.length === 0) process.emitWarning("vextel guards no command: there is none yet; attach them once they exist");
  else if (!given.some((command) => runsOf(command).length > 0))
    process.emitWarning(`vextel guards none of these commands: none has a function named ${names.join(", ")}`);
  if (!(commands instanceof Map)) return given.flatMap((command) => wrapCommand(command, guard));
  return (all as [unknown, unknown][]).flatMap(([key, command]) => wrapCommand(command, guard, placeIn(commands, key)));
}

const commandIn = (given: unknown): unknown => (isArray(given) ? given[1] : given);

/** The names of the functions that run a command. */
const runsOf = (command: unknown): string[] => names.filter((name) => typeof read(command, name) === "function");

/** Reading a revoked proxy throws. */
function isArray(given: unknown): given is readonly unknown[] {
  try {
    return Array.isArray(given);
  } catch {
    return false;
  }
}

function wrapCommand(command: unknown, guard: Guard, entry?: Place<unknown>): (() => void)[] {
  const found = runsOf(command);
  if (found.length === 0) return [];
  const called = nameOf(command);
  const inPlace = found.map((name) => wrapMethod(command as object, name, guard, called));
  const offs = inPlace.filter((off) => off !== undefined);
  if (offs.length === found.length) return offs;
  const instead = entry && typeof command === "object" && wrapEntry(entry, command as object, guard);
  if (!instead) {
    const advice = "pass the collection that contains it, or use the command that guardCommand returns";
    process.emitWarning(`vextel cannot guard ${called ?? "a command"}: it cannot be changed; ${advice}`);
    return offs;
  }
  for (const off of offs) off();
  return [instead];
}

function wrapMethod(command: object, name: string, guard: Guard, called?: string): (() => void) | undefined {
  const below = read(command, name) as Run;
  const guarded = guard(below, called);
  return wrapAt(methodOf(command, name), below, (layer) =>
    Object.assign(whileOn(layer, guarded, below), { [layerKey]: layer }),
  );
}

const wrapEntry = (entry: Place<unknown>, command: object, guard: Guard) =>
  wrapAt<unknown>(entry, command, (layer) => guardedStandIn(command, guard, layer));

/**
 * A guarded copy of the command; the given one is unchanged. Never throws; an object that runs nothing is returned
 * unchanged.
 */
export function guardedCommand<Command>(command: Command, guard: Guard): { command: Command; off(): void } {
  const runs = typeof command === "object" && names.some((name) => typeof read(command, name) === "function");
  if (!runs) return { command, off: () => {} };
  const layer: Layer<unknown> = { below: command, isOn: true };
  const guarded = guardedStandIn(command as object, guard, layer) as Command;
  return {
    command: guarded,
    off() {
      layer.isOn = false;
    },
  };
}

function guardedStandIn(command: object, guard: Guard, layer: Layer<unknown>): object {
  const called = nameOf(command);
  const guards = new Map<unknown, Run>();
  const standIn: object = standInFor(
    command,
    (key, method) => {
      if (!names.includes(key as string)) return undefined;
      const onCommand: Run = function (this: unknown, ...args) {
        return Reflect.apply(method, this === standIn ? command : this, args);
      };
      const made = guards.get(method) ?? whileOn(layer, guard(onCommand, called), onCommand);
      guards.set(method, made);
      return made;
    },
    new Map([[layerKey, layer]]),
  );
  return standIn;
}

const whileOn = (layer: { readonly isOn: boolean }, guarded: Run, below: Run): Run =>
  function (this: unknown, ...args) {
    return (layer.isOn ? guarded : below).apply(this, args);
  };

function methodOf(command: object, name: string): Place<Run> {
  const isOwn = attempt(() => Object.hasOwn(command, name)) === true;
  return {
    read: () => read(command, name) as Run | undefined,
    write: (run) => write(command, name, run),
    restore: (first) =>
      void (isOwn ? write(command, name, first) : attempt(() => Reflect.deleteProperty(command, name))),
  };
}

const placeIn = (commands: Map<unknown, unknown>, key: unknown): Place<unknown> => ({
  read: () => attempt(() => commands.get(key)),
  write: (command) => attempt(() => commands.set(key, command).get(key)) === command,
  restore: (first) => void attempt(() => commands.set(key, first)),
});

function nameOf(command: unknown): string | undefined {
  const name = read(read(command, "data"), "name") ?? read(command, "name");
  return typeof name === "string" && name !== "" ? name : undefined;
}

const read = (holder: unknown, name: string | symbol): unknown =>
  attempt(() => (holder === null || holder === undefined ? undefined : Reflect.get(Object(holder), name)));

const write = (holder: object, name: string, value: unknown): boolean =>
  attempt(() => Reflect.set(holder, name, value) && Reflect.get(holder, name) === value) === true;
