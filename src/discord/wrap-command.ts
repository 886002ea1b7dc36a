/** A function that runs a command. */
type Run = (this: unknown, ...args: unknown[]) => unknown;

/** How a guard is told from other functions, by every copy of vextel: what it guards, and whether it still does. */
const layer = Symbol.for("vextel.discord.layer");

interface Layer {
  readonly below: Run;
  isOn: boolean;
}

type Layered = Run & { [layer]?: Layer };

const names = ["execute", "run", "chatInputRun", "contextMenuRun", "messageRun"];

/**
 * Puts a guard around what runs a command, in place. Never throws: what cannot be changed stays as it is, and a warning
 * of the process says so.
 *
 * @param given - A command, or an entry of a collection of them.
 * @param guard - Makes the guard; `during` names the command, if it has a name.
 * @returns What takes the guards off again, whoever else has put some around the same command since.
 */
export function wrapCommand(given: unknown, guard: (run: Run, during?: string) => Run): (() => void)[] {
  const command = Array.isArray(given) ? given[1] : given;
  const found = names.filter((name) => typeof read(command, name) === "function");
  return found.flatMap((name) => wrapOne(command as object, name, guard) ?? []);
}

function wrapOne(command: object, name: string, guard: (run: Run, during?: string) => Run): (() => void) | undefined {
  const below = read(command, name) as Run;
  const isOwn = Object.hasOwn(command, name);
  const called = nameOf(command);
  const guarded = guard(below, called);
  const state: Layer = { below, isOn: true };
  const outer: Layered = function (this: unknown, ...args) {
    return (state.isOn ? guarded : below).apply(this, args);
  };
  outer[layer] = state;
  if (!write(command, name, outer)) {
    const advice = "export it as a plain object, or guard its function with guardInteraction";
    process.emitWarning(`vextel cannot guard ${called ?? "a command"}: it cannot be changed; ${advice}`);
    return undefined;
  }
  return () => {
    state.isOn = false;
    const uppermost = read(command, name) as Layered;
    const rest = withoutDead(uppermost);
    if (rest === uppermost) return; // somebody else's guard lies above
    if (rest === below && !isOwn) Reflect.deleteProperty(command, name);
    else write(command, name, rest);
  };
}

/** What is left when guards that are off are taken from the top. */
function withoutDead(run: Layered): Layered {
  let top = run;
  for (let state = top[layer]; state && !state.isOn; state = top[layer]) top = state.below;
  return top;
}

function nameOf(command: object): string | undefined {
  const name = read(read(command, "data"), "name") ?? read(command, "name");
  return typeof name === "string" && name !== "" ? name : undefined;
}

function read(holder: unknown, name: string): unknown {
  try {
    return holder === null || holder === undefined ? undefined : Reflect.get(Object(holder), name);
  } catch {
    return undefined;
  }
}

function write(holder: object, name: string, value: unknown): boolean {
  try {
    return Reflect.set(holder, name, value) && Reflect.get(holder, name) === value;
  } catch {
    return false;
  }
}
