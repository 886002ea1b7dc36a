import type { Sealed } from "../../seal/seal.ts";
import { titleOf } from "../../seal/title.ts";
import type { Entry } from "../entry.ts";

type Captured = Pick<Entry, "capture" | "capturedAtMs" | "generation" | "held" | "retryAtMs" | "occurrences">;

/** The most places of findings that are stored for an event. */
const placesMost = 200;

/** The entry of an event that was not sent yet. Pure. */
export function createEntry(sealed: Sealed, title: string, captured: Captured): Entry {
  const { capture, capturedAtMs, generation, held, retryAtMs, occurrences } = captured;
  const findings: Record<string, number> = {};
  for (const { rule } of sealed.findings) findings[rule] = (findings[rule] ?? 0) + 1;
  const { id, type, publisher, plugin, dsn, timeMs, sha256 } = sealed;
  const places = sealed.findings
    .slice(0, placesMost)
    .map(({ pointer = "", placeholder, rule }): [string, string, string] => [pointer, placeholder, rule]);
  return {
    ...{ id, type, publisher, plugin, ...(dsn !== undefined && { dsn }), title, timeMs, capturedAtMs },
    ...{ ...(capture !== undefined && { capture }), ...(generation !== undefined && { generation }) },
    ...{ ...(held !== undefined && { held }), ...(occurrences && { occurrences }) },
    ...{ bytes: sealed.bytes.length, sha256, findings, places, state: "waiting", attempts: 0 },
    ...(retryAtMs !== undefined && { retryAtMs }),
  };
}

/** The entry of an event whose bytes were replaced by bytes that say less. Pure. */
export function replaceContent(entry: Entry, sealed: Sealed): Entry {
  const { sha256, bytes, findings, title, places = [] } = createEntry(sealed, titleOf(sealed.bytes), entry);
  const { nextSha256: _, ...known } = entry;
  return {
    ...{ ...known, sha256, bytes, title, findings: addCounts(entry.findings, findings) },
    places: [...(entry.places ?? []), ...places].slice(0, placesMost),
  };
}

function addCounts(counts: Entry["findings"], added: Entry["findings"]): Entry["findings"] {
  const sum: Record<string, number> = { ...counts };
  for (const [rule, count] of Object.entries(added)) sum[rule] = (sum[rule] ?? 0) + count;
  return sum;
}

/** The fields that change with an event's bytes. Pure. */
export const contentOf = ({ bytes, sha256, title, findings, places, occurrences }: Entry) => ({
  ...{ bytes, sha256, title, findings, ...(places && { places }), ...(occurrences && { occurrences }) },
});
