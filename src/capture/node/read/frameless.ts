import { isComplete } from "../line/complete.ts";
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
 * `DiscordAPIError[50001]: Missing Access`, `TypeError: owl.hoot is not a function`: an error that was logged without
 * its frames, if it says all by itself. What discord.js says of single fields belongs to its message, other text below
 * it does not.
 */
export function readFrameless(reading: Reading, at: number, header: Header): number | undefined {
  const { texts } = reading.scan;
  if (!isComplete(header.type, header.message)) return undefined;
  let end = at + 1;
  while (end < texts.length && ofField.test(texts[end]!)) end++;
  const isAlone = texts
    .slice(end, end + linesBelow)
    .every((text) => text.trim() === "" || reading.isSaid(text) || isOther(text));
  if (!isAlone) return undefined;
  reading.close(reading.add(at, header, [header.message, ...texts.slice(at + 1, end)].join("\n"), []), end, false);
  return end;
}

/** `content[BASE_TYPE_REQUIRED]: This field is required`. */
const ofField = /^[\w.[\]]{1,120}\[[A-Z_]{3,60}\]: /;

/** Whether a line is neither a property of an error, a call, nor the beginning of another error. */
const isOther = (text: string): boolean => !/^[\s{}[\]|]|^Traceback \(most|(?:Error|Exception)\b|^Caused by/.test(text);

/** What is below a message without frames is looked at up to here. */
const linesBelow = 3;
