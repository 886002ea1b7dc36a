import type { ParserOptions } from "../parser.ts";
import { readExcerpt } from "./excerpt.ts";
import { readBun, readBunThrown } from "./forms/bun.ts";
import { readDeno } from "./forms/deno.ts";
import type { PrintedForm } from "./forms/form.ts";
import { readListed } from "./forms/listed.ts";
import { readTable } from "./forms/table.ts";
import { readTap } from "./forms/tap.ts";
import { readTslog } from "./forms/tslog.ts";
import { guessHeader } from "./line/guess.ts";
import { findHeader, type Header, trace } from "./line/header.ts";
import { follow } from "./read/between.ts";
import { readBracket, readFrameless, readThrown } from "./read/frameless.ts";
import { Reading } from "./read/reading.ts";
import { readStack } from "./read/stack.ts";
import { readStray } from "./read/stray.ts";
import { claimedFrames, runAt, type Scan } from "./scan.ts";
import type { Finding } from "./tree/finding.ts";

/** The words of a log call before the error that it logs. */
const title = /^[A-Za-z][\w #./()-]{0,80}:$/;

/** Reads lines from top to bottom, each once, and collects the errors in them. */
export class StackReader {
  readonly #scan: Scan;
  readonly #reading: Reading;

  /** If the first line of a log record begins an error, the error continues to the last frames. */
  constructor(scan: Scan, options: ParserOptions) {
    this.#scan = scan;
    this.#reading = new Reading(scan, options);
  }

  read(): readonly Finding[] {
    const { texts } = this.#scan;
    for (let at = 0; at < texts.length; ) at = this.#step(at);
    const cutOff = this.#reading.floor >= texts.length - 2 && /^\s*at \S/.test(texts[this.#reading.floor] ?? "");
    if (cutOff) this.#reading.tree.root?.incomplete.add("the end of the stack");
    return this.#reading.tree.close();
  }

  /** Reads the error that begins on a line; returns the index of the next line to read. */
  #step(at: number): number {
    const { texts, stack, headers } = this.#scan;
    const form = readDeno(texts, at) ?? readBun(texts, at) ?? readTap(texts, at) ?? this.#readOther(at);
    if (form) return this.#reading.addForm(form);
    const excerpt = readExcerpt(texts, at);
    if (excerpt) return this.#reading.openExcerpt(excerpt);
    const ends = this.#reading.excerpt?.header === at && !stack[at];
    const header = headers[at] ?? (ends ? findHeader(texts[at]!) : undefined);
    const end = (header && this.#readError(at, header, ends)) ?? (ends ? this.#readUncaught(at) : undefined);
    if (end !== undefined) return end;
    if (stack[at]) return readStray(this.#reading, at);
    follow(this.#reading, at);
    return at + 1;
  }

  /** Forms that are tried if the text contains a sign of them. */
  #readOther(at: number): PrintedForm | undefined {
    const { texts, hasTslog, hasList, hasTable, hasBun } = this.#scan;
    return (
      (hasTslog ? readTslog(texts, at) : undefined) ??
      (hasList ? readListed(texts, at) : undefined) ??
      (hasTable ? readTable(texts, at) : undefined) ??
      (hasBun ? readBunThrown(texts, at) : undefined)
    );
  }

  /** @param ends - Whether the process ended with it. */
  #readError(at: number, header: Header, ends: boolean): number | undefined {
    if (header.bracket) return readBracket(this.#reading, at, header, ends);
    if (isTitle(header) && this.#scan.headers[at + 1]?.prefix === "") return undefined;
    const isFirst = this.#reading.isWhole && at === 0 && header.prefix === "";
    const frames = claimedFrames(this.#scan, at, header, ends || isFirst);
    if (frames !== undefined && header.type === trace) return runAt(this.#scan, frames).end;
    if (frames !== undefined) return readStack(this.#reading, at, frames, header);
    if (ends || /^(?:> )*Uncaught$/.test(header.prefix)) return readThrown(this.#reading, at, header);
    const isAlone = isFirst || (this.#reading.isWhole && at === 0 && title.test(header.prefix));
    return isAlone && this.#reading.isFailure ? readFrameless(this.#reading, at, header) : undefined;
  }

  /**
   * The error that ended the process, if it does not look like one: an error with an unusual name, or another value.
   */
  #readUncaught(at: number): number | undefined {
    const header = guessHeader(this.#scan.texts[at]!);
    const frames = header && claimedFrames(this.#scan, at, header, true);
    return frames === undefined ? readThrown(this.#reading, at) : readStack(this.#reading, at, frames, header!);
  }
}

/** Electron prints `Uncaught Exception:` above an error. */
const isTitle = ({ prefix, type, message }: Header) =>
  type === "Exception" && message === "" && /(?:Uncaught|Unhandled)$/.test(prefix);
