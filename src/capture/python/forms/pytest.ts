import { limits } from "../../../report/limits.ts";
import type { Frame, RaisedError } from "../../../report/report.ts";
import { type Link, parseHeader, parseLink, skipBlank } from "../text/lines.ts";
import type { Chain } from "../text/raised.ts";
import { isClassName, parseExceptionLine } from "../text/type.ts";

const title = /^_{2,} \S.* _{2,}$/;
/** The next test, the output of a test, or the summary. */
const sectionEnd = /^(?:_{2,} .* _{2,}$|={3}|-{3,} Captured |!{3,} )/s;
const place = /^(\S.*):(\d+):(?: in (\S.*)| ([\w.]+)|)$/s;
const definition = /^>?\s+(?:async )?def (\w+)/;
const code = /^>?\s+(?=\S)(?![\s^~]+$)(\S.*)/s;
const raisedLine = /^E(?: {3}(.*)|\s*)$/;

/** The most lines of one traceback. */
const maxLines = 2000;

/** Whether pytest's report of a failed test begins here. */
export const isTestTitle = (line: string) => line.startsWith("__") && title.test(line.trimEnd());

const oneLine = /^(\S.*\.py):(\d+): (?:((?:\w+\.)*_*[A-Z]\w*)(?:: (.*))?|(assert .*))$/s;
const failures = /^=+ (?:FAILURES|ERRORS) =+$/;

/** Reads one failure as `pytest --tb=line` prints it: the place where it was raised, and the exception. */
export function readOneLine(lines: readonly string[], at: number): Chain | undefined {
  const [, path, line, name = "AssertionError", value = "", assertion] = lines[at]!.includes(".py:")
    ? (oneLine.exec(lines[at]!) ?? [])
    : [];
  const above =
    path === undefined
      ? -1
      : lines.slice(Math.max(0, at - maxOneLines), at).findLastIndex((text) => !oneLine.test(text));
  const title = lines[Math.max(0, at - maxOneLines) + above];
  if (path === undefined || title === undefined || !failures.test(title)) return undefined;
  const { type, module } = { module: undefined, ...parseExceptionLine(name!)! };
  const frames = [{ path, line: Number(line) }];
  return { error: { type, ...(module && { module }), value: assertion ?? value, frames }, end: at + 1, incomplete: [] };
}

/** The most failures directly below one another. */
const maxOneLines = 200;

/** Reads the exceptions below the title on line `from`, as `pytest --tb=long` and `--tb=short` print them. */
export function readFailures(lines: readonly string[], from: number): Chain | undefined {
  let error: RaisedError | undefined;
  let end = from + 1;
  let link: Link | undefined;
  for (let count = 1; ; count++) {
    const failure = new Failure(lines, end);
    if (!failure.error) break;
    error = error && link && count <= limits.exceptions ? { ...failure.error, [link]: error } : failure.error;
    end = failure.end;
    const next = skipBlank(lines, end);
    link = next < lines.length ? parseLink(lines[next]!) : undefined;
    if (!link) break;
    end = next + 1;
  }
  return error && { error, end, incomplete: [] };
}

/**
 * One exception: the calls, oldest first, each with its source above its place (long) or below (short), the message
 * after `E`, and where it was raised unless that is above.
 */
class Failure {
  readonly error: RaisedError | undefined;
  /** Index of the first line that is not part of it. */
  end: number;
  readonly #frames: Frame[] = [];
  readonly #raised: string[] = [];
  /** The type that the last place names. */
  #type = "";
  /** The function and the last line of the source above a place. */
  #call: string | undefined;
  #source: string | undefined;
  /** Whether the source of the last place is below it. */
  #isShort = false;

  constructor(lines: readonly string[], from: number) {
    this.end = from;
    let closed = false;
    for (let at = from; at < Math.min(lines.length, from + maxLines) && !closed; at++) {
      const line = lines[at]!.trimEnd();
      const linked = parseLink(line) !== undefined;
      if (linked && this.#raised.length > 0) this.end = at; // variables may be in between
      if (linked || sectionEnd.test(line) || parseHeader(line)) break;
      closed = this.#take(line);
      if (closed || raisedLine.test(line)) this.end = at + 1;
    }
    this.error = this.#toError();
  }

  /** True if the exception was raised there: nothing follows. */
  #take(line: string): boolean {
    const raised = raisedLine.exec(line);
    if (raised) this.#raised.push(raised[1] ?? "");
    const [, path, at, name, type = ""] = raised ? [] : (place.exec(line) ?? []);
    if (path !== undefined) this.#addPlace(path, Number(at), name, type);
    else if (!raised && this.#raised.length === 0) this.#addCode(line);
    return path !== undefined && name === undefined && this.#raised.length > 0;
  }

  #addPlace(path: string, line: number, name: string | undefined, type: string): void {
    const call = name ?? this.#call;
    const source = name === undefined ? this.#source : undefined;
    this.#frames.push({ path, line, ...(call !== undefined && { function: call }), ...(source && { source }) });
    this.#type = type;
    this.#isShort = name !== undefined;
    this.#call = undefined;
    this.#source = undefined;
  }

  #addCode(line: string): void {
    const source = code.exec(line)?.[1]?.slice(0, limits.sourceUnits);
    if (source === undefined) return;
    this.#call ??= definition.exec(line)?.[1];
    this.#source = source;
    const last = this.#frames.at(-1);
    if (last && this.#isShort && last.source === undefined) this.#frames[this.#frames.length - 1] = { ...last, source };
  }

  #toError(): RaisedError | undefined {
    const [first, ...rest] = this.#message();
    if (first === undefined) return undefined;
    const named = parseExceptionLine(first);
    const isNamed = named && isClassName(named.type) && (!this.#type || this.#type.endsWith(named.type));
    const found = isNamed ? named : { type: this.#type || "AssertionError", message: first };
    if (!isNamed && !this.#type && !first.startsWith("assert ")) return undefined;
    const { type, module, message } = { module: undefined, ...found };
    const value = [message, ...rest].join("\n").trimEnd().slice(0, limits.messageUnits);
    return { type, ...(module && { module }), value, frames: this.#frames };
  }

  /** The message without the indentation of the source; lines with the place of a SyntaxError are before it. */
  #message(): string[] {
    const place = /^\s*File ".*", line \d+$/.test(this.#raised[0] ?? "");
    const begin = place ? this.#raised.findIndex((line) => /^\w+Error: /.test(line)) : 0;
    const indent = /^ */.exec(this.#raised[begin] ?? "")![0].length;
    return this.#raised
      .slice(Math.max(0, begin))
      .map((line) => (line.startsWith(" ".repeat(indent)) ? line.slice(indent) : line));
  }
}
