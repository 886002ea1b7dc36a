import { limits } from "../../../report/limits.ts";
import { parseFrame, type StackLine } from "../line/frame.ts";
import { guessHeader } from "../line/guess.ts";
import { findHeader, type Header } from "../line/header.ts";
import { readRun } from "../run.ts";
import { addMember, isSameError, type OpenError, openError } from "../tree/finding.ts";
import type { PrintedForm } from "./form.ts";

/**
 * The source above an error: numbered lines, and a caret below the last. The text of a log call is before the first.
 */
const numbered = /^(?:.* )?\d+ \| /;
const unsaid = /^ *\d+ \| /;
const caret = /^ *\^ *$/;
/** Properties are between the message and the frames, padded at the beginning. */
const property = /^ +[\w$'"[][^:]{0,80}: /;

/** The most source lines that Bun prints. */
const sourceLines = 7;
/** The most lines of an error before its frames. */
const mostLines = 200;
const maxDepth = 8;

interface Read {
  readonly error: OpenError;
  readonly end: number;
}

/**
 * Reads an error as Bun prints it, caught or not, if line `at` contains the caret below its source, or its name if the
 * source is unknown: message, properties, frames, and causes, each after a blank line. For an AggregateError, Bun
 * prints only the members.
 */
export function readBun(texts: readonly string[], at: number): PrintedForm | undefined {
  const hasSource = isSourceEnd(texts, at);
  const found = hasSource || isBare(texts, at) ? readOne(texts, hasSource ? at + 1 : at, 0) : undefined;
  if (!found) return undefined;
  let first = hasSource ? at - 1 : at;
  while (hasSource && at - first < sourceLines && numbered.test(texts[first - 1] ?? "")) first--;
  const group = readMembers(texts, found);
  const { error, end } = group ?? { error: found.error, end: readCauses(texts, found) };
  return { error, first, end, fatal: false, ...(hasSource && { runtime: { name: "bun" } }) };
}

/** The most lines between an error without frames and Bun's last line. */
const linesToEnd = 12;
/** How Bun's last words begin. */
export const bunEnd = /^Bun v\d/;

/**
 * Reads an error without frames that ended the process, if it begins on line `at`: an error of the system, or another
 * value.
 */
export function readBunThrown(texts: readonly string[], at: number): PrintedForm | undefined {
  const text = texts[at]!;
  const header = /^(?:error|[A-Z][\w$]*): \S/.test(text) ? headerOf(text) : undefined;
  if (header?.prefix !== "") return undefined;
  const below = texts.slice(at + 1, at + 1 + linesToEnd);
  const end = below.findIndex((line) => bunEnd.test(line));
  const between = below.slice(0, end);
  if (end < 0 || between.some((line) => parseFrame(line) || numbered.test(line))) return undefined;
  const more = messageOf(between).filter((line) => line.trim() !== "" && line !== header.message); // a value is printed twice
  const error = openError(typeOf(header), [header.message, ...more].join("\n"), []);
  return { error, first: at, end: at + 1 + end, fatal: true, runtime: { name: "bun" } };
}

const typeOf = ({ type }: Header) => (type === "error" ? "Error" : type);

/**
 * Adds the causes below an error to it; returns the index after the last.
 *
 * @param isMember - Whether it is in a group whose next member is directly below its causes.
 */
function readCauses(texts: readonly string[], { error, end }: Read, isMember = false): number {
  const chain = [error];
  for (let at = end; ; ) {
    const next = texts[at]?.trim() === "" ? nameBelow(texts, at + 1) : undefined;
    const cause = next === undefined ? undefined : readOne(texts, next, 0);
    if (!cause || !isCause(cause.error, chain) || (!isMember && readMembers(texts, cause))) return at;
    chain.at(-1)!.cause = cause.error;
    chain.push(cause.error);
    at = cause.end;
  }
}

/** The group whose members are errors directly below one another. */
function readMembers(texts: readonly string[], first: Read): Read | undefined {
  const group = openError("AggregateError", "", []);
  let read: Read | undefined = first;
  let end = first.end;
  for (let count = 0; read && count < limits.exceptions; count++) {
    addMember(group, read.error);
    end = group.members!.length > 1 ? readCauses(texts, read, true) : read.end;
    const next = nameBelow(texts, end);
    read = next === undefined ? undefined : readOne(texts, next, 0);
  }
  return group.members!.length > 1 ? { error: group, end } : undefined;
}

const isSourceEnd = (texts: readonly string[], at: number) =>
  caret.test(texts[at] ?? "") && numbered.test(texts[at - 1] ?? "");

/** A system error begins with its code, and has no name: `ENOENT: no such file or directory, open 'x'`. */
function headerOf(text: string): Header | undefined {
  if (/^E[A-Z0-9]{2,}: \S/.test(text)) return { prefix: "", type: "Error", message: text, colon: true };
  return findHeader(text) ?? guessHeader(text);
}

function readOne(texts: readonly string[], at: number, depth: number): Read | undefined {
  const header = headerOf(texts[at] ?? "");
  if (header?.prefix !== "" || depth > maxDepth) return undefined;
  const between: string[] = [];
  let below: OpenError | undefined;
  for (let end = at + 1; end < Math.min(texts.length, at + mostLines); end++) {
    const line = texts[end]!;
    if (parseFrame(line)) {
      const run = readRun(texts, stackFrom(texts, end), end);
      const message = [header.message, ...messageOf(between)].join("\n");
      const error = openError(typeOf(header), message, [...run.frames].reverse());
      if (below) error.cause = below;
      return { error, end: run.end };
    }
    const isInner = isSourceEnd(texts, end);
    const inner = isInner ? readOne(texts, end + 1, depth + 1) : undefined;
    if (isInner && !inner) return undefined; // otherwise each line would be read again for each level
    if (inner) {
      below ??= inner.error;
      end = inner.end - 1;
    } else if (!numbered.test(line)) between.push(line);
  }
  return undefined;
}

/** The lines of the message between the first line and the frames: the properties after it end with a blank line. */
function messageOf(between: readonly string[]): readonly string[] {
  let start = between.findLastIndex((line) => line.trim() !== "") + 1;
  if (start === between.length) return between;
  for (let at = start - 1; at >= 0; at--) {
    const isClosed = /^[}\]]/.test(between[at]!);
    while (isClosed && at > 0 && !(property.test(between[at]!) && /[{[]$/.test(between[at]!))) at--;
    if (!property.test(between[at]!)) break;
    start = at;
  }
  return between.slice(0, start);
}

/** The frames of the run that begins on this line; others are not read. */
function stackFrom(texts: readonly string[], from: number): (StackLine | undefined)[] {
  const stack: (StackLine | undefined)[] = [];
  for (let at = from; at < texts.length; at++) {
    stack[at] = parseFrame(texts[at]!);
    if (!stack[at] && texts[at]!.trim() !== "") break;
  }
  return stack;
}

/** The line with the name of an error whose source, or name, begins on line `from`. */
function nameBelow(texts: readonly string[], from: number): number | undefined {
  if (isBare(texts, from)) return from;
  if (!unsaid.test(texts[from] ?? "")) return undefined;
  for (let at = from + 1; at <= from + sourceLines; at++) if (isSourceEnd(texts, at)) return at + 1;
  return undefined;
}

/**
 * Whether the frames are directly below the name, indented by six columns as Bun prints them, perhaps after properties
 * and a blank line.
 */
const isBare = (texts: readonly string[], at: number) =>
  (texts[belowProperties(texts, at + 1)]?.startsWith("      at ") ?? false) &&
  /^[A-Za-z]/.test(texts[at]!) &&
  headerOf(texts[at]!)?.prefix === "";

/** The most properties of an error without source, each on one line. */
const mostProperties = 20;

function belowProperties(texts: readonly string[], from: number): number {
  let at = from;
  while (at - from < mostProperties && /^ +[\w$]/.test(texts[at] ?? "") && property.test(texts[at]!)) at++;
  return at > from && texts[at] === "" ? at + 1 : from;
}

/**
 * Bun prints an error of the next log call in the same place as a cause. A cause was made in one of the same calls, and
 * is not one of the errors above it.
 */
function isCause(cause: OpenError, chain: readonly OpenError[]): boolean {
  if (chain.some((above) => isSameError(cause, above))) return false;
  return cause.frames.some((made) =>
    chain
      .at(-1)!
      .frames.some(
        (called) =>
          called.path === made.path &&
          (made.function === undefined
            ? called.line === made.line && called.column === made.column
            : called.function === made.function),
      ),
  );
}
