/** The most lines of others between the lines of several streams. */
export const foreignLines = 2_000;

/** In which streams errors with a log line were, which tells what only imitates a carrier's prefix. */
export class LoggedStreams {
  /** The last line of the last record that hinted at an error and had a log line, by stream. */
  readonly #logAt = new Map<string, number>();

  /** A line belongs to such a record. */
  add(stream: string, line: number): void {
    this.#logAt.set(stream, line);
  }

  /** Whether a log line of an error was brought by fewer carriers than this stream, shortly before a line. */
  isAbove(stream: string, line: number): boolean {
    for (const [other, at] of this.#logAt)
      if (other !== stream && stream.startsWith(other) && at < line && line - at <= foreignLines) return true;
    return false;
  }

  /** Every record was closed. */
  flush(): void {
    this.#logAt.clear();
  }
}
