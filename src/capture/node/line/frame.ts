import type { Frame } from "../../../report/report.ts";

/** One `at …` line of a V8 stack. */
export interface StackLine {
  readonly frame: Frame;
  /** The columns of white space before `at`. */
  readonly indent: number;
  /** Whether the properties of the error begin after it: `at … {`. */
  readonly opens: boolean;
}

/** Places that V8 prints instead of a position. */
const placeWithoutPosition = /^(?:native|<anonymous>|unknown location|index \d+)$/;
const position = /:(\d{1,9}):(\d{1,9})$/;
const lineOnly = /:(\d{1,9})$/;
const address = /^[a-z][a-z0-9+.-]*:\/\/[^/]*\/\S/;
const wasmOffset = /:(?:wasm-function\[\d+\]:)?0x[0-9a-f]+$/;
/**
 * The end of a frame that is followed by more arguments of the same log call, or by properties as Node 10 printed them.
 */
const endBeforeMore = /(?::\d+:\d+\)?|\((?:native|<anonymous>|index \d+)\))(?= )/;

/** Reads one line as a stack frame: every form that V8 prints, indented or not. `undefined` if it is not a frame. */
export function parseFrame(line: string): StackLine | undefined {
  const start = /^(\s*)at (async )?/.exec(line);
  if (!start) return undefined;
  const body = line.slice(start[0].length);
  const whole = withoutTail(body);
  const place = parsePlace(whole) ?? parsePlace(beforeMore(body));
  if (!place) return undefined;
  const frame = start[2] ? { ...place, async: true as const } : place;
  return { frame, indent: start[1]!.length, opens: body.includes("{") && /(?:^|\s)\{\s*$/.test(body.slice(-8)) };
}

/** Text after a frame, added by `util.inspect` or by quoting. */
const tail = " ,{}]\t;`'\"";

function withoutTail(body: string): string {
  let end = body.length;
  while (end > 0 && tail.includes(body[end - 1]!)) end--;
  return body.slice(0, end);
}

function beforeMore(body: string): string {
  const end = endBeforeMore.exec(body);
  return end ? body.slice(0, end.index + end[0].length) : "";
}

/** A frame while parts are still added to it. */
type OpenFrame = { -readonly [Field in keyof Frame]: Frame[Field] };

function parsePlace(text: string): Frame | undefined {
  const open = text.endsWith(")") ? openingParenthesis(text) : -1;
  if (open <= 0) return parseLocation(text, false);
  const location = parseLocation(text.slice(open + 1, -1), text[open - 1] === " ");
  const name = text.slice(0, open).trim();
  if (location && name) location.function = name;
  return location;
}

/** Where `(location)` begins. Paths and names may contain parentheses as well: the last pair counts. */
function openingParenthesis(text: string): number {
  const first = text.indexOf(" (") + 1;
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    const code = text.charCodeAt(at);
    if (code === 41) depth++;
    if (code === 40 && --depth === 0) return text[at - 1] === " " || !first ? at : first;
  }
  return first || text.indexOf("(");
}

/**
 * `spaced`: as V8 prints it after a name. Other texts that look like it (Java, prose) count only with a column, or with
 * a complete address.
 */
function parseLocation(text: string, spaced: boolean): OpenFrame | undefined {
  if (placeWithoutPosition.test(text)) return { path: text };
  if (text.startsWith("eval at ")) return parseEvalLocation(text);
  if (spaced && /^(?:\d?:)?\d+:\d+$/.test(text)) return { path: "unknown location" }; // Bun, for code that is not in a file
  const exact = position.exec(text) ?? (spaced || address.test(text) ? lineOnly.exec(text) : null);
  const path = exact ? text.slice(0, exact.index) : text.replace(wasmOffset, "");
  if (/^[\d:.]*$/.test(path) || (!exact && path === text)) return undefined;
  if (!exact) return { path };
  const line = Number(exact[1]);
  return exact[2] ? { path, line, column: Number(exact[2]) } : { path, line };
}

/**
 * `eval at f (file:1:2), <anonymous>:3:4`: the place inside the evaluated text; without one, where it was evaluated.
 */
function parseEvalLocation(text: string): OpenFrame | undefined {
  const inner = text.lastIndexOf("), ");
  if (inner >= 0) return parseLocation(text.slice(inner + 3), true);
  const start = text.lastIndexOf("(") + 1;
  return parseLocation(text.slice(start, text.indexOf(")", start)), true);
}
