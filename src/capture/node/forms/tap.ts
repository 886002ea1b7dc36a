import type { Frame } from "../../../report/report.ts";
import { parseFrame } from "../line/frame.ts";
import { openError } from "../tree/finding.ts";
import type { PrintedForm } from "./form.ts";

const stackKey = /^(\s*)stack: ?[|>]-?\s*$/;
const failed = /^\s*not ok \d+/;
const field = /^\s*(name|error|message): (?:'(.*)'|"(.*)"|([^|>\s].*))$/s;

/** The most fields before a stack. */
const fieldLines = 40;

/** Reads the error of a test that failed, as TAP's YAML block describes it, if its stack begins on line `at`. */
export function readTap(texts: readonly string[], at: number): PrintedForm | undefined {
  const indent = texts[at]!.includes("stack:") ? stackKey.exec(texts[at]!)?.[1]?.length : undefined;
  if (indent === undefined) return undefined;
  const fields = new Map<string, string>();
  let first = at - 1;
  while (first > at - fieldLines && first >= 0 && !failed.test(texts[first]!)) {
    const [, key, ...values] = field.exec(texts[first]!) ?? [];
    if (key) fields.set(key, values.find((value) => value !== undefined)!);
    first--;
  }
  if (first < 0 || !failed.test(texts[first]!)) return undefined;
  const frames: Frame[] = [];
  let end = at + 1;
  for (; end < texts.length && texts[end]!.search(/\S/) > indent; end++) {
    const line = parseFrame(texts[end]!) ?? parseFrame(`    at ${texts[end]!.trim()}`);
    if (line) frames.push(line.frame);
  }
  const error = openError(
    fields.get("name") ?? "Error",
    fields.get("error") ?? fields.get("message") ?? "",
    frames.reverse(),
  );
  return frames.length > 0 ? { error, first, end, fatal: false } : undefined;
}
