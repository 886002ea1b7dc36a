import { decodeUtf8 } from "../../lines/decode.ts";
import { unescapeText } from "../../lines/escapes.ts";
import type { LogLine } from "../log-line.ts";
import { type Entry, matchEntry } from "./json.ts";

/** An unclosed string is taken to the end, so that the line is searched once. */
const token = /'((?:[^'\\]|\\.)*)(?:'|\\?$)|"((?:[^"\\]|\\.)*)(?:"|\\?$)|(?<=[{,] )(\w+)(?=: )|\b(None|True|False)\b/gs;
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

/**
 * The same as winston's `prettyPrint` prints it, `{ message: 'oh', level: 'error' }`: no error is ever below such a
 * line.
 */
export function readInspectedLine(line: string): LogLine | undefined {
  if (!line.startsWith("{ ") || !line.endsWith(" }") || !/[{,] level: '[a-z]/.test(line)) return undefined;
  const log = matchEntry(readPrinted(decodeUtf8(line)));
  return log?.level && log.message !== "" ? log : undefined;
}

const hasLevel = /'(?:level|levelname|severity|log_level)': '[A-Za-z]/;
const begins = /^\{/;

/** The dictionary; `undefined` if it contains more than strings, numbers, lists and dictionaries. */
function readPrinted(text: string): Entry | undefined {
  const json = text.replace(token, (_, single?: string, double?: string, key?: string, word?: string) =>
    word === undefined ? JSON.stringify(key ?? unescapeText(single ?? double!)) : constants[word]!,
  );
  try {
    return JSON.parse(json) as Entry;
  } catch {
    return undefined;
  }
}
