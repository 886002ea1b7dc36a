/** The part of a list that is on the screen, so that the one at `at` is among it, in the middle where it can be. Pure. */
export function windowOf<T>(items: readonly T[], at: number, page: number): { rows: readonly T[]; top: number } {
  const most = Math.max(0, items.length - page);
  const top = Math.max(0, Math.min(at - Math.floor(page / 2), most));
  return { rows: items.slice(top, top + Math.max(0, page)), top };
}
