/** One line of the table that `npm run bench` prints. */
export interface Row {
  readonly name: string;
  readonly value: string;
  /** What it is compared with. */
  readonly against?: string;
  readonly ratio?: string;
}
