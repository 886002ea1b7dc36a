/**
 * The logs of the current run among the names in Red's log folder, oldest first: `latest.log`, and after the first
 * megabyte `latest-part1.log` to `latest-part9.log` (Red's `logging.py`). Pure.
 */
export const latestLogs = (names: readonly string[]): string[] => ordered(names, "latest");

/** The logs of the run before. Pure. */
export const previousLogs = (names: readonly string[]): string[] => ordered(names, "previous");

function ordered(names: readonly string[], stem: string): string[] {
  const part = new RegExp(`^${stem}(?:-part(\\d{1,3}))?\\.log$`);
  return names
    .flatMap((name) => {
      const match = part.exec(name);
      return match ? [{ name, number: Number(match[1] ?? 0) }] : [];
    })
    .sort((a, b) => a.number - b.number)
    .map(({ name }) => name);
}
