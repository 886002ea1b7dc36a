import type { Frame } from "../../../report/report.ts";
import { parseFrame } from "../line/frame.ts";
import { guessHeader } from "../line/guess.ts";
import { findHeader, type Header } from "../line/header.ts";
import { addMember, type OpenError, openError } from "../tree/finding.ts";
import type { PrintedForm } from "./form.ts";

const uncaught = /^(\s*)error: Uncaught (?:\((?:in promise|in worker[^)]*)\) )*/;
const causedBy = /^\s*Caused by: /;
const caret = /^\s*[\^~]+\s*$/;

/** Columns by which frames, and members of an AggregateError, are further right than the first line of their error. */
const step = 4;
/** The most lines of a message, and the most levels of errors. */
const messageLines = 60;
const maxDepth = 16;

interface Read {
  readonly error: OpenError;
  readonly end: number;
}

/** Reads what Deno prints of an uncaught error, if line `at` begins it. */
export function readDeno(texts: readonly string[], at: number): PrintedForm | undefined {
  const start = texts[at]!.includes("error: Uncaught ") ? uncaught.exec(texts[at]!) : null;
  if (!start) return undefined;
  const text = texts[at]!.slice(start[0].length);
  const found = readError(texts, at, text, start[1]!.length, 0) ?? readThrown(text, at);
  return { ...found, first: at, fatal: true, runtime: { name: "deno" } };
}

/** `Uncaught "text"`, `Uncaught { code: 5 }`: what was thrown is not an error. */
const readThrown = (text: string, at: number): Read => ({ error: openError("Error", text, []), end: at + 1 });

/** Reads an error; this is the text of its first line, starting at its type. */
function readError(
  texts: readonly string[],
  at: number,
  text: string,
  indent: number,
  depth: number,
): Read | undefined {
  const header = headerOf(text);
  if (!header || depth > maxDepth) return undefined;
  const message = [header.message];
  const members: OpenError[] = [];
  let end = at + 1;
  let line: Line | undefined;
  for (; end < Math.min(texts.length, at + messageLines) && members.length === 0; end++) {
    line = lineAt(texts, end, indent, header);
    if (line !== "message") break;
    message.push(texts[end]!.slice(Math.min(indent, indentOf(texts[end]!))));
  }
  while (line === "member") {
    const member = readError(texts, end, texts[end]!.trimStart(), indent + step, depth + 1);
    if (!member) break;
    members.push(member.error);
    end = member.end;
    line = lineAt(texts, end, indent, header);
  }
  if (line === "excerpt") end += 2;
  const stack = readFrames(texts, end, indent + step);
  if (stack.frames.length === 0 && members.length === 0)
    return { error: openError(header.type, header.message, []), end: at + 1 };
  const error = openError(header.type, message.join("\n"), stack.frames);
  for (const member of members) addMember(error, member);
  const cause = readCause(texts, stack.end, indent, depth);
  if (cause) error.cause = cause.error;
  return { error, end: cause?.end ?? stack.end };
}

function readCause(texts: readonly string[], at: number, indent: number, depth: number): Read | undefined {
  const text = texts[at] ?? "";
  const start = indentOf(text) === indent ? causedBy.exec(text) : null;
  return start ? readError(texts, at, text.slice(start[0].length), indent, depth + 1) : undefined;
}

type Line = "message" | "member" | "excerpt" | "frame" | "end";

/** Reads the lines below the first line of an error. */
function lineAt(texts: readonly string[], at: number, indent: number, { type }: Header): Line {
  const text = texts[at];
  if (text === undefined || uncaught.test(text)) return "end";
  if (parseFrame(text) && indentOf(text) === indent + step) return "frame";
  if (caret.test(texts[at + 1] ?? "")) return "excerpt";
  const isMember = type === "AggregateError" && indentOf(text) === indent + step && headerOf(text.trimStart());
  return isMember ? "member" : "message";
}

function readFrames(texts: readonly string[], from: number, indent: number): { frames: Frame[]; end: number } {
  const frames: Frame[] = [];
  let end = from;
  for (; end < texts.length; end++) {
    const line = parseFrame(texts[end]!);
    if (line?.indent !== indent) break;
    frames.push(line.frame);
  }
  return { frames: frames.reverse(), end };
}

/** A header that is at the very beginning. */
function headerOf(text: string): Header | undefined {
  const header = findHeader(text) ?? guessHeader(text);
  return header?.prefix === "" ? header : undefined;
}

const indentOf = (text: string) => text.length - text.trimStart().length;
