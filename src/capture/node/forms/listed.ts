import type { Frame } from "../../../report/report.ts";
import { parseFrame } from "../line/frame.ts";
import { findHeader } from "../line/header.ts";
import { type OpenError, openError } from "../tree/finding.ts";
import type { PrintedForm } from "./form.ts";

/**
 * How a call begins in the lists of youch (`⁃ at hatch (nest.js:4:9)`), pretty-error (`- nest.js:4 hatch`) and Vitest
 * (`❯ hatch nest.js:4:9`).
 */
export const listedCall = /^\s*(?:\u2043 |- [^\s:]{1,200}:\d+(?: |$)|\u276f (?:\S+ ){0,4}[^\s:]\S*:\d+:\d+\s*$)/u;

const bullet = /^\s*\u2043 (?:at )?((?:.*\S)?)\s*$/u;
const chevron = /^\s*\u276f (?:(.+) )?(\S+:\d+:\d+)\s*$/u;
const dash = /^\s*- [^\s:]+:\d+(?: ((?:.*\S)?))?\s*$/;
const place = /^\s+(\S.*?):(\d{1,9})(?::(\d{1,9}))?\s*$/;
/** The source that youch and Vitest print below the newest call. */
const source = /^\s*(?:(?:\u276f\s*)?\d+ [\u2502\u2503]|\d*\| )/u;
const sign = /^\s*\u2139 /u;

/** The most lines of a comparison that Vitest prints between an error and its calls. */
const comparedLines = 60;

/** The most lines between the name of a cause and its stack. */
const causeLines = 4;

/** Reads an error whose calls are a list, if it begins on line `at`. */
export function readListed(texts: readonly string[], at: number): PrintedForm | undefined {
  const header = findHeader(texts[at]!.replace(sign, ""));
  const first = firstCall(texts, at + 1);
  if (header?.prefix !== "" || !listedCall.test(texts[first] ?? "")) return undefined;
  const { frames, end } = readCalls(texts, first);
  if (frames.length === 0) return undefined;
  const error = openError(header.type, header.message, frames);
  return { error, first: at, end: readCause(texts, end, error), fatal: false };
}

/**
 * The line of the first call below an error, perhaps below what was expected and received; else a line that is none.
 */
function firstCall(texts: readonly string[], from: number): number {
  const next = skipBlanks(texts, from);
  if (!/^\s*- Expected/.test(texts[next] ?? "")) return next;
  const calls = texts.slice(next, next + comparedLines).findIndex((text) => chevron.test(text));
  return calls < 0 ? next : next + calls;
}

/** The calls from line `from` on, the oldest first. */
function readCalls(texts: readonly string[], from: number): { frames: Frame[]; end: number } {
  const frames: Frame[] = [];
  let end = from;
  for (let at = from; at < texts.length; ) {
    const call = readCall(texts, at);
    if (call) frames.push(call.frame);
    else if (texts[at]!.trim() !== "" && !source.test(texts[at]!)) break;
    at = call?.end ?? at + 1;
    if (call) end = at;
  }
  return { frames: frames.reverse(), end };
}

function readCall(texts: readonly string[], at: number): { frame: Frame; end: number } | undefined {
  const [, name = "", where] = chevron.exec(texts[at]!) ?? [];
  const called = where === undefined ? bullet.exec(texts[at]!)?.[1] : `${name} (${where})`.trim();
  const printed = called === undefined ? undefined : parseFrame(`at ${called.replace(/^\((.*)\)$/, "$1")}`);
  if (printed) return { frame: printed.frame, end: at + 1 };
  const [dashed, dashedName] = dash.exec(texts[at]!) ?? [];
  const [, path, line, column] = dashed === undefined ? [] : (place.exec(texts[at + 1] ?? "") ?? []);
  if (path === undefined) return undefined;
  const frame = {
    path,
    line: Number(line),
    ...(column && { column: Number(column) }),
    ...(dashedName && { function: dashedName }),
  };
  return { frame, end: at + 2 };
}

/** Adds the cause that youch prints below `[CAUSE]`, with its stack, to an error; returns the index after it. */
function readCause(texts: readonly string[], from: number, error: OpenError): number {
  const at = skipBlanks(texts, from);
  if (texts[at]?.trim() !== "[CAUSE]") return from;
  const last = texts
    .slice(at + 1, at + 1 + causeLines)
    .findIndex((_, index) => parseFrame(texts[at + 2 + index] ?? ""));
  const header = last < 0 ? undefined : findHeader(texts[at + 1 + last]!.trim());
  if (!header) return from;
  const frames: Frame[] = [];
  let end = at + 2 + last;
  for (let read = parseFrame(texts[end]!); read; read = parseFrame(texts[++end] ?? "")) frames.push(read.frame);
  error.cause = openError(header.type, header.message, frames.reverse());
  return end;
}

function skipBlanks(texts: readonly string[], from: number): number {
  let at = from;
  while (at < texts.length && texts[at]!.trim() === "") at++;
  return at;
}
