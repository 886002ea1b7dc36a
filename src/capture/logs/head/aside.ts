import { parseLevel } from "../level.ts";
import { sticky, wideSign } from "./parts.ts";

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
const placeInBrackets =
  /\((?:[\w.-]+[/\\])*[\w.-]+\.(?:py|[cm]?[jt]sx?)(?::\d+(?::\d+)?(?: [\w-]{1,40})?\)(?=:? |$)|\)\.[\w<>]{1,60}\(\d{1,6}\)(?= - ))/y;
const bunyan = /([\w.$@-]+)\/\d+ on [\w.-]+(?=:)/y;
const source =
  /(?:(?:[A-Za-z]:)?[/\\]?(?:[\w.-]+[/\\])*[\w.-]+\.(?:py|[cm]?[jt]sx?)::?\d+(?::\d+)?(?: \([\w.$<> ]{1,60}\))?(?=:?[ \t])|[/\w.\\-]+\.[cm]?[jt]sx?:\d+(?::\d+)?(?=\t| \[))/y;
/** `owl.hoot:9`, `owl:hoot:9`, if the logger is named before it. */
const call = new RegExp(String.raw`[\w.<>]+(?::[\w.<>]+)?:\d+(?= (?:[-|]|${wideSign}) )`, "y");
/** `hoot - 9`, directly behind the logger's name. */
const callAndLine = /[\w.<>]{1,60} ([-|]) (?:line )?\d{1,6}(?= \1 )/y;
/** `owl 812 140610702209088`: a module, a process, a thread. */
const moduleAndThread = /([\w.-]{1,60}) \d{1,7} \d{8,20}(?= )/y;
const uuid = /[0-9a-f]{8}-[0-9a-f-]{27}(?=[ \t])/y;
const number =
  /\d{1,6}(?=\|\S)|\d+ --- (?:\[[^\]]{1,80}\] ?){1,2}(?= *\S)|\d{1,7}(?= +[A-Z]{4,8} )|\d{1,7} +(?:Main(?:Thread|Process)|Thread-\d+)(?= +[A-Z]{4,8} )|\d{1,7} [\w.-]{1,60}(?= (?:DEBUG|INFO|WARN(?:ING)?|ERROR|CRITICAL|FATAL) )/y;
const thread =
  /(?:(?:MainProcess|[\w-]{0,40}Process-\d+)[/:])?(?:Main(?:Thread|Process)|Thread-\d+(?: \([\w.<>]{1,40}\))?|[\w-]{0,40}Pool[\w-]{0,40}_\d+)(?= +(?:[-|] +)?[A-Z]{4,8} | : | [-|] |\|[A-Z]{4,8}\|)/y;
const threadInBrackets =
  /\((?:(?:[Ss]hard|[Cc]luster|[Ww]orker)[ #:]{1,2}\d+|Main(?:Thread|Process)|Thread-\d+[^)]{0,40}|[\w-]{0,40}Pool[\w-]{0,40}_\d+)\)(?= )/y;
/** Any name of a thread, directly behind the logger's name. */
const threadNamed = /\([\w.# -]{1,40}\)(?=: )/y;
/** Any name of a process or thread, before a logger's name with dots and a level. */
const threadBeforeName = /[\w.-]{1,40}(?= +[a-z_]\w*(?:\.\w+)+ +(?:DEBUG|INFO|WARN(?:ING)?|ERROR|CRITICAL|FATAL)\b)/y;
/** `hatch(41)`, `/srv/nest.py(41):`, `nest.py:41:hatch`, directly behind a level. */
const callBehindLevel =
  /(?:[A-Za-z_<][\w.<>]{0,60}\(\d{1,6}\)|(?:[A-Za-z]:)?[/\\]?(?:[\w.@-]+[/\\])*[\w.-]+\.(?:py|[cm]?[jt]sx?)(?:\(\d{1,6}\):?|:\d{1,6}:[\w<>]{1,60}:?))(?= )/y;
/** A process before a logger in round brackets: `812 (nest): `. */
const processBeforeName = /\d{1,7}(?= \([A-Za-z_][\w.$-]{0,60}\): )/y;
/** The time since the line before. */
const sinceBefore = /\+\d+m?s(?= )/y;
const processId = /[Pp][Ii][Dd][:=]\d{1,8}(?= )/y;
/** `in nest`, Flask's name of a logger. */
const inModule = /in ([\w.]{1,60})(?=: )/y;
const numberBetween = /\d+(?= = )/y;

const word = /[/\w.\\$@<>-]+/y;

/** What stands between columns. */
const isColumnSign = new RegExp(`^(?:[-|]|${wideSign})$`);

/** What is before an aside. */
export interface AsidePlace {
  /** Without white space. */
  readonly separator: string;
  /** Whether a logger was named already, and whether its name is the part before. */
  readonly hasName: boolean;
  readonly isBehindName: boolean;
  /** Whether a level is the part before. */
  readonly isBehindLevel: boolean;
}

/** The aside that begins at this index; `undefined` if there is none. */
export function asideAt(line: string, at: number, place: AsidePlace): Aside | undefined {
  const { separator, hasName, isBehindName, isBehindLevel } = place;
  if (line[at] === "(")
    return (
      (isBehindName ? matchAt(threadNamed, line, at) : undefined) ??
      matchAt(process, line, at) ??
      matchAt(scope, line, at) ??
      matchAt(placeInBrackets, line, at) ??
      matchAt(threadInBrackets, line, at)
    );
  if (line[at] === "+") return matchAt(sinceBefore, line, at);
  const text = sticky(word, line, at);
  if (text === undefined) return undefined;
  const next = line[at + text.length];
  if (isBehindName && /^[-|]$/.test(separator) && next === " ") {
    const found = sticky(callAndLine, line, at);
    return found === undefined ? undefined : { length: found.length };
  }
  if (isBehindLevel && !hasName && text === "in") return matchAt(inModule, line, at);
  if (isBehindLevel && separator === "" && /[(:]/.test(next ?? "")) {
    const called = matchAt(callBehindLevel, line, at);
    if (called) return called;
  }
  if (!hasName && next === " " && !isBehindLevel && text.length > 1 && parseLevel(text) === undefined) {
    const before = matchAt(threadBeforeName, line, at);
    if (before) return before;
  }
  if (!hasName && next === " " && separator === "" && /^[a-z]/.test(text)) return matchAt(moduleAndThread, line, at);
  if (next === ":" && !/^pid$/i.test(text) && !/Process(?:-\d+)?$/.test(text))
    return matchAt(source, line, at) ?? (hasName && isColumnSign.test(separator) ? matchAt(call, line, at) : undefined);
  if (/^\d+$/.test(text))
    return (
      matchAt(number, line, at) ??
      (isBehindLevel ? matchAt(processBeforeName, line, at) : undefined) ??
      (separator === "=" ? matchAt(numberBetween, line, at) : undefined)
    );
  if (/^(?:Main|Thread|\w*Pool|[\w-]*Process)/.test(text)) return matchAt(thread, line, at);
  if (/^pid/i.test(text)) return matchAt(processId, line, at);
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
