import { countOf, spanOf, type Tally } from "../group/tally.ts";
import { renderTime } from "./summary.ts";

/** The number of errors that an event counts, shown after its title; empty for one. */
export function renderTally(tally: Tally): string {
  const count = countOf(tally);
  const span = spanOf(tally);
  if (count < 2) return "";
  if (!span || span.firstMs === span.lastMs) return `  ×${count}`;
  return `  ×${count}, ${renderTime(span.firstMs)} to ${renderTime(span.lastMs)}`;
}

/** The same for programs: `first` and `last` are RFC 3339. */
export function tallyJson(tally: Tally): { count?: number; first?: string; last?: string } {
  const count = countOf(tally);
  const span = spanOf(tally);
  const at = (ms: number) => new Date(ms).toISOString();
  if (count === 0) return {};
  return span ? { count, first: at(span.firstMs), last: at(span.lastMs) } : { count };
}
