import type { Place } from "../../../preview/placeholders.ts";
import type { Tree } from "../../../preview/render.ts";
import { unscrub } from "../../../review/raw.ts";
import type { Draft } from "../../../seal/draft.ts";
import { parseEnvelope } from "../../../seal/envelope.ts";
import type { Sealed } from "../../../seal/seal.ts";

/** The unscrubbed event, as JSON. It is private: show it to the owner only, and write it to no file. */
export const textOfDraft = (id: string, { fixed, open }: Draft): Tree =>
  JSON.parse(JSON.stringify({ event_id: id, ...fixed, ...open }));

/** An event before it was scrubbed, and the places where something was removed. */
export function rawOf({ id, bytes, findings }: Sealed, draft: Draft): { payload: Tree; places: Place[] } {
  const places = findings.map(({ pointer = "", placeholder, rule }) => ({ pointer, placeholder, rule }));
  return unscrub(parseEnvelope(bytes).payload, textOfDraft(id, draft), places);
}
