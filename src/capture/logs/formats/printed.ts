import { decodeUtf8 } from "../../lines/decode.ts";
import { unescapeText } from "../../lines/escapes.ts";
import type { LogLine } from "../log-line.ts";
import { type Entry, matchEntry } from "./json.ts";

/** An unclosed string is taken to the end, so that the line is searched once. */
const token = /'((?:[^'\\]|\\.)*)(?:'|$)|"((?:[^"\\]|\\.)*)(?:"|$)|\b(None|True|False)\b/g;
const constants: Readonly<Record<string, string>> = { None: "null", True: "true", False: "false" };

/**
 * A log entry that Python printed as a dictionary on one line: `{'event': 'oh', 'level': 'error'}`. Without a level in
 * words and a message it is not one: bots print other objects as well.
 */
export function matchPrintedLine(line: string): LogLine | undefined {
  if (!line.startsWith("{'") || !line.endsWith("}") || !hasLevel.test(line)) return undefined;
  const log = matchEntry(readPrinted(decodeUtf8(line)));
  return log?.level && log.message !== "" ? { ...log, begins } : undefined;
}

const hasLevel = /'(?:level|levelname|severity|log_level)': '[A-Za-z]/;
const begins = /^\{/;

/** The dictionary; `undefined` if it contains more than strings, numbers, lists and dictionaries. */
function readPrinted(text: string): Entry | undefined {
  const json = text.replace(token, (_, single?: string, double?: string, word?: string) =>
    word === undefined ? JSON.stringify(unescapeText(single ?? double!)) : constants[word]!,
  );
  try {
    return JSON.parse(json) as Entry;
  } catch {
    return undefined;
  }
}
