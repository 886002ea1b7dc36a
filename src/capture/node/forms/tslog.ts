import type { Frame } from "../../../report/report.ts";
import { errorTypeOf } from "../line/type.ts";
import { openError } from "../tree/finding.ts";
import type { PrintedForm } from "./form.ts";

const heading = /^\s*error stack:\s*$/i;
const named = /^\s*([\p{Lu}_$][\w$.]*(?: \[\w+\])?)(?:\s+(.*))?$/u;
const call = /^\s*\u2022 (.*)$/u;
const place = /^\s+(\S.*?):(\d+)(?::(\d+))?\s*$/;

/** Lines of a message between the name of an error and its stack at most. */
const messageLines = 40;

/** Reads an error as tslog prints it, if its name stands on line `at`: calls with a bullet, each with its place below. */
export function readTslog(texts: readonly string[], at: number): PrintedForm | undefined {
  const [, type, first] = named.exec(texts[at]!) ?? [];
  const stack = type === undefined ? undefined : stackBelow(texts, at);
  if (type === undefined || stack === undefined) return undefined;
  const frames: Frame[] = [];
  let end = stack + 1;
  for (; call.test(texts[end] ?? ""); end += 2) {
    const [, path, line, column] = place.exec(texts[end + 1] ?? "") ?? [];
    if (path === undefined) break;
    const name = call.exec(texts[end]!)![1]!.split("\t")[1]?.trim();
    frames.push({
      path,
      line: Number(line),
      ...(column && { column: Number(column) }),
      ...(name && { function: name }),
    });
  }
  if (frames.length === 0) return undefined;
  const value = [first ?? "", ...texts.slice(at + 1, stack)].join("\n").trim();
  return { error: openError(errorTypeOf(type), value, frames.reverse()), first: at, end, fatal: false };
}

function stackBelow(texts: readonly string[], at: number): number | undefined {
  for (let down = at + 1; down < Math.min(texts.length, at + messageLines); down++) {
    if (heading.test(texts[down]!)) return down;
    if (texts[down]!.trim() === "") return undefined;
  }
  return undefined;
}
