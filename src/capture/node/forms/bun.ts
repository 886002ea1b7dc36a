import { limits } from "../../../report/limits.ts";
import { parseFrame, type StackLine } from "../line/frame.ts";
import { guessHeader } from "../line/guess.ts";
import { findHeader } from "../line/header.ts";
import { readRun } from "../run.ts";
import { addMember, isSameError, type OpenError, openError } from "../tree/finding.ts";
import type { PrintedForm } from "./form.ts";

/** The source above an error: numbered lines, and a caret below the last. */
const numbered = /^(?:.* )?\d+ \| /;
const caret = /^ *\^ *$/;
/** Properties stand between the message and the frames, one column in. */
const property = /^ [\w$'"[][^:]{0,80}: /;

/** Lines of source that Bun shows at most. */
const sourceLines = 7;
/** So many lines an error has in front of its frames at most. */
const mostLines = 200;
const maxDepth = 8;

interface Read {
  readonly error: OpenError;
  readonly end: number;
}

/**
 * Reads an error as Bun prints it, caught or not, if the caret below its source stands on line `at`: message,
 * properties, frames, and its causes, each behind a blank line. Of an AggregateError it prints the members alone.
 */
export function readBun(texts: readonly string[], at: number): PrintedForm | undefined {
  const found = isSourceEnd(texts, at) ? readOne(texts, at + 1, 0) : undefined;
  if (!found) return undefined;
  let first = at - 1;
  while (at - first < sourceLines && numbered.test(texts[first - 1] ?? "")) first--;
  const group = readMembers(texts, found);
  const { error, end } = group ?? { error: found.error, end: readCauses(texts, found) };
  return { error, first, end, fatal: false, runtime: { name: "bun" } };
}

/** Hangs the causes that stand below an error on it; gives the index behind the last. */
function readCauses(texts: readonly string[], { error, end }: Read): number {
  const next = texts[end]?.trim() === "" ? sourceEndBelow(texts, end + 1) : undefined;
  const cause = next === undefined ? undefined : readOne(texts, next + 1, 0);
  if (!cause || !isCause(cause.error, error) || readMembers(texts, cause)) return end;
  error.cause = cause.error;
  return readCauses(texts, cause);
}

/** The group that errors which stand right below one another are the members of. */
function readMembers(texts: readonly string[], first: Read): Read | undefined {
  const group = openError("AggregateError", "", []);
  let read: Read | undefined = first;
  let end = first.end;
  for (let count = 0; read && count < limits.exceptions; count++) {
    addMember(group, read.error);
    end = read.end;
    const next = sourceEndBelow(texts, end);
    read = next === undefined ? undefined : readOne(texts, next + 1, 0);
  }
  return group.members!.length > 1 ? { error: group, end } : undefined;
}

const isSourceEnd = (texts: readonly string[], at: number) =>
  caret.test(texts[at] ?? "") && numbered.test(texts[at - 1] ?? "");

function readOne(texts: readonly string[], at: number, depth: number): Read | undefined {
  const text = texts[at] ?? "";
  const header = findHeader(text) ?? guessHeader(text);
  if (header?.prefix !== "" || depth > maxDepth) return undefined;
  const message = [header.message];
  let inProperties = false;
  let below: OpenError | undefined;
  for (let end = at + 1; end < Math.min(texts.length, at + mostLines); end++) {
    const line = texts[end]!;
    if (parseFrame(line)) {
      const run = readRun(texts, stackFrom(texts, end), end);
      const type = header.type === "error" ? "Error" : header.type;
      const error = openError(type, message.join("\n"), [...run.frames].reverse());
      if (below) error.cause = below;
      return { error, end: run.end };
    }
    inProperties ||= property.test(line) || line.trim() === "";
    const isInner = isSourceEnd(texts, end);
    const inner = isInner ? readOne(texts, end + 1, depth + 1) : undefined;
    if (isInner && !inner) return undefined; // else each line would be read once more for each level
    if (inner) {
      below ??= inner.error;
      end = inner.end - 1;
    } else if (!inProperties && !numbered.test(line)) message.push(line);
  }
  return undefined;
}

/** Frames of the run that begins on a line; others are not looked at. */
function stackFrom(texts: readonly string[], from: number): (StackLine | undefined)[] {
  const stack: (StackLine | undefined)[] = [];
  for (let at = from; at < texts.length; at++) {
    stack[at] = parseFrame(texts[at]!);
    if (!stack[at] && texts[at]!.trim() !== "") break;
  }
  return stack;
}

/** Where the caret stands of an error whose source begins on line `from`. */
function sourceEndBelow(texts: readonly string[], from: number): number | undefined {
  if (!numbered.test(texts[from] ?? "")) return undefined;
  for (let at = from + 1; at <= from + sourceLines; at++) if (isSourceEnd(texts, at)) return at;
  return undefined;
}

/** Bun prints an error of the next log call in the same place as a cause: a cause was made in one of the same calls. */
function isCause(cause: OpenError, error: OpenError): boolean {
  if (isSameError(cause, error)) return false;
  return cause.frames.some((made) =>
    error.frames.some(
      (called) =>
        called.path === made.path &&
        (made.function === undefined
          ? called.line === made.line && called.column === made.column
          : called.function === made.function),
    ),
  );
}
