import { setImmediate } from "node:timers/promises";
import { type Capture, type CaptureDecision, type Cover, decideCapture } from "../../consent/capture.ts";
import type { Hold } from "../../consent/hold.ts";
import type { Kind } from "../../consent/kinds.ts";
import { VextelError, type VextelErrorCode } from "../../errors.ts";
import { renderTally, undated } from "../../group/tally.ts";
import { keepInstead } from "../../outbox/keep-instead.ts";
import type { ScrubContextOf } from "../../policy/scrub-context.ts";
import type { Draft, ScrubContext } from "../../seal/draft.ts";
import { digest } from "../../seal/ids/digest.ts";
import { toEventId } from "../../seal/ids/random-id.ts";
import type { Sealed } from "../../seal/seal.ts";
import { SealError } from "../../seal/seal-error.ts";
import type { KnownSubject, Subject } from "../../seal/subject.ts";
import { titleOf } from "../../seal/title.ts";
import type { Host } from "../../world/host.ts";
import { kindOf } from "../errors/fields/kind-of.ts";
import type { Waker } from "./call-sender.ts";
import type { ReportReceipt } from "./report-receipt.ts";
import { type Asker, readStanding, type Standing, type Stores } from "./stores.ts";

/** Captured now, so that fake timers of a test do not delay it. */
const pause = setImmediate;

export interface SubmitterDeps {
  readonly host: Host;
  readonly stores: Stores;
  readonly waker: Waker;
  readonly scrubContextOf: ScrubContextOf;
  /** Without the UUID, which is in the consent file. */
  readonly subject: Omit<Subject, "uuid">;
  readonly asker: Asker;
  /** The command with which the owner runs vextel. */
  readonly cli: string;
}

/** Puts drafts into the outbox, if consent and the owner's settings allow keeping them. */
export interface Submitter {
  /** Submits an error. It is on disk before this resolves; never rejects. */
  put(draft: MakeDraft, moment: Moment, terms?: Terms): Promise<ReportReceipt>;
  /** The same for kinds that are never held. */
  putIfCovered(kind: "sessions" | "timings", draft: MakeDraft<KnownSubject>, moment: Moment): Promise<ReportReceipt>;
  /** What covers this kind now, for something that takes time. Never rejects. */
  coverOf(kind: Kind): Promise<Cover | "nothing">;
}

/** When it happened and was captured, and what covered its beginning. */
export type Moment = Omit<Capture, "kind">;

/** How an error is kept. */
export interface Terms {
  /** It replaces the pending event with its id. */
  readonly isInstead?: boolean;
  /** It is not sent before this time, epoch milliseconds: more may become known soon. */
  readonly retryAtMs?: number | undefined;
  /** How many equal errors it counts; their times are not known. Absent: it is one error. */
  readonly count?: number | undefined;
}

/**
 * @param sinceMs - The time from which on breadcrumbs are included, epoch milliseconds; absent: all, since it is not
 * sent automatically.
 */
export type MakeDraft<Of = Subject> = (subject: Of, sinceMs?: number) => Draft;

