import type { SentryException } from "./drafts/exceptions.ts";
import { parseEnvelope } from "./envelope.ts";

/** Longest title that is shown on a terminal, UTF-16 units. */
const most = 120;

/** One line that names a sealed event in lists, taken from its scrubbed bytes. It is as long as the line in the event. */
export function titleOf(bytes: Uint8Array): string {
  const { payload, itemHeader } = parseEnvelope(bytes);
  const raised = (payload.exception as { values?: SentryException[] } | undefined)?.values?.at(-1);
  if (raised) return firstLine(`${raised.type}: ${raised.value}`.replace(/: $/, ""));
  const { message } = (payload.logentry as { message?: unknown } | undefined) ?? {};
  if (typeof message === "string" && itemHeader.type === "event") return firstLine(message);
  return firstLine(String(payload.transaction ?? payload.status ?? itemHeader.type));
}

const firstLine = (text: string): string => text.split("\n", 1)[0]!;

/** The beginning of a title, for places on a terminal that are not cut to its width. */
export const shortenTitle = (title: string): string =>
  title.length > most ? `${title.slice(0, borderBefore(title, most - 1))}…` : title;

/** The last border between two characters as people see them, at or before this place; a flag has four units. */
function borderBefore(line: string, place: number): number {
  if (line.charCodeAt(place) < 0x300) return place;
  return new Intl.Segmenter().segment(line.slice(0, place * 2)).containing(place)!.index || place;
}
