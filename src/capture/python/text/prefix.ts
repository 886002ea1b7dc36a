import { shapeOf } from "../../lines/prefix.ts";
import { isBlank, parseHeader } from "./lines.ts";

/** A longer text before a header is not a prefix. */
const maxPrefixUnits = 200;

/**
 * The lines of a traceback that has the same text before every line, such as an unknown log format or an indentation,
 * without that text; `end` is the first line after them. `undefined` if no such traceback begins on line `at`.
 */
export function cutPrefix(lines: readonly string[], at: number): { inner: string[]; end: number } | undefined {
  const line = lines[at]!;
  const prefix = prefixOf(line);
  if (!prefix || prefix.length > maxPrefixUnits) return undefined;
  const shape = shapeOf(prefix);
  const next = lines.slice(at + 1, at + 4).find((below) => !isBlank(below));
  const match = next === undefined ? null : shape.exec(next);
  if (!match || !/^(?:[\s|\u2502]|(?:Cell|Input) In ?\[|File )/.test(next!.slice(match[0].length))) return undefined;
  const inner = [line.slice(prefix.length)];
  let end = at + 1;
  for (; end < lines.length; end++) {
    const found = shape.exec(lines[end]!);
    if (!found && !isBlank(lines[end]!)) break;
    inner.push(found ? lines[end]!.slice(found[0].length) : "");
  }
  return { inner, end };
}

function prefixOf(line: string): string | undefined {
  if (!line.includes("Traceback (most")) return textBefore(line, line.indexOf('  File "'));
  const header = parseHeader(line);
  // two columns of indentation belong to a group's header
  if (header && !line.trimEnd().endsWith(":")) return beforeName(header.prefix);
  if (header) return header.group ? header.prefix.replace(/ {2}$/, "") : header.prefix;
  return textBefore(line, line.search(/[\u256d\u250c]/));
}

/** The text before the name in a notebook's title. */
const beforeName = (text: string) => (text.length > maxPrefixUnits ? text : text.replace(/(?<!\S)\S+\s{2,}$/, ""));

/** The text before column `end`, if it is more than indentation and margins. */
function textBefore(line: string, end: number): string | undefined {
  const text = line.slice(0, Math.min(Math.max(0, end), maxPrefixUnits + 1));
  return /[\w\]]/.test(text) ? text : undefined;
}
