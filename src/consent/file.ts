import { VextelError } from "../errors.ts";
import type { Ledger } from "../history/ledger.ts";
import type { HistoryRecord } from "../history/record.ts";
import { earliestMs } from "../world/earliest.ts";
import { newerError } from "../world/files/newer.ts";
import { moveAside } from "../world/hints.ts";
import type { World } from "../world/world.ts";
import { applyAnswer, nextGeneration, type OwnerAnswer } from "./answer.ts";
import { type Consent, createConsent } from "./consent.ts";
import { consentFileContent, type Publishers, parseConsentFile, version } from "./stored.ts";

/** Access to the one consent file of this machine. */
export interface ConsentFile {
  readonly path: string;
  /**
   * What is saved. Writes nothing.
   *
   * @throws {VextelError} `STATE_UNTRUSTED` if the file is damaged, was written by a newer version, cannot be read, or
   * is a folder or a link. A caller that catches it must treat it as *not enabled*.
   */
  read(): Promise<Publishers>;
  /**
   * Changes one publisher's entry, while no other process can; makes it, with a new UUID, if there is none.
   *
   * @returns The entry as it is now.
   * @throws {VextelError} as `read`, and what `Files.write` throws; the file is then as it was.
   */
  change(publisher: string, edit: (consent: Consent) => Consent): Promise<Consent>;
  /**
   * Writes the owner's answer for one publisher, with its date and number. All answers are written by this method.
   *
   * @returns The entry as it is now.
   * @throws {VextelError} as `change`; `STATE_UNTRUSTED` if something is enabled while the clock is obviously wrong.
   */
  answer(publisher: string, given: OwnerAnswer): Promise<Consent>;
  /** Resets the publisher: a new UUID and no answer. Numbers of answers are not used again. */
  forget(publisher: string): Promise<void>;
}

/** @param ledger - Records every decision: enabling fails if it cannot be recorded; disabling takes effect anyway. */
export function createConsentFile(path: string, world: World, ledger: Pick<Ledger, "add" | "tryAdd">): ConsentFile {
  const read = async () => readPublishers(path, world);
  /** Also works on a full disk: consent can always be withdrawn. */
  const alone = <T>(work: () => Promise<T>) => world.files.withLock(`${path}.lock`, work, undefined, false);
  const edit = (publisher: string, change: (before: Consent, all: Publishers) => Consent) =>
    alone(async () => {
      const publishers = await read();
      const before = publishers.get(publisher) ?? createConsent(world.uuid());
      const after = change(before, publishers);
      const isAnswer = after.generation !== before.generation;
      if (isAnswer && after.answer === "enabled") await ledger.add(toRecord(publisher, after)); // otherwise consent is not given
      if (!publishers.has(publisher) || !isSame(before, after))
        await world.files.writeSettings(path, consentFileContent(new Map(publishers).set(publisher, after)));
      if (isAnswer && after.answer !== "enabled") await ledger.tryAdd(toRecord(publisher, after));
      return after;
    });
  /** If consent cannot be withdrawn, the error says what stops sending meanwhile. */
  const withdraw = async <T>(publisher: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const saved = await read().catch(() => undefined); // if it cannot be read, nothing is enabled
      if (!(error instanceof VextelError) || saved?.get(publisher)?.answer !== "enabled") throw error;
      const message = `${error.message}; ${publisher} is still enabled`;
      throw new VextelError(error.code, message, `${error.hint} ${meanwhile}`, { cause: error });
    }
  };
  const now = (all: Publishers) => ({
    sinceMs: world.nowMs(),
    generation: nextGeneration(all.values(), world.uuid()),
  });
  return {
    path,
    read,
    change: (publisher, change) => edit(publisher, change),
    async answer(publisher, given) {
      const work = () => edit(publisher, (before, all) => applyAnswer(before, given, now(all)));
      if (given.answer !== "enabled") return withdraw(publisher, work);
      checkClock(world.nowMs());
      return work();
    },
    async forget(publisher) {
      const change = (_: Consent, all: Publishers) => ({
        ...createConsent(world.uuid()),
        generation: now(all).generation,
      });
      await withdraw(publisher, async () => {
        if ((await read()).has(publisher)) await edit(publisher, change); // otherwise there is nothing to withdraw
      });
    },
  };
}

/** An answer with too early a date would cover errors from before it. */
function checkClock(nowMs: number): void {
  if (nowMs >= earliestMs) return;
  throw new VextelError(
    "STATE_UNTRUSTED",
    `The clock of this machine is wrong (${new Date(nowMs).toISOString().slice(0, 10)}), so no answer can be dated; nothing was changed`,
    "Set the clock, then run it again.",
  );
}

/** Each of these processes reads the environment that it was started with. */
const meanwhile =
  "Until then, nothing is sent automatically if the bot, `vextel watch` and `vextel relay` are restarted with DO_NOT_TRACK=1 in their environment.";

const toRecord = (publisher: string, { answer, generation, agreed, kinds }: Consent): HistoryRecord => ({
  ...{ kind: "answer", publisher, answer: answer === "unset" ? "ended" : answer, number: generation },
  destinations: firstOf([...new Set(agreed.map(({ destination }) => destination))]),
  kinds: kinds.map(({ kind }) => kind),
});

/** The length of a ledger line is limited; no publisher has so many plugins with such long addresses. */
const unitsMost = 32_000;

function firstOf(destinations: readonly string[]): string[] {
  let units = 0;
  const beyond = destinations.findIndex((destination) => {
    units += destination.length + 3; // quotes and a comma
    return units > unitsMost;
  });
  return beyond < 0 ? [...destinations] : destinations.slice(0, beyond);
}

const isSame = (a: Consent, b: Consent) => JSON.stringify(a) === JSON.stringify(b);

async function readPublishers(path: string, world: World): Promise<Publishers> {
  let bytes: Uint8Array | undefined;
  try {
    bytes = await world.files.read(path);
  } catch (cause) {
    throw unread(path, cause);
  }
  if (!bytes) return new Map();
  const publishers = parseConsentFile(new TextDecoder().decode(bytes));
  if (typeof publishers === "string")
    throw newerError(path, bytes, version, consequence) ?? untrusted(path, publishers);
  return publishers;
}

const consequence = "nothing is enabled and nothing was changed";

const repair = (path: string) => `Restore it, or move it away and decide again: ${moveAside(path)}, then vextel status`;

/** The message of `cause` names the path, which may be that of a folder above. */
function unread(path: string, cause: unknown): VextelError {
  const known = cause instanceof VextelError ? cause : undefined;
  const reason = known?.message ?? `${path} cannot be read`;
  const hint = known?.code === "STATE_UNTRUSTED" ? known.hint : repair(path); // its content may be right
  return new VextelError("STATE_UNTRUSTED", `The consent file cannot be used: ${reason}; ${consequence}`, hint, {
    cause,
  });
}

const untrusted = (path: string, reason: string) =>
  new VextelError("STATE_UNTRUSTED", `The consent file ${path} ${reason}; ${consequence}`, repair(path));
