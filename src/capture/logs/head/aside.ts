import { sticky } from "./parts.ts";

/** A process id, a place in the source, the package of a logger: not part of the message. */
export interface Aside {
  /** UTF-16 units. */
  readonly length: number;
  /** The logger that it names. */
  readonly name?: string;
}

const process = /\((?:([\w.$@-]*)\/)?\d+(?: on [\w.-]+)?\)/y;
/** roarr's, of which the second names the logger. */
const scope = /\((?:@[\w.@/-]+\)(?= \(#|:)|#([\w.-]+)\)(?=:))/y;
const placeInBrackets = /\((?:[\w.-]+[/\\])*[\w.-]+\.(?:py|[cm]?[jt]sx?):\d+(?::\d+)?\)(?=:? |$)/y;
const bunyan = /([\w.$@-]+)\/\d+ on [\w.-]+(?=:)/y;
const place =
  /(?:(?:[\w.-]+[/\\])*[\w.-]+\.(?:py|[cm]?[jt]sx?)::?\d+(?::\d+)?(?: \([\w.$<> ]{1,60}\))?(?=[ \t])|[/\w.\\-]+\.[cm]?[jt]sx?:\d+(?::\d+)?(?=\t| \[))/y;
/** `owl.hoot:9`, if the logger is named before it. */
const call = /[\w.<>]+:\d+(?= [-|] )/y;
const uuid = /[0-9a-f]{8}-[0-9a-f-]{27}(?=[ \t])/y;
const number =
  /\d+ --- (?=\[)|\d{1,7}(?= +[A-Z]{4,8} )|\d{1,7} +(?:Main(?:Thread|Process)|Thread-\d+)(?= +[A-Z]{4,8} )/y;
const thread = /(?:Main(?:Thread|Process)|Thread-\d+|[\w-]*Pool[\w-]*_\d+)(?= +[A-Z]{4,8} )/y;
const numberBetween = /\d+(?= = )/y;

const word = /[/\w.\\$@-]+/y;

/**
 * The aside that begins at this index; `undefined` if there is none.
 *
 * @param separator - The text before it, without white space.
 * @param hasName - Whether a logger was named already.
 */
export function asideAt(line: string, at: number, separator: string, hasName: boolean): Aside | undefined {
  if (line[at] === "(")
    return matchAt(process, line, at) ?? matchAt(scope, line, at) ?? matchAt(placeInBrackets, line, at);
  const text = sticky(word, line, at);
  if (text === undefined) return undefined;
  const next = line[at + text.length];
  if (next === ":")
    return matchAt(place, line, at) ?? (hasName && /^[-|]$/.test(separator) ? matchAt(call, line, at) : undefined);
  if (/^\d+$/.test(text))
    return matchAt(number, line, at) ?? (separator === "=" ? matchAt(numberBetween, line, at) : undefined);
  if (/^(?:Main|Thread|\w*Pool)/.test(text)) return matchAt(thread, line, at);
  if (text.length === 36) return matchAt(uuid, line, at);
  return text.includes("/") ? matchAt(bunyan, line, at) : undefined;
}

function matchAt(pattern: RegExp, line: string, at: number): Aside | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(line);
  if (!found) return undefined;
  const [{ length }, name] = found;
  return name ? { length, name } : { length };
}
