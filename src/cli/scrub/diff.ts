import type { Line, Span } from "../../preview/terminal/line.ts";
import type { Finding } from "../../scrub/finding.ts";

/** No claim in a stream begins further than this before the bytes that were read last. */
const reachBytes = 256 * 1024;
/** For longer lines, only the parts around findings are shown, this many bytes each. */
const partBytes = 4_096;

/**
 * The lines of a text that change, as `git diff --word-diff` shows words: `[-MTk…-]{+BOT-TOKEN+}`. The original is
 * masked: its first characters are enough to find the place.
 */
export class ScrubDiff {
  #text: Buffer = Buffer.alloc(0);
  /** The position of `#text`, from `#start` on, with room for more. */
  #buffer: Buffer = Buffer.alloc(0);
  #start = 0;
  /** The offset of `#text` in the whole text. */
  #offset = 0;
  #findings: Finding[] = [];
  /** The line that was last shown. */
  #shown: number | undefined;

  /**
   * Takes the text that was read and its findings, and returns the lines that later findings cannot change.
   *
   * @param original - Copied: it may be overwritten afterwards.
   */
  add(original: Uint8Array, findings: readonly Finding[], file: string): Line[] {
    this.#append(original);
    this.#findings.push(...findings);
    const newest = this.#findings.at(-1);
    const certain = newest ? this.#partStart(newest.offset! - this.#offset) : this.#text.length - reachBytes;
    const lines = this.#render((finding) => finding.offset! - this.#offset < certain, file);
    if (certain > 0) this.#drop(this.#partStart(certain));
    return lines;
  }

  /** The rest. */
  end = (file: string): Line[] => this.#render(() => true, file);

  #append(more: Uint8Array): void {
    const held = this.#text.length;
    const length = held + more.length;
    if (this.#start + length > this.#buffer.length) {
      const roomy = length > this.#buffer.length ? Buffer.allocUnsafeSlow(2 * length) : this.#buffer;
      roomy.set(this.#text);
      this.#buffer = roomy;
      this.#start = 0;
    }
    this.#buffer.set(more, this.#start + held);
    this.#text = this.#buffer.subarray(this.#start, this.#start + length);
  }

  #drop(bytes: number): void {
    this.#start += bytes;
    this.#text = this.#text.subarray(bytes);
    this.#offset += bytes;
  }

  #lineStart = (at: number): number => (at <= 0 ? 0 : this.#text.lastIndexOf(10, at - 1) + 1);

  /** The beginning of the part that is shown for `at`. */
  #partStart = (at: number): number => Math.max(this.#lineStart(at), at - partBytes);

  #lineEnd(at: number): number {
    const end = this.#text.indexOf(10, at);
    return end < 0 ? this.#text.length : end;
  }

  /** One line for all findings that begin in the same line, or in the same part of it. */
  #render(isReady: (finding: Finding) => boolean, file: string): Line[] {
    const lines: Line[] = [];
    const all = this.#findings;
    let done = 0;
    while (done < all.length && isReady(all[done]!)) {
      const start = done;
      const { line, offset } = all[start]!;
      while (done < all.length && all[done]!.line === line && all[done]!.offset! - offset! < partBytes) done += 1;
      lines.push(this.#renderLine(all.slice(start, done), file, all[done]?.line !== line));
      this.#shown = line;
    }
    this.#findings = all.slice(done);
    return lines;
  }

  /** The text between two parts is not shown, since it may contain findings that belong to neither. */
  #renderLine(findings: readonly Finding[], file: string, isLast: boolean): Line {
    const spans: Span[] = [["dim", `${file}:${findings[0]!.line}: `]];
    const first = findings[0]!.offset! - this.#offset;
    const lineStart = this.#lineStart(first);
    const isWhole = this.#shown !== findings[0]!.line && first - lineStart < partBytes;
    if (!isWhole) spans.push(["dim", "…"]);
    let at = isWhole ? lineStart : first;
    for (const { offset, length, placeholder } of findings) {
      const start = offset! - this.#offset;
      const end = start + length!;
      const goes = mask(this.#slice(start, end));
      spans.push(this.#slice(at, start), ["bad", `[-${goes}-]`], ["good", `{+${placeholder}+}`]);
      at = end;
    }
    const lineEnd = this.#lineEnd(at);
    return [...spans, isLast && lineEnd - at < partBytes ? this.#slice(at, lineEnd) : ["dim", "…"]];
  }

  #slice = (from: number, to: number): string => this.#text.toString("utf8", from, to);
}

/** At most three characters, and never more than a quarter. */
const mask = (text: string) => `${text.slice(0, Math.min(3, Math.floor(text.length / 4)))}…`;
