import { indentOf, PropertyDump } from "./node-stack-dump.ts";
import { type Excerpt, readExcerpt } from "./node-stack-excerpt.ts";
import { type Finding, isSameError, type OpenError, openError } from "./node-stack-finding.ts";
import { closingBracket, findHeader, guessHeader, type Header } from "./node-stack-header.ts";
import type { Run } from "./node-stack-run.ts";
import { claimedFrames, isAside, runAt, type Scan, skipBlank } from "./node-stack-scan.ts";

const footer = /^\s*Node\.js (v\d+\.\d+\.\S+)\s*$/;
const endOfThrown = /^\s*(?:$|Node\.js v\d|\(Use `node --trace-uncaught|Thrown at:)/;
const causedBy = /(?:^|[\s-])caused by:?$/i;
/** Frames that a line of somebody else separates from the rest of their stack. */
const strayLines = 3;
/** `Error.stackTraceLimit`, unless a program sets it. */
const defaultStackLimit = 10;
/** An error without frames that takes more lines is not believed. */
const bracketLines = 30;

/** Reads lines from top to bottom, each once, and gathers the errors that they print. */
export class StackReader {
  readonly #scan: Scan;
  readonly #findings: Finding[] = [];
  readonly #errors: OpenError[] = [];
  readonly #dump = new PropertyDump();
  /** Causes that were not printed as such, and give way to one that is. */
  readonly #assumed = new Map<OpenError, Finding>();
  #excerpt: Excerpt | undefined;
  #last: Finding | undefined;
  /** Index behind the last line that is part of an error. */
  #floor = 0;

  /** @param whole - The lines are one log record: an error that its first line begins with goes on to the last frames. */
  constructor(
    scan: Scan,
    readonly whole: boolean,
  ) {
    this.#scan = scan;
  }

  read(): Finding[] {
    for (let at = 0; at < this.#scan.texts.length; ) at = this.#step(at);
    this.#noteCut();
    for (const error of this.#errors) (error.frames as unknown[]).reverse();
    return this.#findings.sort((a, b) => a.first - b.first);
  }

  /** Reads what begins on a line; gives the index of the line to go on with. */
  #step(at: number): number {
    const { texts, stack, headers } = this.#scan;
    const text = texts[at]!;
    const excerpt = readExcerpt(texts, at);
    if (excerpt) return this.#openExcerpt(excerpt);
    const certain = this.#excerpt?.header === at && !stack[at];
    const header = headers[at] ?? (certain ? findHeader(text) : undefined);
    const end = (header && this.#readError(at, header, certain)) ?? (certain ? this.#readUncaught(at) : undefined);
    if (end !== undefined) return end;
    if (stack[at]) return this.#readStray(at);
    this.#follow(at, text);
    return at + 1;
  }

  #openExcerpt(excerpt: Excerpt): number {
    this.#excerpt = excerpt;
    this.#dump.clear();
    return excerpt.header;
  }

  #follow(at: number, text: string): void {
    const runtime = footer.exec(text)?.[1];
    if (runtime) this.#endProcess(at, runtime);
    const root = this.#dump.root;
    if (root && this.#dump.follow(text)) {
      root.last = at;
      if (!this.#dump.isOpen) this.#floor = at + 1;
    }
  }

  #endProcess(at: number, version: string): void {
    this.#dump.clear();
    if (!this.#last || this.#last.handled || this.#last.runtime) return;
    this.#last.runtime = { name: "node", version };
    this.#last.last = at;
  }

  #readError(at: number, header: Header, certain: boolean): number | undefined {
    if (header.bracket) return this.#readBracket(at, header, certain);
    const isFirst = this.whole && at === 0 && header.prefix === "";
    const frames = claimedFrames(this.#scan, at, header, certain || isFirst);
    if (frames !== undefined) return this.#readStack(at, frames, header);
    if (certain || /^(?:> )*Uncaught$/.test(header.prefix)) return this.#readThrown(at, header);
    return undefined;
  }

  /** What ended the process, if it does not look like an error: one of an unusual name, or another value. */
  #readUncaught(at: number): number | undefined {
    const header = guessHeader(this.#scan.texts[at]!);
    const frames = header && claimedFrames(this.#scan, at, header, true);
    return frames === undefined ? this.#readThrown(at) : this.#readStack(at, frames, header!);
  }

  #readStack(at: number, framesAt: number, header: Header): number {
    const run = runAt(this.#scan, framesAt);
    const aside = this.#readAside(run);
    const value = this.#lines(at, framesAt, header.message);
    const finding = this.#add(at, header, value, run);
    this.#close(finding, at, aside.end, aside.opens);
    return aside.end;
  }

  /** Skips "Emitted 'error' event at:" with its frames: they say where the error was seen. */
  #readAside(run: Run): Run {
    const { texts, stack } = this.#scan;
    const aside = skipBlank(texts, run.end);
    const frames = skipBlank(texts, aside + 1);
    return !run.opens && isAside(texts[aside] ?? "") && stack[frames] ? runAt(this.#scan, frames) : run;
  }

  /** `[Error: message]`, perhaps over several lines: an error without frames. */
  #readBracket(at: number, header: Header, certain: boolean): number | undefined {
    const { texts } = this.#scan;
    const alone = /^(?:[[\]\w$().]+:)?(?: ?<ref \*\d+>)?$/.test(header.prefix);
    const nested = this.#dump.isOpen || indentOf(texts[at]!) > 0;
    if (!certain && !(alone && (nested || header.prefix === ""))) return undefined;
    if (!header.colon && !/\{\s*$/.test(texts[at]!)) return this.#noteDepth(header);
    let end = at + 1;
    let message = header.message;
    if (header.bracket === "open") {
      while (end < at + bracketLines && end < texts.length && closingBracket(texts[end]!) < 0) end++;
      if (end === at + bracketLines || end === texts.length) return undefined;
      const last = texts[end]!.slice(0, closingBracket(texts[end]!));
      message = `${this.#lines(at, end, message)}\n${last.slice(indentOf(texts[at]!))}`;
      end++;
    }
    const finding = this.#add(at, header, message, { frames: [], end, opens: false });
    this.#close(finding, at, end, /\{\s*$/.test(texts[end - 1]!));
    return end;
  }

  /** `[cause]: [Error]`: deeper than `util.inspect` looks. */
  #noteDepth(header: Header): undefined {
    if (this.#dump.isOpen && header.prefix.endsWith(":"))
      this.#dump.root?.incomplete.add("errors nested deeper than the log shows");
    return undefined;
  }

  /** What ended the process and has no frames: an error that lost them, or a thrown value that is none. */
  #readThrown(at: number, header?: Header): number | undefined {
    const { texts, stack } = this.#scan;
    let end = at + 1;
    while (end < texts.length && end - at < bracketLines && !endOfThrown.test(texts[end]!)) end++;
    const thrown = header ?? { prefix: "", type: "Error", message: texts[at]!.trim(), colon: false };
    const isEnd = /Use `node --trace|Thrown at|Node\.js v/.test(`${texts[end]}\n${texts[end + 1]}`);
    if (!header && !isEnd) return undefined;
    const value = this.#lines(at, header && !isEnd ? at + 1 : end, thrown.message);
    const from = texts[end]?.trim() === "Thrown at:" && stack[end + 1] ? runAt(this.#scan, end + 1) : undefined;
    const finding = this.#add(at, thrown, value, from ?? { frames: [], end, opens: false });
    finding.handled = false;
    this.#close(finding, at, from?.end ?? (isEnd ? end : at + 1), false);
    return this.#floor;
  }

  /** Frames without a header in sight. */
  #readStray(at: number): number {
    const { texts } = this.#scan;
    const above = this.#guessStart(at);
    const header = above === undefined ? undefined : guessHeader(texts[above]!);
    if (header && above !== undefined) return this.#readStack(above, at, header);
    const run = runAt(this.#scan, at);
    const error = this.#errors.at(-1);
    if (this.#last && error && this.#continues(error, at, run)) {
      (error.frames as unknown[]).push(...run.frames);
      this.#close(this.#last, at, run.end, run.opens);
    }
    return run.end;
  }

  /** The line on which an error of an unusual name may begin that frames at `at` belong to. */
  #guessStart(at: number): number | undefined {
    const { texts } = this.#scan;
    if (this.whole && this.#floor === 0 && guessHeader(texts[0]!)?.prefix === "") return 0;
    if (this.#dump.isOpen)
      for (let up = at - 1; up >= Math.max(this.#floor, at - bracketLines); up--)
        if (/^\s*\[cause\]: /.test(texts[up]!)) return up;
    const above = texts[at - 1]?.trim() === "" ? at - 2 : at - 1;
    return above >= this.#floor ? above : undefined;
  }

  /** Whether frames are the rest of a stack that lines of somebody else, but not many, have cut in two. */
  #continues({ frames }: OpenError, at: number, run: Run): boolean {
    const isNear = at > this.#floor && at - this.#floor <= strayLines && !this.#dump.isOpen;
    const isTrace = /^\s*Trace\b/.test(this.#scan.texts[at - 1]!);
    return isNear && !isTrace && frames.length > 0 && frames.length + run.frames.length <= defaultStackLimit;
  }

  /** The lines from `at` to the one before `end`, the first one replaced, without the indentation that nesting gave them. */
  #lines(at: number, end: number, first: string): string {
    const { texts } = this.#scan;
    const indent = indentOf(texts[at]!);
    const rest = texts.slice(at + 1, end).map((line) => line.slice(Math.min(indent, indentOf(line))));
    return [first, ...rest].join("\n");
  }

  #add(at: number, header: Header, value: string, run: Run): Finding {
    const excerpt = this.#excerpt?.header === at ? this.#excerpt : undefined;
    const isWarning = /^\(node:\d+\)$/.test(header.prefix);
    const unhandled = excerpt !== undefined || /\b(?:uncaught|unhandled)/i.test(`${header.prefix} ${header.type}`);
    const error = openError(header.type, value.trimEnd(), [...run.frames]);
    const finding: Finding = {
      error,
      first: excerpt?.first ?? at,
      last: at,
      handled: !unhandled,
      incomplete: new Set(),
      ...(excerpt && { level: "fatal" }),
      ...(isWarning && { level: "warning" }),
    };
    if (excerpt) addSource(error, excerpt);
    this.#hang(finding, indentOf(this.#scan.texts[at]!), header.prefix, at);
    this.#errors.push(error);
    return finding;
  }

  /** Puts an error where it belongs: below the one that holds it, or among the findings. */
  #hang(finding: Finding, indent: number, prefix: string, at: number): void {
    const { relation, parent } = this.#dump.place(indent, prefix);
    const { error } = finding;
    if (relation === "member") addMember(parent!.error, error);
    else if (relation === "cause") this.#setCause(parent!.error, error);
    else if (relation === "property" && !parent!.error.cause) {
      parent!.error.cause = error;
      this.#assumed.set(parent!.error, finding);
    } else if (relation === "property" && isSameError(parent!.error.cause!, error)) return;
    else if (causedBy.test(prefix) && this.#last && at === this.#floor && !this.#errors.at(-1)!.cause)
      this.#errors.at(-1)!.cause = error;
    else {
      this.#findings.push(finding);
      this.#last = finding;
    }
  }

  #setCause(error: OpenError, cause: OpenError): void {
    const assumed = this.#assumed.get(error);
    if (assumed && !isSameError(assumed.error, cause)) this.#findings.push(assumed);
    this.#assumed.delete(error);
    error.cause = cause;
  }

  /** The text of an error goes up to `end`; perhaps its properties follow. */
  #close(finding: Finding, at: number, end: number, opens: boolean): void {
    finding.last = end - 1;
    const root = this.#dump.root ?? this.#last;
    if (root) root.last = Math.max(root.last, end - 1);
    this.#floor = end;
    if (!opens) return;
    const { texts } = this.#scan;
    const indent = indentOf(texts[at]!);
    this.#dump.enter(finding, indent, texts[skipBlank(texts, end)]);
  }

  #noteCut(): void {
    const { texts } = this.#scan;
    if (this.#dump.root) this.#dump.root.incomplete.add("the end of the properties behind the stack");
    else if (this.#last && /^\s*at \S/.test(texts[this.#floor] ?? "") && this.#floor >= texts.length - 2)
      this.#last.incomplete.add("the end of the stack");
  }
}

function addMember(group: OpenError, member: OpenError): void {
  group.members ??= [];
  group.members.push(member);
}

/** The frame that the excerpt shows gets its source line. */
function addSource(error: OpenError, { path, line, source }: Excerpt): void {
  const frames = error.frames as { path?: string; line?: number; source?: string }[];
  const at = frames.findIndex((frame) => frame.path === path && frame.line === line);
  if (at >= 0) frames[at] = { ...frames[at], source };
}
