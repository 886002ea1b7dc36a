import type { Frame } from "../../../report/report.ts";
import { openError } from "../tree/finding.ts";
import type { PrintedForm } from "./form.ts";

/** `text [TypeError] message`. */
const named = /^(?:.*\s)?\[([A-Z]\w*(?:Error|Exception)|Error)\](?: (.*))?$/s;

/** A call of ololog's: its name, its place and its source in columns. */
export const tabledCall = /^\s+at (\S+(?: \S+){0,3})? {2,}(\S+):(\d{1,9})(?: {2}\s*(\S(?:.*\S)?))?\s*$/;

/** The most lines of a message before the calls. */
const messageLines = 40;

/** Reads an error whose calls are rows of a table, if it begins on line `at`. */
export function readTable(texts: readonly string[], at: number): PrintedForm | undefined {
  const [, type, first = ""] = named.exec(texts[at]!) ?? [];
  if (type === undefined) return undefined;
  const below = texts.slice(at + 1, at + 1 + messageLines).findIndex((text) => tabledCall.test(text));
  if (below < 0 || (below > 0 && texts[at + below]!.trim() !== "")) return undefined;
  const frames: Frame[] = [];
  let end = at + 1 + below;
  for (let call = tabledCall.exec(texts[end]!); call; call = tabledCall.exec(texts[++end] ?? "")) {
    const [, name, path, line, source] = call;
    frames.push({ path: path!, line: Number(line), ...(name && { function: name }), ...(source && { source }) });
  }
  const value = [first, ...texts.slice(at + 1, at + 1 + below)].join("\n").trim();
  return { error: openError(type, value, frames.reverse()), first: at, end, fatal: false };
}
