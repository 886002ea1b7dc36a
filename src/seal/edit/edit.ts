import { VextelError } from "../../errors.ts";
import type { Json } from "../../scrub/scrub.ts";
import type { ItemType } from "../envelope.ts";
import { keysOf, removeAll, requiredBy } from "./remove.ts";

/** The owner's changes to an event. */
export interface Edits {
  /** A comment for the plugin's author; an empty one removes an earlier comment. */
  readonly comment?: string;
  /** JSON pointers (RFC 6901) into the payload. */
  readonly remove: readonly string[];
}

/** Longest comment, UTF-16 units. */
const commentMost = 4000;

/** Where the comment is stored: Sentry shows it as a card beside the error. */
export const commentPointer = "/contexts/owner/comment";

type Fields = Readonly<Record<string, Json>>;

/**
 * The fields of an event with its owner's changes; its notes contain the number of removed fields. Pure.
 *
 * @throws {VextelError} `USAGE` if a pointer names nothing, or a required field, with the reason; if the comment is too
 * long, or the event cannot have one.
 */
export function editFields(type: ItemType, fields: Fields, { comment, remove }: Edits): Fields {
  for (const pointer of remove) refuseRequired(type, pointer);
  const rest = removeAll(fields, remove);
  const removed = new Set(remove).size;
  const noted = removed === 0 ? rest : withContext(rest, "vextel", (old) => withNote(old, removed));
  return comment === undefined ? noted : withComment(type, noted, comment);
}

function refuseRequired(type: ItemType, pointer: string): void {
  const reason = requiredBy(type, keysOf(pointer));
  if (reason === undefined) return;
  throw new VextelError("USAGE", `${pointer} cannot be removed: ${reason}; nothing was changed`, hintToDrop);
}

const hintToDrop = "Remove other fields, or drop the whole event: vextel drop <event-id>";

function withComment(type: ItemType, fields: Fields, comment: string): Fields {
  if (type === "session")
    throw new VextelError("USAGE", "A session has no place for a comment; nothing was changed", "Comment on an error.");
  if (comment.length > commentMost)
    throw new VextelError(
      "USAGE",
      `The comment has ${comment.length} characters, and at most ${commentMost} are sent; nothing was changed`,
      "Write a shorter one.",
    );
  return withContext(fields, "owner", () => (comment.trim() === "" ? undefined : { type: "default", comment }));
}

function withNote(old: Fields, removed: number): Fields {
  const notes = Array.isArray(old.notes) ? old.notes : [];
  const before = /^removed by the owner: (\d+)$/;
  const count = notes.reduce<number>((sum, note) => sum + Number(before.exec(String(note))?.[1] ?? 0), removed);
  const others = notes.filter((note) => !before.test(String(note)));
  return { type: "default", ...old, notes: [...others, `removed by the owner: ${count}`] };
}

/** A context that is set to nothing is removed, and after the last one their field. */
function withContext(fields: Fields, name: string, change: (old: Fields) => Fields | undefined): Fields {
  const { contexts, ...others } = fields as { readonly contexts?: Fields };
  const { [name]: old, ...rest } = contexts ?? {};
  const changed = change((old as Fields | undefined) ?? {});
  const all = { ...rest, ...(changed && { [name]: changed as Json }) };
  return { ...others, ...(Object.keys(all).length > 0 && { contexts: all }) };
}
