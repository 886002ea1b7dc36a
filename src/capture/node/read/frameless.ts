import type { Header } from "../line/header.ts";
import { readBracketed, readThrownText } from "../message.ts";
import { isAside, runAt } from "../scan.ts";
import { indentOf } from "../tree/dump.ts";
import type { Reading } from "./reading.ts";

const opening = /\{\s*$/;

/** `[Error: message]`, perhaps over several lines: an error without frames. */
export function readBracket(reading: Reading, at: number, header: Header, ends: boolean): number | undefined {
  const { texts } = reading.scan;
  const { dump } = reading.tree;
  const opens = opening.test(texts[at]!);
  const isNested = dump.isOpen || indentOf(texts[at]!) > 0;
  const isValue = header.prefix === "" || (isNested && /^[[\]\w$().]+:(?: <ref \*\d+>)?$/.test(header.prefix));
  if (!ends && !opens && !isValue) return undefined;
  // `[cause]: [Error]` is deeper than `util.inspect` looks.
  const isDeep = !header.colon && !opens;
  if (isDeep) dump.root?.incomplete.add("errors nested deeper than the log shows");
  const message = isDeep ? undefined : readBracketed(texts, at, header);
  if (!message) return undefined;
  reading.close(reading.add(at, header, message.value, []), message.end, opening.test(texts[message.end - 1]!));
  return message.end;
}

/** An error without frames that ended the process: one that lost them, or another value. */
export function readThrown(reading: Reading, at: number, header?: Header): number | undefined {
  const { texts, stack } = reading.scan;
  const thrown = header ?? { prefix: "", type: "Error", message: texts[at]!.trim(), colon: false };
  const { value, end, isLast } = readThrownText(texts, at, thrown.message);
  if (!header && !isLast) return undefined;
  const run = isAside(texts[end] ?? "") && stack[end + 1] ? runAt(reading.scan, end + 1) : { frames: [], end };
  const finding = reading.add(at, thrown, value, run.frames);
  finding.handled = false;
  reading.close(finding, run.end, false);
  return run.end;
}

/**
 * `DiscordAPIError[50001]: Missing Access`, `TypeError: owl.hoot is not a function`: the whole message of an error that
 * was logged without its frames, if only JavaScript names or words one like this.
 */
export function readFrameless(reading: Reading, at: number, header: Header): number | undefined {
  const { texts } = reading.scan;
  const isAlone = texts.slice(at + 1, at + 1 + linesBelow).every((text) => text.trim() === "" || reading.isSaid(text));
  if (!isAlone || !(ofJavaScript.test(header.type) || isOfEngine(header))) return undefined;
  reading.close(reading.add(at, header, header.message, []), at + 1, false);
  return at + 1;
}

/** Names that no error of Python's has. */
const ofJavaScript = /^(?:\p{Lu}\w*Error\[\w{1,60}\]|RangeError|ReferenceError|URIError)$/u;

/** What V8 and JavaScriptCore say of a value that is not what a program took it for. */
const ofEngine =
  /^Cannot (?:read propert|set propert|destructure|convert undefined|convert object to|access ')|^Assignment to constant|\bis not (?:a function|a constructor|iterable|defined|an object \(evaluating)/;

const isOfEngine = ({ type, message }: Header) => type === "TypeError" && ofEngine.test(message);

/** What is below a message without frames is looked at up to here. */
const linesBelow = 3;
