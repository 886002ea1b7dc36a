/**
 * The young generation stays as large as it is. With 4 MB, a log takes a tenth less processor time than with 2 MB, and
 * 5 MB more memory; with 16 MB, which is the most, it takes 40 MB more, and no less time.
 */
export const stopGrowth = (): void =>
  process.getBuiltinModule("node:v8").setFlagsFromString("--semi-space-growth-factor=1");
