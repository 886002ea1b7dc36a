import { createTextBudget, leftOut, type TextBudget } from "../../report/bounds.ts";
import { limits } from "../../report/limits.ts";
import type { Frame, RaisedError } from "../../report/report.ts";
import { placeOf, readExcerpt } from "../node/excerpt.ts";
import { parseFrame } from "../node/line/frame.ts";
import { errorTypeOf } from "../node/line/type.ts";
import { readRun } from "../node/run.ts";
import { type OpenError, openError } from "../node/tree/finding.ts";
import { isErrorLike, readArray, readClassName, readKeys, readProperty, readStored, readText } from "./access.ts";
import { describeThrown } from "./thrown.ts";

/** An error that was not read yet, and its parent. */
interface Visit {
  readonly source: object;
  readonly error: OpenError;
  readonly above?: Visit;
}

/** The most properties that are searched for a cause. */
const keysSearched = 100;

/** The budget of one report, for all its errors together. */
interface Budget {
  readonly texts: TextBudget;
  /** UTF-16 units of stacks that are left. */
  stackUnits: number;
}

/**
 * Reads a thrown value, an `Error` or not, with its causes and members, at most `limits.exceptions` in all. Changes
 * nothing, and calls only the getters of `name`, `message`, `stack`, `cause` and `errors`; those that throw are
 * skipped. Never throws. Texts and stacks are limited in length; texts that are cut include the margin of `boundText`.
 */
export function readLiveError(error: unknown, texts: TextBudget = createTextBudget(limits.reportUnits)): RaisedError {
  const budget = { texts, stackUnits: limits.stackUnits };
  if (!isErrorLike(error)) return { type: "Error", value: takeMessage(describeThrown(error), budget), frames: [] };
  const first: Visit = { source: error, error: readOne(error, budget) };
  const visits = [first];
  for (let at = 0; at < visits.length; at++)
    visits.push(...readBelow(visits[at]!, limits.exceptions - visits.length, budget));
  return first.error;
}

function readOne(source: object, budget: Budget): OpenError {
  const message = readText(source, "message") ?? "";
  const type = budget.texts.take(readType(source), limits.nameUnits) ?? leftOut;
  const value = takeMessage(message, budget);
  const error = openError(type, value, readFrames(source, message, budget));
  const excerpt = readExcerpt((readText(source, "stack") ?? "").slice(0, excerptUnits).split("\n"), 0);
  const place = excerpt && placeOf(excerpt, error.type, error.frames);
  if (place) error.place = place;
  return error;
}

/** The length of the excerpt that V8 shows of a file that does not compile, before the name of the error. */
const excerptUnits = 4096;

const takeMessage = (message: string, { texts }: Budget): string =>
  texts.take(message, limits.messageUnits)?.trimEnd() ?? leftOut;

const builtIn = /^(?:Aggregate|Eval|Range|Reference|Syntax|Type|URI)?Error$/;

/** An error without a name of its own gets its class name, as Node prints it; minified class names are ignored. */
function readType(source: object): string {
  const name = readText(source, "name");
  const className = readClassName(source);
  if (name && !(builtIn.test(name) && className)) return errorTypeOf(name);
  return errorTypeOf(className && name ? `${className} [${name}]` : (className ?? "Error"));
}

/** Oldest call first. The message is before the frames and may look like some itself. */
function readFrames(source: object, message: string, budget: Budget): Frame[] {
  const stack = readText(source, "stack") ?? "";
  const head = stack.slice(0, headUnits);
  const at = head.indexOf(message.slice(0, headUnits / 2));
  const headerEnd = head.indexOf("\n");
  const behind = at >= 0 && (headerEnd < 0 || at <= headerEnd) ? stack.slice(at + message.length) : stack;
  const texts = wholeLines(behind, budget.stackUnits);
  budget.stackUnits -= texts.reduce((sum, text) => sum + text.length + 1, 0);
  const lines = texts.map((text) => parseFrame(text));
  const start = lines.findIndex((line) => line !== undefined);
  return start < 0 ? [] : [...readRun(texts, lines, start).frames].reverse();
}

/** Whole lines within this many units: half a line could be half a secret. */
function wholeLines(text: string, mostUnits: number): string[] {
  const lines = text.slice(0, Math.max(0, mostUnits)).split("\n");
  if (text.length > mostUnits) lines.pop();
  return lines.map((line) => (line.length > longestLine ? "" : line));
}

const longestLine = 4096;

/** The message begins within this many units of the stack. */
const headUnits = 1024;

/** Adds the cause and the members of an error to it; returns at most `most` of them, to be read next. */
function readBelow(visit: Visit, most: number, budget: Budget): Visit[] {
  const { source, error } = visit;
  const below: Visit[] = [];
  const hang = (value: unknown): OpenError | undefined => {
    if (below.length >= most || !isErrorLike(value) || isAbove(visit, value)) return undefined;
    const child = { source: value, error: readOne(value, budget), above: visit };
    below.push(child);
    return child.error;
  };
  const cause = hang(readCause(source));
  if (cause) error.cause = cause;
  for (const member of readArray(readProperty(source, "errors"), most) ?? []) {
    const child = hang(member);
    if (child) error.members = [...(error.members ?? []), child];
  }
  return below;
}

/** An error in a property counts as the cause if there is no `cause`. */
function readCause(source: object): unknown {
  const cause = readProperty(source, "cause");
  if (isErrorLike(cause)) return cause;
  return readKeys(source, keysSearched)
    .map((key) => readStored(source, key))
    .find(isErrorLike);
}

function isAbove(visit: Visit, value: object): boolean {
  for (let above: Visit | undefined = visit; above; above = above.above) if (above.source === value) return true;
  return false;
}
