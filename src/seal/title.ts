import type { SentryException } from "./drafts/exceptions.ts";
import { parseEnvelope } from "./envelope.ts";

/** Longest title, UTF-16 units. */
const most = 120;

/** One line that names a sealed event in lists, taken from its scrubbed bytes. */
export function titleOf(bytes: Uint8Array): string {
  const { payload, itemHeader } = parseEnvelope(bytes);
  const raised = (payload.exception as { values?: SentryException[] } | undefined)?.values?.at(-1);
  if (raised) return shorten(`${raised.type}: ${raised.value}`.replace(/: $/, ""));
  const { message } = (payload.logentry as { message?: unknown } | undefined) ?? {};
  if (typeof message === "string" && itemHeader.type === "event") return shorten(message);
  return shorten(String(payload.transaction ?? payload.status ?? itemHeader.type));
}

function shorten(text: string): string {
  const [line] = text.split("\n", 1);
  return line!.length > most ? `${line!.slice(0, borderBefore(line!, most - 1))}…` : line!;
}

/** The last border between two characters as people see them, at or before this place; a flag has four units. */
function borderBefore(line: string, place: number): number {
  if (line.charCodeAt(place) < 0x300) return place;
  return new Intl.Segmenter().segment(line.slice(0, place * 2)).containing(place)!.index || place;
}
