import type { OutlookEntry } from "../../deliver/outlook/outlook.ts";
import { countOf } from "../../group/tally.ts";
import type { Entry } from "../../outbox/entry.ts";
import { tallyOf } from "../../outbox/keep/keep-group.ts";
import type { Receipt } from "../../outbox/receipt.ts";
import { renderAge } from "../../preview/summary.ts";
import { type Row, renderRows } from "../../preview/terminal/columns.ts";
import type { Line, Span } from "../../preview/terminal/line.ts";
import { type OutlookOf, outlookSpans } from "../consent/outlook.ts";

/** The fields of an entry that are in its row, besides its outlook. */
export const rowFields = ["id", "publisher", "plugin", "title", "reason", "occurrences"] as const;

/** The part of an event that is listed. */
export type Listed = (OutlookEntry & Pick<Entry, (typeof rowFields)[number]>) | Receipt;

/** On a narrower terminal the title comes right after the id, and most columns are left out. */
const narrowBelow = 64;

/** The fewest characters of an id that are shown. */
const shortest = 8;

/** The length of the prefixes that distinguish these ids from each other. */
export function shortIdLength(ids: readonly string[]): number {
  const sorted = [...new Set(ids)].sort();
  let most = shortest;
  for (let at = 1; at < sorted.length; at++) most = Math.max(most, sharedLength(sorted[at - 1]!, sorted[at]!) + 1);
  return most;
}

function sharedLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

/**
 * Events for a terminal, one line each.
 *
 * @param ids - All ids that other commands accept, so that the shown prefix is enough for them.
 */
export function renderEventRows(
  events: readonly Listed[],
  outlook: OutlookOf,
  ids: readonly string[],
  columns: number,
  nowMs: number,
): Line[] {
  const length = shortIdLength(ids);
  const rows = events.map((event): Row => {
    const count = countOf(tallyOf(event));
    const times = count > 1 ? `×${count}` : "";
    const id: Span = ["strong", event.id.slice(0, length)];
    const held = outlookSpans(outlook(event));
    if (columns < narrowBelow) {
      const state: Span[] = event.state === "waiting" ? [] : [[toneOf(event), `${event.state}  `]];
      return { cells: [id, times], rest: [...state, ...held.filter(isUnusual), event.title] };
    }
    return {
      cells: [
        id,
        renderAge(event.timeMs, nowMs),
        times,
        event.publisher === "default" ? event.plugin : `${event.publisher}/${event.plugin}`,
      ],
      rest: [...renderState(event, nowMs), ...held, event.title],
    };
  });
  return renderRows(rows, columns);
}

/** Not what follows from the owner's own decisions. */
const isUnusual = ([style]: Span) => style === "warn";

const toneOf = (event: Listed) => {
  if ("settledAtMs" in event) return "dim";
  return event.state === "rejected" ? "bad" : "warn";
};

/** Empty for an event that is simply pending. */
function renderState(event: Listed, nowMs: number): Span[] {
  const reason = event.reason === undefined ? "" : ` (${event.reason})`;
  const age = "settledAtMs" in event ? ` ${renderAge(event.settledAtMs, nowMs)}` : "";
  if (event.state === "waiting" && reason === "") return [];
  return [[toneOf(event), `${event.state}${age}${reason}  `]];
}
