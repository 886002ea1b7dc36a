import { type GroupException, groupIdentity } from "../../group/fingerprint.ts";
import { Recent } from "../../scrub/text/recent.ts";
import type { Draft, ScrubContext } from "../../seal/draft.ts";
import { digest } from "../../seal/ids/digest.ts";
import type { EventIds } from "../../seal/ids/event-id.ts";

/** The most UTF-16 units of exceptions that are remembered. */
const unitsMost = 4 * 1024 * 1024;

type Identify = (scrubContext: ScrubContext, draft: Draft) => EventIds;

/** How many identities are remembered at least. */
const identitiesMost = 4096;

/**
 * The ids of drafts: most errors in a log are equal, word for word, to an earlier one.
 *
 * @returns Gives `undefined` for an error that differs from all lately, before anything is removed: most of these have
 * to be sealed, and the seal gives their ids.
 */
export function rememberIds(identify: Identify): (...args: Parameters<Identify>) => EventIds | undefined {
  let known = new WeakMap<ScrubContext, Map<string, EventIds>>();
  let units = 0;
  const identities = new Recent<string, true>(identitiesMost);
  return (scrubContext, draft) => {
    const { subject, hour, open, notes } = draft;
    const identity = unscrubbedIdentityOf(draft);
    if (identities.get(identity) === undefined) {
      identities.set(identity, true);
      return undefined;
    }
    const text = JSON.stringify([subject.uuid, subject.plugin, hour, notes, open.exception]);
    const found = known.get(scrubContext)?.get(text);
    if (found) return found;
    const ids = identify(scrubContext, draft);
    if (units + text.length > unitsMost) {
      known = new WeakMap();
      units = 0;
    }
    if (text.length > unitsMost) return ids;
    units += text.length;
    const own = known.get(scrubContext) ?? new Map<string, EventIds>();
    known.set(scrubContext, own.set(text, ids));
    return ids;
  };
}

/** What errors that become one event mostly have in common before they are scrubbed. */
function unscrubbedIdentityOf({ hour, open }: Draft): string {
  const { values } = open.exception as { readonly values: readonly GroupException[] };
  return digest(JSON.stringify([hour, groupIdentity(values)]));
}
