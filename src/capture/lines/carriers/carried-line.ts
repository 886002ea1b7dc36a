/** A line as the program wrote it, without the prefix of a carrier (Docker, journald, a chat). */
export interface Carried {
  readonly text: string;
  /** The program or container, if several share one text: lines of different streams never belong together. */
  readonly stream: string;
  /** The time that the carrier wrote, as text. */
  readonly time?: string | number;
  /** Whether it is an entry of the carrier's own log, even if the program wrote no log line. */
  readonly isEntry?: boolean;
  /** Whether the carrier broke the line here: the next one of the stream continues with it. */
  readonly partial?: boolean;
}
