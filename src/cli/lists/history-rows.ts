import type { HistoryEntry, HistoryRecord } from "../../history/record.ts";
import { renderAge, renderTime } from "../../preview/summary.ts";
import { renderRows } from "../../preview/terminal/columns.ts";
import { fitLine } from "../../preview/terminal/fit.ts";
import type { Line, Span } from "../../preview/terminal/line.ts";

/** On a narrower terminal the id comes first, since `show` needs it. */
const narrowBelow = 50;

/** When each consent was given, in words, by its publisher and number. */
export type ConsentDates = ReadonlyMap<string, string>;

const keyOf = (publisher: string, number: number) => `${publisher} ${number}`;

export function consentDates(entries: readonly HistoryEntry[]): ConsentDates {
  const dates = new Map<string, string>();
  for (const entry of entries)
    if (entry.kind === "answer") dates.set(keyOf(entry.publisher, entry.number), renderTime(Date.parse(entry.time)));
  return dates;
}

/**
 * Lines that fit a terminal; in a pipe all of it, in a form that stays.
 *
 * @param width - In columns; `undefined` in a pipe.
 */
export function renderHistory(
  entries: readonly HistoryEntry[],
  consents: ConsentDates,
  width: number | undefined,
  nowMs: number,
): Line[] {
  const age = (entry: HistoryEntry) => ["dim", renderAge(Date.parse(entry.time), nowMs)] as const;
  if (width === undefined)
    return entries.map((entry) => [
      ["dim", `${renderTime(Date.parse(entry.time))}  `],
      ...describe(entry, idOf(entry), consents),
    ]);
  if (width < narrowBelow)
    return entries.map((entry) => fitLine([idOf(entry), ...describe(entry, "", consents), "  ", age(entry)], width));
  const rows = entries.map((entry) => ({ cells: [age(entry)], rest: describe(entry, idOf(entry), consents) }));
  return renderRows(rows, width);
}

const idOf = (record: HistoryRecord) => ("event" in record ? `${short(record.event)}  ` : "");

const short = (hex: string) => hex.slice(0, 12);

/** @param id - The event's id and two spaces, or nothing. */
function describe(record: HistoryRecord, id: string, consents: ConsentDates): Span[] {
  switch (record.kind) {
    case "answer":
      return record.answer === "enabled"
        ? [
            ["good", "enabled"],
            `  ${record.publisher}: ${record.kinds.join(", ")} to ${record.destinations.join(", ") || "nowhere yet"}`,
          ]
        : [["strong", record.answer === "ended" ? "consent ended" : "disabled"], `  ${record.publisher}`];
    case "notice":
      return [`notice  ${record.publisher}/${record.plugin}: ${record.notice}`];
    case "captured":
      return [`captured ${record.capture === "automatic" ? "automatically" : "by hand"}  ${id}${record.publisher}`];
    case "sending":
      return [`sending  ${id}to ${record.destination}, ${describeUnder(record, consents)}`];
    case "sent":
      return [["good", "sent"], `  ${id}to ${record.destination}: ${record.status}  SHA-256 ${short(record.sha256)}`];
    case "refused":
      return [["bad", "refused"], `  ${id}by ${record.destination}: ${record.status}`];
    case "not reached":
      return [
        ["warn", "not reached"],
        `  ${id}${record.destination}${record.mayHaveArrived ? "; it may have arrived" : ""}`,
      ];
    case "dropped":
      return [`dropped  ${id}${record.publisher}: ${record.reason}`];
    case "changed":
      return [`changed  ${id}${record.publisher}: now SHA-256 ${short(record.sha256)}`];
    case "approved":
      return [`approved  ${id}${record.publisher}: SHA-256 ${short(record.sha256)}`];
    default:
      return [String((record as { kind: string }).kind)]; // of a later version
  }
}

/** The line of a consent may be in a part of the history that is no longer kept. */
function describeUnder({ publisher, under }: HistoryRecord & { kind: "sending" }, consents: ConsentDates): string {
  if (under === "named") return "named by you";
  const date = consents.get(keyOf(publisher, under.answer));
  return `under your consent${date === undefined ? "" : ` of ${date}`}`;
}
