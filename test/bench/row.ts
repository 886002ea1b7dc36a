/** One line of the table that `npm run bench` prints. */
export interface Row {
  readonly name: string;
  readonly value: string;
  /** The value that it is compared with. */
  readonly against?: string;
  readonly ratio?: string;
}

/** The size of the large logs. */
export const megabytes = Number(process.env.VEXTEL_BENCH_MEGABYTES ?? 50);

/** A row for a comparison that cannot be made on this machine. */
export const skipped = (name: string, program: string): Row => ({
  name,
  value: `skipped: ${program} is not installed`,
});
