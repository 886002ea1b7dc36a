const { VEXTEL_TEST_ALL: isWhole } = process.env;

/**
 * A random choice of `count` cases, different in each run, so that all tests take about five minutes. With
 * `VEXTEL_TEST_ALL=1`, as in CI, all cases.
 */
export function someOf<Case>(cases: readonly Case[], count: number): Case[] {
  if (isWhole) return [...cases];
  const start = Math.floor(Math.random() * cases.length);
  return [...cases, ...cases].slice(start, start + Math.min(count, cases.length));
}
