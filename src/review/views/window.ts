/** The visible part of a list, with the item at `at` in the middle if possible. Pure. */
export function windowOf<T>(items: readonly T[], at: number, page: number): { rows: readonly T[]; top: number } {
  const most = Math.max(0, items.length - page);
  const top = Math.max(0, Math.min(at - Math.floor(page / 2), most));
  return { rows: items.slice(top, top + Math.max(0, page)), top };
}
