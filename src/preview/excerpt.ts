import type { SentryException } from "../seal/drafts/exceptions.ts";
import { parseEnvelope } from "../seal/envelope.ts";
import type { SentryFrame } from "../seal/stack/frame.ts";
import { createMark, type Mark, type Place } from "./placeholders.ts";
import { type Line, margin, type Span } from "./terminal/line.ts";

/** How many calls and lines of a message are enough to recognise an error. */
const framesMost = 3;
const linesMost = 3;

/**
 * The error of a sealed event in a few lines: the calls nearest to the crash, the plugin's own if there are any, and
 * the message. Each line begins with a margin, as in `renderEnvelope`.
 *
 * @param places - The places where something was removed.
 */
export function renderExcerpt(bytes: Uint8Array, places: Iterable<Place>): Line[] {
  const { payload } = parseEnvelope(bytes);
  const mark = createMark(places);
  const values = (payload.exception as { values?: SentryException[] } | undefined)?.values ?? [];
  const at = values.length - 1;
  const raised = values[at];
  if (!raised) return [];
  const pointer = `/exception/values/${at}`;
  const frames = (raised.stacktrace?.frames ?? []).map((frame, index) => ({ frame, index }));
  const own = frames.filter(({ frame }) => frame.in_app);
  const shown = (own.length > 0 ? own : frames).slice(-framesMost);
  return [
    ...shown.flatMap(({ frame, index }) => renderFrame(frame, `${pointer}/stacktrace/frames/${index}`, mark)),
    ...renderMessage(raised, pointer, mark),
  ].map((line): Line => [margin, ...line]);
}

function renderFrame(frame: SentryFrame, pointer: string, mark: Mark): Line[] {
  const head: Line = [
    '  File "',
    ...mark(frame.filename ?? "?", `${pointer}/filename`),
    `", line ${frame.lineno ?? "?"}, in `,
    ...mark(frame.function ?? "?", `${pointer}/function`),
  ];
  return frame.context_line === undefined
    ? [head]
    : [head, ["    ", ...mark(frame.context_line, `${pointer}/context_line`)]];
}

function renderMessage({ type, value }: SentryException, pointer: string, mark: Mark): Line[] {
  const lines: Span[][] = [[["bad", `${type}${value === "" ? "" : ": "}`]]];
  for (const span of mark(value, `${pointer}/value`)) {
    const [first, ...others] = (typeof span === "string" ? span : span[1]).split("\n");
    const styled = (text: string): Span => (typeof span === "string" ? text : [span[0], text]);
    lines.at(-1)!.push(styled(first!));
    for (const text of others) lines.push([styled(text)]);
  }
  const shown = lines.slice(0, linesMost).map((line): Line => [margin, ...line]);
  return lines.length > linesMost ? [...shown, [["dim", `| (${lines.length - linesMost} more lines)`]]] : shown;
}
