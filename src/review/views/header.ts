import { countOf, spanOf } from "../../group/tally.ts";
import { tallyOf } from "../../outbox/keep/keep-group.ts";
import { renderTime } from "../../preview/summary.ts";
import type { Line, Span } from "../../preview/terminal/line.ts";
import { describeCounts } from "../event.ts";
import { currentOf, type Decision, type Item, isReady, type State } from "../state.ts";
import { glyphs } from "../text.ts";

/** How many rows the header takes. */
export const headerRows = 4;

/**
 * Which event, the decision about it, its plugin; time and destination; size, digest and removals; which text is shown.
 */
export function viewHeader(state: State): Line[] {
  const item = currentOf(state);
  const { entry, event } = item;
  return [
    [
      ["strong", `Event ${state.at + 1}/${state.queue.length}`],
      ...renderDecision(item),
      `  ${entry.publisher}/${entry.plugin}  `,
      ["strong", entry.title],
    ],
    [renderWhen(item, state), "  ", ...renderWhereTo(item)],
    event && isReady(item)
      ? [`${event.bytes} bytes  SHA-256 ${event.sha256.slice(0, 12)}  removed: `, describeCounts(event)]
      : [["dim", "reading it ..."]],
    viewRule(state),
  ];
}

/** The decision in words, since colours are not visible to everyone. */
export function renderDecision({ decision, edits }: Pick<Item, "decision" | "edits">): Span[] {
  const isEdited = edits.remove.length > 0 || edits.comment !== undefined;
  const words = [...(decision ? [decision.kind.toUpperCase()] : []), ...(isEdited ? ["edited"] : [])];
  return words.length === 0 ? [] : ["  ", [styles[decision?.kind ?? "keep"], `[${words.join(", ")}]`]];
}

const styles = { send: "good", keep: "strong", drop: "bad", never: "bad" } as const satisfies Record<
  Decision["kind"],
  string
>;

function renderWhen({ entry }: Item, { charset }: State): string {
  const tally = tallyOf(entry);
  const [count, span] = [countOf(tally), spanOf(tally)];
  const when = renderTime(span?.lastMs ?? entry.timeMs);
  return count > 1 ? `${when}  ${glyphs[charset].times}${count}` : when;
}

function renderWhereTo({ entry, event }: Item): Span[] {
  if (!event) return [];
  const to: Span = event.destination === undefined ? ["warn", "no address to send it to"] : `to ${event.destination}`;
  return [to, ...(entry.reason === undefined ? [] : (["  ", ["warn", entry.reason]] as Span[]))];
}

function viewRule(state: State): Line {
  const line = glyphs[state.charset].rule;
  const { raw } = currentOf(state);
  const words: Span = !state.isRaw
    ? ["good", " scrubbed: what is sent "]
    : raw?.kind === "found"
      ? ["bad", " RAW: as it was, on this screen only "]
      : ["warn", " reading the log "];
  return [line.repeat(2), words, line.repeat(Math.max(0, state.columns - 2 - words[1]!.length))];
}
