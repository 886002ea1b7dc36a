import { limits } from "../../report/limits.ts";
import { decodeUtf8 } from "../lines/decode.ts";
import type { LogLine } from "../logs/log-line.ts";
import { findHeader } from "../node/line/header.ts";
import type { ParsedError } from "../parser.ts";
import { parseErrors } from "../parsers.ts";

/** The log message before the first error; in a structured line, the message and the error are in different fields. */
export function messageOf(
  { said, texts }: LogLine,
  lines: readonly string[],
  { platform, first, again }: ParsedError,
  isSaid: (line: string) => boolean,
): string {
  if (said !== undefined) return decodeUtf8(said).slice(0, limits.messageUnits);
  const inFront = first > 0 || texts ? "" : (platform === "node" ? textInFront : textBeforeFold)(lines[first] ?? "");
  const before = texts ? withoutError(lines[0]?.split("\n") ?? []) : [...lines.slice(0, first), inFront];
  const properties = before.findIndex(
    (line, at) => at > 0 && (property.test(line) || (!texts && at < first && isSaid(line))),
  );
  const text = before.slice(0, properties < 0 ? before.length : properties).join("\n");
  const whole = text.trim() || (again === undefined || texts ? "" : textInFront(lines[again] ?? "").trim()); // npmlog's
  return whole.slice(0, limits.messageUnits);
}

/** The text in front of an error on its first line, as `console.error("text", error)` prints it. */
const textInFront = (line: string): string => {
  const { prefix = sourceInFront.exec(line)?.[1] ?? "" } = findHeader(line) ?? {};
  return /^(?:Uncaught|\(node:\d+\))/.test(prefix) ? "" : prefix.replace(/(?<![\s:>-])[\s:>-]+$/, "");
};

/** The text in front of the source that Bun prints above an error. */
const sourceInFront = /^([A-Za-z].{0,500}?) \d{1,6} \| /;

/** The text before a traceback whose line ends were escaped, as syslog and some formatters do. */
const textBeforeFold = (line: string): string => /^(.{1,500}?)(?:#012|\\n)+Traceback \(most/.exec(line)?.[1] ?? "";

/** The text above an error that a field contains as well, and that is complete elsewhere. */
const withoutError = (lines: readonly string[]) =>
  lines.length < 2 ? lines : lines.slice(0, parseErrors(lines, { whole: true })[0]?.first);

/** Data that loggers print below a message: `    err: {`, `  "user": 5`, `error:`. */
const property = /^\s{2,}(?:"[^"]{1,80}"|[\w$.-]{1,80}): (?!\/\/)|^\w{1,80}:$/;
