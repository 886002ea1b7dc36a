import type { Draft, ScrubContext } from "../../seal/draft.ts";
import type { EventIds } from "../../seal/ids/event-id.ts";

/** The most UTF-16 units of exceptions that are remembered. */
const unitsMost = 4 * 1024 * 1024;

type Identify = (scrubContext: ScrubContext, draft: Draft) => EventIds;

/** The ids of drafts: most errors in a log are equal, word for word, to an earlier one. */
export function rememberIds(identify: Identify): Identify {
  let known = new WeakMap<ScrubContext, Map<string, EventIds>>();
  let units = 0;
  return (scrubContext, draft) => {
    const { subject, hour, open, notes } = draft;
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
