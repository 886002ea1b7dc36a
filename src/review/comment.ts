import type { Tree } from "../preview/render.ts";
import type { Item } from "./state.ts";

/** The event's current comment, typed now or found in it; empty if there is none. */
export function commentOf({ edits, event }: Item): string {
  if (edits.comment !== undefined) return edits.comment;
  const owner = (event?.basePayload.contexts as Tree | undefined)?.owner as Tree | undefined;
  return typeof owner?.comment === "string" ? owner.comment : "";
}
