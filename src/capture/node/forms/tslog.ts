import type { Frame } from "../../../report/report.ts";
import { findHeader } from "../line/header.ts";
import { errorTypeOf } from "../line/type.ts";
import { type OpenError, openError } from "../tree/finding.ts";
import type { PrintedForm } from "./form.ts";

const heading = /^\s*error stack:\s*$/i;
const named = /^\s*([\p{Lu}_$][\w$.]*(?: \[\w+\])?)(?:\s+(?!\s)(.*))?$/su;
const call = /^\s*\u2022 (.*)/su;
const causedBy = /^\s*Caused by \(\d+\): (.*)/s;
const place = /^\s+(\S.*?):(\d+)(?::(\d+))?\s*$/;

/** The most lines of a message between the name of an error and its stack. */
const messageLines = 40;

/** Reads an error as tslog prints it, if its name is on line `at`: calls with a bullet, each with its place below. */
export function readTslog(texts: readonly string[], at: number): PrintedForm | undefined {
  const [, type, first] = named.exec(texts[at]!) ?? [];
  const stack = type === undefined ? undefined : stackBelow(texts, at);
  if (type === undefined || stack === undefined) return undefined;
  const { frames, end } = readCalls(texts, stack + 1);
  if (frames.length === 0) return undefined;
  const details = texts.indexOf("details:", at);
  const value = [first ?? "", ...texts.slice(at + 1, details < 0 ? stack : Math.min(details, stack))].join("\n").trim();
  const error = openError(errorTypeOf(type), withoutProperties(value, type), frames);
  return { error, first: at, end: readCauses(texts, end, error), fatal: false };
}

/** The calls from line `from` on, the oldest first: each has its place below, or none. */
function readCalls(texts: readonly string[], from: number): { frames: Frame[]; end: number } {
  const frames: Frame[] = [];
  let end = from;
  for (; call.test(texts[end] ?? ""); end += isApart(texts, end) ? 3 : 2) {
    const [, path, line, column] = place.exec(texts[end + 1] ?? "") ?? [];
    const [file, name] = call.exec(texts[end]!)![1]!.split(/\t|(?<=:\d{1,9}) (?=\S)/);
    if (path === undefined && frames.length === 0 && findHeader(file!.trim())) continue; // the name is repeated
    if (path === undefined && file !== "<anonymous>") break;
    frames.push({
      path: path ?? file!,
      ...(line && { line: Number(line) }),
      ...(column && { column: Number(column) }),
      ...(name?.trim() && { function: name.trim() }),
    });
  }
  return { frames: frames.reverse(), end };
}

/** tslog 3 prints a blank line between calls. */
const isApart = (texts: readonly string[], at: number) =>
  texts[at + 2]?.trim() === "" && call.test(texts[at + 3] ?? "") && place.test(texts[at + 4] ?? "");

/** Adds the causes below an error to it, `Caused by (1): TypeError: …`; returns the index after the last. */
function readCauses(texts: readonly string[], from: number, error: OpenError): number {
  for (let [above, end] = [error, from]; ; ) {
    const [, text] = causedBy.exec(texts[end] ?? "") ?? [];
    const header = text === undefined ? undefined : findHeader(text);
    if (!header) return end;
    const calls = readCalls(texts, end + 1);
    above.cause = openError(header.type, header.message, calls.frames);
    [above, end] = [above.cause, calls.end];
  }
}

/** The name, the number and the code of an error, which tslog 4 and 5 append to its message, with what follows them. */
const appended = /, (?:-?\d+, )?(?:E[A-Z]{4,}|[A-Z][A-Z\d]*(?:_[A-Z\d]+)+)(?:, .*)?$/s;

function withoutProperties(value: string, type: string): string {
  const named = value.lastIndexOf(`, ${type}`);
  const isNamed = named > 0 && /^(?:$|, )/.test(value.slice(named + type.length + 2));
  return isNamed ? value.slice(0, named) : value.replace(appended, "");
}

function stackBelow(texts: readonly string[], at: number): number | undefined {
  for (let down = at + 1; down < Math.min(texts.length, at + messageLines); down++) {
    if (heading.test(texts[down]!)) return down;
    if (texts[down]!.trim() === "") return undefined;
  }
  return undefined;
}
