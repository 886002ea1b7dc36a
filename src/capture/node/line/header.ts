import { errorTypeOf } from "./type.ts";

/** The first line of an error: `text in front TypeError [CODE]: message`. */
export interface Header {
  /** The text before the type, trimmed. */
  readonly prefix: string;
  readonly type: string;
  /** The message as far as it is on this line. */
  readonly message: string;
  /**
   * Whether a colon follows the type. Without one, and for warnings, it is a header only if frames are directly below.
   */
  readonly colon: boolean;
  /** `[TypeError: message]` is printed for an error without frames; `open` if the bracket closes further down. */
  readonly bracket?: "closed" | "open";
  /** The message begins on the next line and ends at a blank one: `ValidationError > s.string()`. */
  readonly below?: true;
}

/**
 * The endings of names of error classes, with a code directly after them (`DiscordAPIError[50035]`) or after a space (`
 * [ERR_X]`).
 */
const typeEnd =
  /(?:Error|Exception|Rejection)(?:\[[^\]\s]{1,64}\])?(?: \[[^\]]{1,128}\])?(?=:(?:\s|$)|\s*$|\](?::|[\s,{]*$))/g;
/**
 * As shapeshift, which checks what discord.js is given, prints its errors; the numbered and ruled ones are parts of
 * others.
 */
const validator = /^(?!\s*(?:\d+ |\|))(.*?\b)(\p{Lu}\w*Error)(?: > s\.\S| \(\d+\)\s*$)/u;
const ofName = /[\p{L}\p{N}_$.]/u;
/** A name in small letters is a variable (`rawError: …`), or a class of Java or Python (`java.lang.Error`). */
const className = /^(?:[_$]*\p{Lu}[\p{L}\p{N}_$]*\.)*[_$]*\p{Lu}/u;
const mayPrecedeName = /[\s[({\]}>|:*]/;

/** Finds the first text on a line that looks like a printed error. */
export function findHeader(line: string): Header | undefined {
  const first = nextHeader(line, 0);
  // In "Login Error: TypeError: x", the first is a title from the log call.
  const isTitle = first && /[\p{L}\p{N}]$/u.test(first.prefix) && !first.bracket;
  const second = isTitle ? nextHeader(line, line.length - first.message.length) : undefined;
  const titled = second && line.startsWith(second.type, line.length - first!.message.length);
  return titled ? second : (first ?? findValidator(line) ?? findProcessWarning(line) ?? findTrace(line));
}

function findValidator(line: string): Header | undefined {
  const mayBe = line.includes("Error > s.") || line.includes("Error (");
  const [, prefix, type] = mayBe ? (validator.exec(line) ?? []) : [];
  if (prefix === undefined || type === undefined) return undefined;
  return { prefix: prefix.trim(), type, message: "", colon: true, below: true };
}

function nextHeader(line: string, from: number): Header | undefined {
  typeEnd.lastIndex = from;
  for (let end = typeEnd.exec(line); end; end = typeEnd.exec(line)) {
    const header = headerAt(line, end.index, end.index + end[0].length);
    if (header) return header;
  }
  return undefined;
}

function headerAt(line: string, at: number, end: number): Header | undefined {
  const start = nameStart(line, at);
  const before = line[start - 1];
  if (before !== undefined && !mayPrecedeName.test(before)) return undefined;
  if (!className.test(line.slice(start, at + 1))) return undefined;
  if (before === "[") return bracketHeader(line, start, end);
  return makeHeader(line, start, end, line.slice(end));
}

function nameStart(line: string, end: number): number {
  let start = end;
  while (start > 0 && ofName.test(line[start - 1]!)) start--;
  return start;
}

/** The header whose type is between `start` and `end`, followed by `rest`. */
export function makeHeader(line: string, start: number, end: number, rest: string): Header {
  return {
    prefix: line.slice(0, start).trim(),
    type: errorTypeOf(line.slice(start, end)),
    message: rest.replace(/^:\s?/, ""),
    colon: rest.startsWith(":"),
  };
}

/** `[Error: message]`, `[Error]` or `Stop [Error]: message`. */
function bracketHeader(line: string, start: number, end: number): Header | undefined {
  if (line[end] === "]" && line[start - 2] === " ") {
    const owner = nameStart(line, start - 2);
    if (/\p{Lu}/u.test(line[owner] ?? "")) return makeHeader(line, owner, end + 1, line.slice(end + 1));
  }
  const closing = closingBracket(line);
  return {
    ...makeHeader(line, start, end, line.slice(end, closing < end ? line.length : closing)),
    prefix: line.slice(0, start - 1).trim(),
    bracket: closing < end ? "open" : "closed",
  };
}

/** Where the bracket around an error on one line closes; properties may follow. */
export function closingBracket(line: string): number {
  const text = line.trimEnd();
  if (text.endsWith("}") || text.endsWith("},")) return text.indexOf("] { ");
  return /\](?:,| \{)?$/.exec(text.slice(-3)) ? text.lastIndexOf("]") : -1;
}

/** With `--trace-warnings` a warning has frames like an error. */
function findProcessWarning(line: string): Header | undefined {
  const [start, type] = /^\s*\(node:\d+\) (?:\[\w+\] )?([\w$]+): /.exec(line) ?? [];
  if (!start || !type || type === "UnhandledPromiseRejectionWarning") return undefined;
  return {
    prefix: start.slice(0, start.indexOf(")") + 1).trim(),
    type,
    message: line.slice(start.length),
    colon: false,
  };
}

/** The output of `console.trace` has frames, but is not an error. */
function findTrace(line: string): Header | undefined {
  const isTrace = line.includes(trace) && /(?:^|[\s\]])Trace(?:$|: )/.test(line);
  return isTrace ? { prefix: "", type: trace, message: "", colon: false } : undefined;
}

/** The type of a header whose frames belong to no error. */
export const trace = "Trace";
