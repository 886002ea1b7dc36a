import { setImmediate as pause } from "node:timers/promises";
import { decideDelivery } from "../../consent/consent.ts";
import { VextelError } from "../../errors.ts";
import { createSealer, type Draft, type ScrubContext, type Sealed } from "../../seal/seal.ts";
import { SealError } from "../../seal/seal-error.ts";
import type { Subject } from "../../seal/subject.ts";
import { titleOf } from "../../seal/title.ts";
import type { Host } from "../../world/host.ts";
import type { Waker } from "../sender/wake.ts";
import type { ReportReceipt } from "./receipt.ts";
import { readStanding, type Standing, type Stores } from "./stores.ts";

export interface SubmitterDeps {
  readonly host: Host;
  readonly stores: Stores;
  readonly waker: Waker;
  readonly scrubContext: () => Promise<ScrubContext>;
  /** Without the UUID, which the consent file holds. */
  readonly subject: Omit<Subject, "uuid">;
  /** How the owner runs vextel. */
  readonly cli: string;
}

/** Takes drafts, and sees that each ends in the outbox or is not kept at all, as consent wills. */
export interface Submitter {
  /**
   * Durable before it resolves; never rejects.
   *
   * @param capturedAtMs - From when on consent must have covered it, epoch milliseconds.
   */
  put(draft: (subject: Subject) => Draft, capturedAtMs: number): Promise<ReportReceipt>;
  /** The same for what is never held: sessions and timings. */
  putIfCovered(draft: (subject: Subject) => Draft, capturedAtMs: number): Promise<ReportReceipt>;
}

export function createSubmitter(deps: SubmitterDeps): Submitter {
  const { host, stores } = deps;
  let keptSinceTidy = 0;
  const tidyNowAndThen = () => {
    keptSinceTidy += 1;
    if (keptSinceTidy < tidyEvery) return;
    keptSinceTidy = 0;
    void stores.outbox.tidy().catch(() => {}); // what is wrong there is said where something is kept
  };
  const put = async (draft: (subject: Subject) => Draft, capturedAtMs: number, mayHold: boolean) => {
    try {
      const standing = await readStanding(deps.subject.publisher, host, stores);
      if (!standing.consent) return dropped(standing.problem!);
      const decision = decideDelivery(host.env, standing.consent, { namedByOwner: false, capturedAtMs });
      if (decision === "drop" || (decision === "hold" && !mayHold)) return dropped(whyNot(standing, "not kept"));
      const scrubContext = await deps.scrubContext();
      const drafted = draft({ ...deps.subject, uuid: standing.consent.uuid });
      await pause(); // the bot goes on between the steps
      const sealed = createSealer(scrubContext)(drafted);
      await pause();
      await stores.outbox.keep(sealed, titleOf(sealed.bytes), capturedAtMs);
      tidyNowAndThen();
      if (decision === "hold") return held(sealed, whyNot(standing, "kept here"), deps.cli);
      return (await deps.waker.ring([sealed.id])) ? sent(sealed) : held(sealed, noSender, deps.cli);
    } catch (error) {
      if (!(error instanceof SealError))
        return dropped(error instanceof VextelError ? error.message : "it could not be sealed");
      await withhold(error, deps).catch(() => {}); // the receipt is for the owner; without it nothing leaves either
      return dropped(`it was withheld: ${error.reason}`, error.eventId);
    }
  };
  return {
    put: (draft, capturedAtMs) => put(draft, capturedAtMs, true),
    putIfCovered: (draft, capturedAtMs) => put(draft, capturedAtMs, false),
  };
}

const withhold = async ({ reason, eventId: id }: SealError, { subject, stores }: SubmitterDeps) =>
  id === undefined ? undefined : stores.outbox.withhold({ ...subject, id, reason });

/** Errors that nobody may send must not fill the disk between two starts. */
const tidyEvery = 200;

const noSender = "vextel's sender does not stand beside this code: keep vextel out of the plugin's bundle";

function whyNot({ source, consent, effective }: Standing, fate: string): string {
  if (effective === "enabled") return `it is from before the owner's consent; it is ${fate}`;
  if (source === "consent file") return `the owner has disabled error reports; it is ${fate}`;
  if (source !== "default") return `${source} forbids error reports; it is ${fate}`;
  return consent?.answer === "unset" ? `the owner has not been heard yet; it is ${fate}` : `it is ${fate}`;
}

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
