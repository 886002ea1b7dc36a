/** The number of streams whose position is remembered, and of those that were torn. */
const maxClosed = 1024;
const maxTorn = 64;

/** What is remembered of streams after their records were closed. */
export class ClosedStreams {
  /** The line up to which all lines of a stream belong to closed records; for every stream at least `#flushedAt`. */
  readonly #closedAt = new Map<string, number>();
  #flushedAt = 0;
  /** Streams of which a record was closed because it was too long; its rest is no record of its own. */
  readonly #torn = new Set<string>();

  /** @param isTorn - Whether the text begins with the rest of a record, as for `Capture.isTorn`. */
  constructor(isTorn: boolean) {
    if (isTorn) this.#torn.add("");
  }

  /** The line up to which all lines of a stream belong to closed records. */
  lineOf(stream: string): number {
    return Math.max(this.#closedAt.get(stream) ?? 0, this.#flushedAt);
  }

  /** Whether what comes without a log line is the rest of a record that was too long. */
  isTorn(stream: string): boolean {
    return this.#torn.has(stream);
  }

  /**
   * A record was closed. A text with too many streams is treated as closed up to here.
   *
   * @param last - Its last line.
   * @param line - The line that is read now.
   */
  add(stream: string, last: number, line: number): void {
    this.#closedAt.set(stream, last);
    if (this.#closedAt.size <= maxClosed) return;
    this.#closedAt.clear();
    this.#flushedAt = line - 1;
  }

  /** A record was closed because it was too long. @param isPart - Whether what comes then is no record of its own. */
  tear(stream: string, isPart: boolean): void {
    if (isPart) this.#torn.add(stream);
    else this.#torn.delete(stream);
    if (this.#torn.size > maxTorn) this.#torn.delete(this.#torn.keys().next().value!);
  }

  /** Every record was closed. @param line - The last line of the text so far. */
  flush(line: number): void {
    this.#closedAt.clear();
    this.#torn.clear();
    this.#flushedAt = line;
  }
}
