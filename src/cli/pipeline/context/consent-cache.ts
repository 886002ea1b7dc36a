import { type CaptureDecision, decideCapture } from "../../../consent/capture.ts";
import type { Hold } from "../../../consent/hold.ts";
import { VextelError } from "../../../errors.ts";
import type { Owner } from "../../../publisher/attribute.ts";
import { defaultOwner } from "../../../publisher/registry.ts";
import type { Report } from "../../../report/report.ts";
import type { ScrubContext } from "../../../seal/draft.ts";
import { claimOf, unclaimed } from "../../consent/claims.ts";
import type { CommandDeps } from "../../deps.ts";
import { exit } from "../../exit.ts";
import { createIdentities } from "./install-uuids.ts";

/** An error's time, and the context that scrubs it. */
export interface Reading {
  readonly nowMs: number;
  /** Its text was written after this moment, epoch milliseconds. */
  readonly afterMs: number;
  readonly scrubContext: ScrubContext;
}

/**
 * If a time is later than now by more than this, it says nothing about when the error happened: the log is from another
 * time zone or its clock was wrong, and the error may be older than the owner's answer.
 */
const aheadMs = 2_000;

/** The earliest time at which an error may have happened, by this machine's clock, epoch milliseconds. */
export const happenedAtMsOf = ({ timeMs }: Report, { nowMs, afterMs }: Pick<Reading, "nowMs" | "afterMs">): number =>
  timeMs !== undefined && timeMs <= nowMs + aheadMs ? timeMs : afterMs;

/** The decisions of consent about errors. */
export interface Answers {
  /**
   * The install's UUID for a publisher.
   *
   * @returns `undefined` where errors are captured automatically and the consent file cannot be trusted.
   */
  uuidOf(publisher: string): Promise<string | undefined>;
  /** The same without making one: `undefined` if nothing was captured for the publisher yet. */
  knownUuidOf(publisher: string): Promise<string | undefined>;
  /** The decision about an error that is captured automatically. */
  decide(report: Report, owner: Owner, reading: Reading): Promise<CaptureDecision>;
  /** Reports once that a file cannot be used: errors are held meanwhile. */
  noteProblem(problem: string | undefined): Promise<void>;
}

/**
 * @param isAutomatic - Whether errors are held if the consent file cannot be trusted. A person who captures gets an
 * error instead, and can capture again later.
 */
export function createAnswers(deps: CommandDeps, isAutomatic: boolean): Answers {
  const identities = createIdentities(deps, isAutomatic);
  const told = new Set<string>();
  const noteProblem = async (problem: string | undefined) => {
    if (problem === undefined || told.has(problem)) return;
    told.add(problem);
    deps.setStatus(exit.untrusted);
    await deps.terminal.note([["warn", `${problem}; errors are kept here and held`]]);
  };
  /** @returns The result of `read`, or `"untrusted"`. */
  const orHold = async <T>(read: () => Promise<T>): Promise<T | "untrusted"> => {
    try {
      return await read();
    } catch (error) {
      if (!isAutomatic || !(error instanceof VextelError) || error.code !== "STATE_UNTRUSTED") throw error;
      await noteProblem(error.message);
      return "untrusted";
    }
  };
  return {
    noteProblem,
    async uuidOf(publisher) {
      const uuid = await orHold(() => identities.uuidOf(publisher));
      return uuid === "untrusted" ? undefined : uuid;
    },
    async knownUuidOf(publisher) {
      const publishers = await orHold(() => deps.consent.read());
      return publishers === "untrusted" ? undefined : publishers.get(publisher)?.uuid;
    },
    async decide(report, { publisher, plugin }, reading) {
      const { nowMs, scrubContext } = reading;
      const { uncertain } = report;
      const hold = (held: Hold) =>
        ({ verdict: "hold", stamp: { capture: "automatic", capturedAtMs: nowMs, held } }) as const; // the verdict as a literal type
      const publishers = await orHold(() => deps.consent.read());
      if (publishers === "untrusted") return hold("files damaged");
      const consent = publishers.get(publisher);
      const isUnclaimed = publisher === defaultOwner.publisher && plugin.dsn === "";
      const claim = isUnclaimed ? unclaimed(deps.world.env)[0] : claimOf(plugin);
      const moment = { kind: "errors", happenedAtMs: happenedAtMsOf(report, reading), capturedAtMs: nowMs } as const;
      const decision = decideCapture(deps.world.env, consent, claim, moment);
      if (decision.verdict === "drop") return decision;
      if (scrubContext.problem !== undefined) return hold("files damaged");
      if (uncertain === undefined || decision.verdict === "hold") return decision;
      const why = "perhaps written by a user";
      return (consent?.manual ?? true) ? { ...hold(why), why } : { ...hold(why), why, verdict: "drop" };
    },
  };
}
