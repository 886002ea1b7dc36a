import type { Json } from "../../scrub/scrub.ts";
import { type Draft, type ScrubbedDraft, type ScrubContext, scrubDraft } from "../draft.ts";
import { SealError } from "../seal-error.ts";
import { digest } from "./digest.ts";

/** The id of an event, and the id of its group. */
export interface EventIds {
  readonly id: string;
  /** The same in every hour. */
  readonly group: string;
}

/**
 * The ids that a draft's event gets when it is sealed, computed much faster.
 *
 * @throws {SealError} As sealing it would.
 */
export function identify(scrubContext: ScrubContext, draft: Draft): EventIds {
  if (typeof draft.identity === "string") return { id: draft.identity, group: draft.identity };
  try {
    const { exception } = draft.open;
    const alone = { fixed: {}, open: { exception }, ...(draft.unchanging && { unchanging: draft.unchanging }) };
    return idsOf(draft.identity(scrubDraft(scrubContext, alone).open), draft);
  } catch (error) {
    throw SealError.from(error, undefined);
  }
}

/** Made from scrubbed text only, so that secrets cannot be guessed from it; the UUID distinguishes installations. */
function idsOf(identity: Json, { subject, hour }: Draft): EventIds {
  const group = digest(JSON.stringify([subject.uuid, subject.publisher, subject.plugin, identity])).slice(0, 32);
  return { id: digest(`${group} ${hour ?? ""}`).slice(0, 32), group };
}

/**
 * The ids that `identify` predicts; what was removed from the exception because it appeared elsewhere does not change
 * them.
 */
export function idsOfScrubbed(
  context: ScrubContext,
  draft: Draft,
  { open, findings }: Pick<ScrubbedDraft, "open" | "findings">,
): EventIds {
  if (typeof draft.identity === "string") return { id: draft.identity, group: draft.identity };
  const isOfWhole = findings.some(({ rule }) => rule === "repeated-value" || rule === "second-check");
  return isOfWhole ? identify(context, draft) : idsOf(draft.identity(open), draft);
}
