import type { Line, Span } from "../../preview/line.ts";
import type { Finding } from "../../scrub/finding.ts";

/** No claim of a stream begins further back than this from what was read last. */
const reachBytes = 256 * 1024;

/**
 * The lines of a text that change, as `git diff --word-diff` shows words: `[-MTk…-]{+BOT-TOKEN+}`. The original is
 * masked: its first characters are enough to find the place.
 */
export class ScrubDiff {
  #text: Uint8Array = new Uint8Array();
  /** How far into the whole text `#text` begins. */
  #offset = 0;
  #findings: Finding[] = [];

  /** Takes what was read and what was found, and gives the lines about which nothing more can be found. */
  add(original: Uint8Array, findings: readonly Finding[], file: string): Line[] {
    this.#text = Buffer.concat([this.#text, original]);
    this.#findings.push(...findings);
    const newest = this.#findings.at(-1);
    const certain = newest ? this.#lineStart(newest.offset! - this.#offset) : this.#text.length - reachBytes;
    const lines = this.#render((finding) => finding.offset! - this.#offset < certain, file);
    if (certain > 0) this.#drop(this.#lineStart(certain));
    return lines;
  }

  /** The rest. */
  end = (file: string): Line[] => this.#render(() => true, file);

  #drop(bytes: number): void {
    this.#text = this.#text.subarray(bytes);
    this.#offset += bytes;
  }

  #lineStart = (at: number): number => (at <= 0 ? 0 : this.#text.lastIndexOf(10, at - 1) + 1);

  #lineEnd(at: number): number {
    const end = this.#text.indexOf(10, at);
    return end < 0 ? this.#text.length : end;
  }

  /** One line for all findings that begin in one. */
  #render(isReady: (finding: Finding) => boolean, file: string): Line[] {
    const lines: Line[] = [];
    const all = this.#findings;
    let done = 0;
    while (done < all.length && isReady(all[done]!)) {
      const start = done;
      while (done < all.length && all[done]!.line === all[start]!.line) done += 1;
      lines.push(this.#renderLine(all.slice(start, done), file));
    }
    this.#findings = all.slice(done);
    return lines;
  }

  #renderLine(findings: readonly Finding[], file: string): Line {
    const spans: Span[] = [["dim", `${file}:${findings[0]!.line}: `]];
    let at = this.#lineStart(findings[0]!.offset! - this.#offset);
    for (const { offset, length, placeholder } of findings) {
      const start = offset! - this.#offset;
      const end = start + length!;
      const goes = mask(this.#slice(start, end));
      spans.push(this.#slice(at, start), ["bad", `[-${goes}-]`], ["good", `{+${placeholder}+}`]);
      at = end;
    }
    return [...spans, this.#slice(at, this.#lineEnd(at))];
  }

  #slice = (from: number, to: number): string => Buffer.from(this.#text.subarray(from, to)).toString();
}

/** At most three characters, and never more than a quarter. */
const mask = (text: string) => `${text.slice(0, Math.min(3, Math.floor(text.length / 4)))}…`;
