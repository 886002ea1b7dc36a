/** One line of the table that `npm run bench` prints. */
export interface Row {
  readonly name: string;
  readonly value: string;
  /** What it is compared with. */
  readonly against?: string;
  readonly ratio?: string;
}

/** Size of the large logs; `VEXTEL_BENCH_MEGABYTES` makes a trial short. */
export const megabytes = Number(process.env.VEXTEL_BENCH_MEGABYTES ?? 50);

/** The row of a comparison that cannot be made on this machine. */
export const skipped = (name: string, program: string): Row => ({
  name,
  value: `skipped: ${program} is not installed`,
});
