import { findCommonEnd } from "../../time.ts";
import type { LogLine } from "../log-line.ts";
import { sticky } from "./parts.ts";

/** What stands between the time and the message of a line. */
type Head = Pick<LogLine, "level" | "logger">;

/** `] [INFO] nest.egg: `, ` INFO     nest.egg: `: none of it can mean anything else, whatever message follows. */
const closed = /^\]?(?: \[[A-Z]{3,8} *\]| [A-Z]{3,8}) +[A-Za-z_][\w.]*: $/;
/** What cannot be a part of a head after a logger's name: a word of a sentence. */
const sentence = /(?!Main|Thread|\w*Pool)[A-Za-z]{1,40} /y;
/** A longer text is no head. */
const longest = 100;
/** The most heads that are remembered. */
const mostKnown = 1_000;

/** By the text between time and message: for lines that begin with their time, and those that have it in brackets. */
const known: readonly Map<string, Head>[] = [new Map(), new Map()];

/**
 * Reads a line by what an earlier one with the same head was read as: a log has few, apart from the time. Only for a time
 * in its most common form, a level in capitals, a logger's name, and a message that begins with a word.
 *
 * @param parse - Reads any line.
 */
export function readByKnownHead(line: string, parse: (line: string) => LogLine | undefined): LogLine | undefined {
  const from = line.charCodeAt(0) === 91 ? 1 : 0;
  const timeEnd = findCommonEnd(line, from);
  const colon = timeEnd === from ? -1 : line.indexOf(": ", timeEnd);
  if (colon < 0 || colon - timeEnd > longest || sticky(sentence, line, colon + 2) === undefined) return parse(line);
  const heads = known[from]!;
  const text = line.slice(timeEnd, colon + 2);
  const head = heads.get(text);
  const [time, message] = [line.slice(from, timeEnd), line.slice(colon + 2)];
  if (head) return { time, level: head.level, logger: head.logger, message };
  const log = parse(line);
  const isSame = log?.time === time && log.message === message && log.level !== undefined && log.said === undefined;
  if (isSame && text.endsWith(` ${log.logger}: `) && text.startsWith("]") === (from === 1) && closed.test(text)) {
    if (heads.size >= mostKnown) heads.clear();
    heads.set(copyOf(text), { level: log.level, logger: copyOf(log.logger!) });
  }
  return log;
}

/** The same text, which does not keep the line in memory that it was a part of. */
const copyOf = (text: string) => Buffer.from(text, "latin1").toString("latin1");
