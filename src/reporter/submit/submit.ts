import { setImmediate } from "node:timers/promises";
import { decideCapture, type Hold } from "../../consent/consent.ts";
import type { Kind } from "../../consent/kinds.ts";
import { VextelError, type VextelErrorCode } from "../../errors.ts";
import { keepInstead } from "../../outbox/keep-instead.ts";
import type { ScrubContextOf } from "../../policy/scrub-context.ts";
import { createSealer, type Draft, type Sealed } from "../../seal/seal.ts";
import { SealError } from "../../seal/seal-error.ts";
import type { Subject } from "../../seal/subject.ts";
import { titleOf } from "../../seal/title.ts";
import type { Host } from "../../world/host.ts";
import type { Waker } from "../sender/wake.ts";
import type { ReportReceipt } from "./receipt.ts";
import { type Asker, readStanding, type Standing, type Stores } from "./stores.ts";

/** As it is now: timers that a test makes up later do not hold it up. */
const pause = setImmediate;

export interface SubmitterDeps {
  readonly host: Host;
  readonly stores: Stores;
  readonly waker: Waker;
  readonly scrubContextOf: ScrubContextOf;
  /** Without the UUID, which the consent file holds. */
  readonly subject: Omit<Subject, "uuid">;
  readonly asker: Asker;
  /** How the owner runs vextel. */
  readonly cli: string;
}

/** Takes drafts, and sees that each ends in the outbox or is not kept at all, as consent wills. */
export interface Submitter {
  /**
   * Takes an error. Durable before it resolves; never rejects.
   *
   * @param capturedAtMs - From when on consent must have covered it, epoch milliseconds.
   */
  put(draft: MakeDraft, capturedAtMs: number, terms?: Terms): Promise<ReportReceipt>;
  /** The same for what is never held. */
  putIfCovered(kind: "sessions" | "timings", draft: MakeDraft, capturedAtMs: number): Promise<ReportReceipt>;
}

/** How an error is kept. */
export interface Terms {
  /** It takes the place of what is pending under its id. */
  readonly isInstead?: boolean;
  /** It is not sent before, epoch milliseconds: there may soon be more to say. */
  readonly retryAtMs?: number | undefined;
}

/** @param sinceMs - From when on breadcrumbs may be told, epoch milliseconds; absent: all, since it is not sent automatically. */
export type MakeDraft = (subject: Subject, sinceMs?: number) => Draft;

export function createSubmitter(deps: SubmitterDeps): Submitter {
  const { host, stores } = deps;
  let keptSinceTidy = 0;
  const tidyNowAndThen = () => {
    keptSinceTidy += 1;
    if (keptSinceTidy < tidyEvery) return;
    keptSinceTidy = 0;
    void stores.outbox.tidy().catch(() => {}); // what is wrong there is said where something is kept
  };
  const put = async (kind: Kind, draft: MakeDraft, capturedAtMs: number, terms: Terms = {}) => {
    try {
      const standing = await readStanding(deps.asker, host, stores);
      if (!standing.consent) return troubled(standing.problem!, "STATE_UNTRUSTED");
      const moment = { kind, happenedAtMs: capturedAtMs, capturedAtMs };
      const { verdict, stamp, why, sinceMs } = decideCapture(host.env, standing.consent, deps.asker.claim, moment);
      if (verdict === "drop" || (verdict === "hold" && kind !== "errors"))
        return dropped(whyNot(standing, why!, "not kept"));
      const scrubContext = await deps.scrubContextOf(deps.subject.publisher);
      const drafted = draft({ ...deps.subject, uuid: standing.consent.uuid }, sinceMs);
      await pause(); // the bot goes on between the steps
      const sealed = createSealer(scrubContext)(drafted);
      await pause();
      const { isInstead, retryAtMs } = terms;
      const kept = [
        sealed,
        titleOf(sealed.bytes),
        { ...stamp, ...(retryAtMs !== undefined && { retryAtMs }) },
      ] as const;
      await (isInstead ? keepInstead(kept, stores, host) : stores.outbox.keep(...kept));
      tidyNowAndThen();
      if (verdict === "hold") return held(sealed, whyNot(standing, why!, "kept here"), deps.cli);
      return (await deps.waker.ring([sealed.id])) ? sent(sealed) : held(sealed, noSender, deps.cli);
    } catch (error) {
      if (error instanceof SealError) {
        await withhold(error, deps).catch(() => {}); // the receipt is for the owner; without it nothing leaves either
        return dropped(`it was withheld: ${error.reason}`, error.eventId);
      }
      if (error instanceof VextelError) return troubled(error.message, error.code);
      return dropped("it could not be sealed");
    }
  };
  return {
    put: (draft, capturedAtMs, terms) => put("errors", draft, capturedAtMs, terms),
    putIfCovered: (kind, draft, capturedAtMs) => put(kind, draft, capturedAtMs),
  };
}

const withhold = async ({ reason, eventId: id }: SealError, { subject, stores }: SubmitterDeps) =>
  id === undefined ? undefined : stores.outbox.withhold({ ...subject, id, reason });

/** Errors that nobody may send must not fill the disk between two starts. */
const tidyEvery = 200;

const noSender = "vextel's sender does not stand beside this code: keep vextel out of the plugin's bundle";

function whyNot({ source, consent }: Standing, why: Hold, fate: string): string {
  if (why !== "not enabled") return `${reasons[why]}; it is ${fate}`;
  if (source === "consent file") return `the owner has disabled error reports; it is ${fate}`;
  if (source !== "default") return `${source} forbids error reports; it is ${fate}`;
  return consent?.answer === "unset" ? `the owner has not been heard yet; it is ${fate}` : `it is ${fate}`;
}

const reasons: Record<Exclude<Hold, "not enabled">, string> = {
  "perhaps written by a user": "it may have been written by a user",
  "before the answer": "it is from before the owner's consent",
  "new destination": "the owner's consent was given for another address, and the owner is asked again",
  "wider claim": "the owner's consent was given for less, and the owner is asked again",
  "kind refused": "the owner does not want reports of this kind",
  "no destination": "it has no address",
  "captured by hand": "it was captured by hand",
};

const sent = ({ id }: Sealed): ReportReceipt => ({ state: "sent", id });
const held = ({ id }: Sealed, reason: string, cli: string): ReportReceipt => ({
  state: "held",
  id,
  reason,
  command: `${cli} send ${id}`,
});
export const dropped = (reason: string, id?: string): ReportReceipt => ({
  state: "dropped",
  reason,
  ...(id !== undefined && { id }),
});
const troubled = (reason: string, code: VextelErrorCode): ReportReceipt => ({ state: "dropped", reason, code });
