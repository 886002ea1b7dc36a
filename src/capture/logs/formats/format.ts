/** One way in which log lines begin. */
export interface LogFormat {
  /** Whose it is, for the reader. */
  readonly name: string;
  /** What its first character that is no space may be; `A` stands for any letter, `*` for anything. */
  readonly first: string;
  /** Sticky; starts where the time ended (or where the line begins, for formats without time) and ends where the message begins. */
  readonly pattern: RegExp;
  /** Numbers of the groups that hold them. A word that is no level's name is no match. */
  readonly level?: number;
  readonly logger?: number;
  /** Of formats that are tried where no time stands first. */
  readonly time?: number;
}
