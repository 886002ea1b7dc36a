import type { Frame } from "../../report/report.ts";
import type { ParserOptions } from "../parser.ts";
import { readCauses, unnamed } from "./causes.ts";
import { type Excerpt, endsProcess, placeOf, readExcerpt, withSource } from "./excerpt.ts";
import { readBun, readBunThrown } from "./forms/bun.ts";
import { readDeno } from "./forms/deno.ts";
import type { PrintedForm } from "./forms/form.ts";
import { readListed } from "./forms/listed.ts";
import { readTap } from "./forms/tap.ts";
import { readTslog } from "./forms/tslog.ts";
import { guessHeader } from "./line/guess.ts";
import { findHeader, type Header, trace } from "./line/header.ts";
import { framelessLines, joinLines, readBracketed, readParagraph, readThrownText, withoutSource } from "./message.ts";
import type { Run } from "./run.ts";
import { claimedFrames, isAside, runAt, type Scan, skipBlank } from "./scan.ts";
import { indentOf } from "./tree/dump.ts";
import { type Finding, openError } from "./tree/finding.ts";
import { ErrorTree } from "./tree/tree.ts";

const footer = /^\s*(Node\.js|Bun) (v\d+\.\d+\.\S+)(?: \(\w+ \w+\))?\s*$/;
const opening = /\{\s*$/;
const membersBelow = /^\s+"?aggregateErrors"?: \[\s*$/;
/** The most unrelated lines between the frames of one stack. */
const strayLines = 3;
/** `Error.stackTraceLimit`, unless a program sets it. */
const defaultStackLimit = 10;

/** Reads lines from top to bottom, each once, and collects the errors in them. */
export class StackReader {
  readonly #scan: Scan;
  readonly #whole: boolean;
  readonly #failed: boolean;
  readonly #tree = new ErrorTree();
  #excerpt: Excerpt | undefined;
  /** The index after the last line of an error. */
  #floor = 0;

  /** If the first line of a log record begins an error, the error continues to the last frames. */
  constructor(scan: Scan, { whole = false, failed = false }: ParserOptions) {
    this.#scan = scan;
    this.#whole = whole;
    this.#failed = failed;
  }

  read(): readonly Finding[] {
    const { texts } = this.#scan;
    for (let at = 0; at < texts.length; ) at = this.#step(at);
    const cutOff = this.#floor >= texts.length - 2 && /^\s*at \S/.test(texts[this.#floor] ?? "");
    if (cutOff) this.#tree.root?.incomplete.add("the end of the stack");
    return this.#tree.close();
  }

  /** Reads the error that begins on a line; returns the index of the next line to read. */
  #step(at: number): number {
    const { texts, stack, headers } = this.#scan;
    const form = readDeno(texts, at) ?? readBun(texts, at) ?? readTap(texts, at) ?? this.#readOther(at);
    if (form) return this.#addForm(form);
    const excerpt = readExcerpt(texts, at);
    if (excerpt) return this.#openExcerpt(excerpt);
    const ends = this.#excerpt?.header === at && !stack[at];
    const header = headers[at] ?? (ends ? findHeader(texts[at]!) : undefined);
    const end = (header && this.#readError(at, header, ends)) ?? (ends ? this.#readUncaught(at) : undefined);
    if (end !== undefined) return end;
    if (stack[at]) return this.#readStray(at);
    this.#follow(at);
    return at + 1;
  }

  /** Forms that are tried if the text contains a sign of them. */
  #readOther(at: number): PrintedForm | undefined {
    const { texts, hasTslog, hasList, hasBun } = this.#scan;
    return (
      (hasTslog ? readTslog(texts, at) : undefined) ??
      (hasList ? readListed(texts, at) : undefined) ??
      (hasBun ? readBunThrown(texts, at) : undefined)
    );
  }

  #addForm({ error, first, end, fatal, runtime }: PrintedForm): number {
    this.#tree.addWhole({
      ...{ error, first, last: end - 1, indent: 0, handled: !fatal, incomplete: new Set() },
      ...(runtime && { runtime }),
      ...(fatal && { level: "fatal" }),
    });
    this.#floor = end;
    return end;
  }

  #openExcerpt(excerpt: Excerpt): number {
    this.#excerpt = excerpt;
    this.#tree.dump.clear();
    return excerpt.header;
  }

  /** A line outside of errors: perhaps one of the properties of an error, or the last line of the process. */
  #follow(at: number): void {
    const { dump } = this.#tree;
    const text = this.#scan.texts[at]!;
    const [, name, version] = footer.exec(text) ?? [];
    if (name && version) this.#endProcess(at, { name: name.toLowerCase().replace(".js", ""), version });
    const { latest } = this.#tree;
    // pino-pretty prints the members of a group below its stack, as JSON
    if (latest && at === this.#floor && membersBelow.test(text)) dump.enter(latest, indentOf(text) - 1, text);
    const { root } = dump;
    if (!root || this.#isStrayLine(at) || !dump.follow(text)) return;
    root.last = at;
    if (!dump.isOpen) this.#floor = at + 1;
  }

  /** Whether a line among properties was printed by others, and the properties continue after it. */
  #isStrayLine(at: number): boolean {
    const { dump } = this.#tree;
    const { texts } = this.#scan;
    return !dump.fits(texts[at]!) && texts.slice(at + 1, at + 1 + strayLines).some((text) => dump.fits(text));
  }

  #endProcess(at: number, runtime: { readonly name: string; readonly version: string }): void {
    this.#tree.dump.clear();
    const { root } = this.#tree;
    if (!root || root.runtime?.version || at - root.last > strayLines) return;
    Object.assign(root, { runtime, last: at, handled: false, level: "fatal" });
  }

  /** @param ends - Whether the process ended with it. */
  #readError(at: number, header: Header, ends: boolean): number | undefined {
    if (header.bracket) return this.#readBracket(at, header, ends);
    const isFirst = this.#whole && at === 0 && header.prefix === "";
    const frames = claimedFrames(this.#scan, at, header, ends || isFirst);
    if (frames !== undefined && header.type === trace) return runAt(this.#scan, frames).end;
    if (frames !== undefined) return this.#readStack(at, frames, header);
    return ends || /^(?:> )*Uncaught$/.test(header.prefix) ? this.#readThrown(at, header) : undefined;
  }

  /**
   * The error that ended the process, if it does not look like one: an error with an unusual name, or another value.
   */
  #readUncaught(at: number): number | undefined {
    const header = guessHeader(this.#scan.texts[at]!);
    const frames = header && claimedFrames(this.#scan, at, header, true);
    return frames === undefined ? this.#readThrown(at) : this.#readStack(at, frames, header!);
  }

  #readStack(at: number, framesAt: number, header: Header): number {
    const { texts } = this.#scan;
    const run = runAt(this.#scan, framesAt);
    const { end, opens } = this.#readAside(run);
    const value = header.below
      ? readParagraph(texts, at + 1, framesAt)
      : withoutSource(joinLines(texts, at, framesAt, header.message));
    // Bun, whose frames are indented by six columns, prints an Error like this; a driver of PostgreSQL gives its errors this name
    const isError = header.type === "error" && texts[framesAt]!.startsWith("      at ");
    const finding = this.#add(at, isError ? { ...header, type: "Error" } : header, value, run.frames);
    const last = opens ? end : readCauses(this.#scan, this.#tree, finding.error, end);
    this.#close(finding, last, opens);
    return last;
  }

  /** Skips "Emitted 'error' event at:" with its frames: they say where the error was seen. */
  #readAside(run: Run): Run {
    const { texts, nextFrame } = this.#scan;
    const aside = skipBlank(texts, run.end);
    if (run.opens || !isAside(texts[aside] ?? "")) return run;
    const frames = nextFrame[aside + 1]!;
    return frames < texts.length && frames - aside <= strayLines ? runAt(this.#scan, frames) : run;
  }

  /** `[Error: message]`, perhaps over several lines: an error without frames. */
  #readBracket(at: number, header: Header, ends: boolean): number | undefined {
    const { texts } = this.#scan;
    const { dump } = this.#tree;
    const opens = opening.test(texts[at]!);
    const isNested = dump.isOpen || indentOf(texts[at]!) > 0;
    const isValue = header.prefix === "" || (isNested && /^[[\]\w$().]+:(?: <ref \*\d+>)?$/.test(header.prefix));
    if (!ends && !opens && !isValue) return undefined;
    // `[cause]: [Error]` is deeper than `util.inspect` looks.
    const isDeep = !header.colon && !opens;
    if (isDeep) dump.root?.incomplete.add("errors nested deeper than the log shows");
    const message = isDeep ? undefined : readBracketed(texts, at, header);
    if (!message) return undefined;
    this.#close(this.#add(at, header, message.value, []), message.end, opening.test(texts[message.end - 1]!));
    return message.end;
  }

  /** An error without frames that ended the process: one that lost them, or another value. */
  #readThrown(at: number, header?: Header): number | undefined {
    const { texts, stack } = this.#scan;
    const thrown = header ?? { prefix: "", type: "Error", message: texts[at]!.trim(), colon: false };
    const { value, end, isLast } = readThrownText(texts, at, thrown.message);
    if (!header && !isLast) return undefined;
    const run = isAside(texts[end] ?? "") && stack[end + 1] ? runAt(this.#scan, end + 1) : { frames: [], end };
    const finding = this.#add(at, thrown, value, run.frames);
    finding.handled = false;
    this.#close(finding, run.end, false);
    return run.end;
  }

  /** Frames without a certain header. */
  #readStray(at: number): number {
    const above = this.#guessStart(at);
    const header = above === undefined ? undefined : guessHeader(this.#scan.texts[above]!);
    if (header && above !== undefined) return this.#readStack(above, at, header);
    if (this.#isUnnamed(at)) return this.#readStack(0, at, unnamed(this.#scan.texts[0]!));
    const run = runAt(this.#scan, at);
    const { latest } = this.#tree;
    if (latest && this.#continues(latest, at, run)) {
      latest.error.frames.push(...run.frames);
      this.#close(latest, run.end, run.opens);
    }
    return run.end;
  }

  /**
   * Whether frames belong to the failure that a log record reports: loggers print messages without the names of errors.
   */
  #isUnnamed(at: number): boolean {
    return this.#failed && this.#floor === 0 && at > 0 && at <= framelessLines && this.#scan.texts[0]!.trim() !== "";
  }

  /** The line on which an error with an unusual name may begin to which the frames at `at` belong. */
  #guessStart(at: number): number | undefined {
    const { texts } = this.#scan;
    if (this.#whole && this.#floor === 0 && guessHeader(texts[0]!)?.prefix === "") return 0;
    const start = Math.max(this.#floor, at - framelessLines);
    for (let up = at - 1; this.#tree.dump.isOpen && up >= start; up--)
      if (/^\s*\[cause\]: /.test(texts[up]!)) return up;
    const above = texts[at - 1]?.trim() === "" ? at - 2 : at - 1;
    return above >= this.#floor ? above : undefined;
  }

  /** Whether frames are the rest of a stack that was interrupted by a few lines of others. */
  #continues({ error }: Finding, at: number, run: Run): boolean {
    const isNear = at > this.#floor && at - this.#floor <= strayLines;
    const count = error.frames.length;
    return isNear && count > 0 && count + run.frames.length <= defaultStackLimit;
  }

  #add(at: number, header: Header, value: string, frames: readonly Frame[]): Finding {
    const excerpt = this.#excerpt?.header === at ? this.#excerpt : undefined;
    const isFatal = excerpt !== undefined && endsProcess(excerpt, header.type);
    const isWarning = /^\(node:\d+\)$/.test(header.prefix);
    const finding: Finding = {
      error: openError(header.type, value, excerpt ? withSource(frames, excerpt) : [...frames]),
      first: excerpt?.first ?? at,
      last: at,
      indent: indentOf(this.#scan.texts[at]!),
      handled: !isFatal && !/\b(?:uncaught|unhandled)|<rejected>/i.test(`${header.prefix} ${header.type}`),
      incomplete: new Set(),
      ...(isFatal && { level: "fatal" }),
      ...(isWarning && { level: "warning" }),
    };
    const place = excerpt && placeOf(excerpt, header.type, frames);
    if (place) finding.error.place = place;
    this.#tree.add(finding, header.prefix, at === this.#floor);
    return finding;
  }

  /** Called when the text of an error ends before `end`; its properties may follow. */
  #close(finding: Finding, end: number, opens: boolean): void {
    const { texts } = this.#scan;
    const { root, dump } = this.#tree;
    finding.last = end - 1;
    if (root) root.last = Math.max(root.last, end - 1);
    this.#floor = end;
    if (opens) dump.enter(finding, finding.indent, texts[skipBlank(texts, end)]);
  }
}
