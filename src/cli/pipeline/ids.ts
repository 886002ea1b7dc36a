import type { Draft, EventIds } from "../../seal/seal.ts";

/** So many UTF-16 units of exceptions are remembered at most. */
const unitsMost = 4 * 1024 * 1024;

/** The ids of drafts: an error of a log is mostly written like one before it, word for word. */
export function rememberIds(identify: (draft: Draft) => EventIds): (draft: Draft) => EventIds {
  const known = new Map<string, EventIds>();
  let units = 0;
  return (draft) => {
    const { subject, hour, open } = draft;
    const text = JSON.stringify([subject.uuid, subject.plugin, hour, open.exception]);
    const found = known.get(text);
    if (found) return found;
    const ids = identify(draft);
    if (units + text.length > unitsMost) {
      known.clear();
      units = 0;
    }
    units += text.length;
    if (text.length < unitsMost) known.set(text, ids);
    return ids;
  };
}