export function createSubmitter(deps: SubmitterDeps): Submitter {
  const { host, stores } = deps;
  let keptSinceTidy = 0;
  const tidyNowAndThen = () => {
    keptSinceTidy += 1;
    if (keptSinceTidy < tidyEvery) return;
    keptSinceTidy = 0;
    void stores.outbox.tidy().catch(() => {}); // errors there are reported when something is kept
  };
  const put = async (
    kind: Kind,
    draft: MakeDraft | MakeDraft<KnownSubject>,
    moment: Moment,
    terms: Terms = {},
  ): Promise<ReportReceipt> => {
    let failed = "your consent could not be read";
    let kept: Sealed | undefined;
    try {
      const standing = await readStanding(deps.asker, host, stores);
      const decision = decide(standing, { kind, ...moment }, deps);
      if (decision.verdict === "drop" || (decision.verdict === "hold" && kind !== "errors"))
        return dropped(`${decision.why}; it is not kept`);
      failed = "the secrets to remove could not be read";
      const scrubContext = await deps.scrubContextOf(deps.subject.publisher);
      const { verdict, stamp, why, sinceMs } = holdIfProblem(decision, scrubContext);
      if (verdict === "hold" && kind !== "errors") return dropped(`${why}; it is not kept`);
      failed = "it could not be prepared";
      const uuid = standing.consent?.uuid; // there is one, unless an error is held
      const drafted = draft({ ...deps.subject, ...(uuid !== undefined && { uuid }) } as KnownSubject, sinceMs);
      await pause(); // the bot continues between the steps
      failed = "it could not be sealed";
      const { createSealer } = await import("../../seal/seal.ts"); // with all rules: a bot without errors never loads them
      const seal = createSealer(scrubContext);
      const { isInstead, retryAtMs, count } = terms;
      const stamped = {
        ...{ ...stamp, ...(retryAtMs !== undefined && { retryAtMs }) },
        ...(count !== undefined && { occurrences: renderTally(new Map([[undated, count]])) }),
      };
      const keep = async (one: Sealed) => {
        const entry = [one, titleOf(one.bytes), stamped] as const;
        return isInstead ? keepInstead(entry, stores, host) : stores.outbox.keep(...entry);
      };
      let sealed = seal(drafted);
      await pause();
      failed = "it could not be kept";
      if ((await keep(sealed)) === "another's") {
        sealed = seal({ ...drafted, identity: ownIdOf(sealed) });
        await keep(sealed);
      }
      tidyNowAndThen();
      if (verdict === "hold") return held(sealed, `${why}; it is kept here`, deps.cli);
      kept = sealed;
      const failure = await deps.waker.wake([sealed.id]);
      return failure === undefined ? sent(sealed) : held(sealed, `${failure}; it is kept here`, deps.cli);
    } catch (error) {
      if (error instanceof SealError) {
        await withhold(error, deps).catch(() => {}); // the receipt is for the owner; without it nothing leaves either
        return dropped(`it was withheld: ${error.reason}`, error.eventId);
      }
      if (error instanceof VextelError) return troubled(error.message, error.code);
      if (kept) return held(kept, `the sender could not be started (${kindOf(error)}); it is kept here`, deps.cli);
      return dropped(`${failed} (${kindOf(error)})`);
    }
  };
  return {
    put: (draft, moment, terms) => put("errors", draft, moment, terms),
    putIfCovered: (kind, draft, moment) => put(kind, draft, moment),
    coverOf: async (kind) => (await readStanding(deps.asker, host, stores)).covers[kind] ?? "nothing",
  };
}

/**
 * The id of an event whose own is that of another plugin's: an SDK that reports to several gives all of them the same
 * id.
 */
const ownIdOf = ({ id, publisher, plugin }: Sealed) => toEventId(digest(`${id} ${publisher}/${plugin}`).slice(0, 32));

const withhold = async ({ reason, eventId: id }: SealError, { subject, stores }: SubmitterDeps) =>
  id === undefined ? undefined : stores.outbox.withhold({ ...subject, id, reason });

/** Errors that consent does not cover must not fill the disk between two starts. */
const tidyEvery = 200;

/** As `CaptureDecision`, with the reason in words. */
type Decision = Omit<CaptureDecision, "why"> & { readonly why?: string };

/** If the answer cannot be read, an error is held: the owner may want it. */
function decide(standing: Standing, capture: Capture, { host, asker }: SubmitterDeps): Decision {
  const { capturedAtMs } = capture;
  if (standing.consent === undefined)
    return {
      ...{ verdict: "hold", stamp: { capture: "automatic", capturedAtMs, held: "files damaged" } },
      why: lowerFirst(standing.problem!),
    };
  const { why, ...decision } = decideCapture(host.env, standing.consent, asker.claim, capture);
  return why === undefined ? decision : { ...decision, why: whyNot(standing, why) };
}

/** An event made without the owner's policy is never sent automatically. */
function holdIfProblem(decision: Decision, { problem }: ScrubContext): Decision {
  if (problem === undefined) return decision;
  const { generation: _, ...stamp } = decision.stamp;
  return { verdict: "hold", stamp: { ...stamp, held: "files damaged" }, why: lowerFirst(problem) };
}

const lowerFirst = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);

function whyNot({ source, consent }: Standing, why: Hold): string {
  if (why !== "not enabled") return reasons[why];
  if (source === "consent file") return "the owner has disabled error reports";
  if (source !== "default") return `${source} forbids error reports`;
  return consent?.answer === "unset" ? "the owner has not decided yet" : "consent does not cover it";
}

const reasons: Record<Exclude<Hold, "not enabled">, string> = {
  "perhaps written by a user": "it may have been written by a user",
  "before the answer": "it is from before the owner's consent",
  "new destination": "it goes to another address than the owner agreed to, and the owner is asked again",
  "wider claim": "the plugin claims more than the owner agreed to, and the owner is asked again",
  "kind refused": "the owner does not want reports of this kind",
  "no destination": "it has no address",
  "captured by hand": "it was captured by hand",
  "files damaged": "vextel's files could not be used",
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
