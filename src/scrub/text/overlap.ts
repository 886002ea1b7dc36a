/** How many lists are remembered: those of several sources may take turns. */
const listsKept = 4;

/**
 * Results for the items of lists of which each continues an earlier one: what was asked of one item is not asked again.
 */
export class Overlap<Item extends object, Result> {
  #lists: { readonly items: readonly Item[]; readonly results: readonly Result[] }[] = [];

  /**
   * The results of all items.
   *
   * @param ask - Gets the items that are new; `undefined` if one of them has no result, and so the list has none.
   */
  map(
    items: readonly Item[],
    ask: (fresh: readonly Item[]) => readonly Result[] | undefined,
  ): readonly Result[] | undefined {
    const known = this.#known(items);
    if (known.length === items.length) return known;
    const fresh = ask(known.length === 0 ? items : items.slice(known.length));
    if (fresh === undefined) return undefined;
    const results = known.length === 0 ? fresh : [...known, ...fresh];
    if (this.#lists.length === listsKept) this.#lists.shift();
    this.#lists.push({ items, results });
    return results;
  }

  /** The results of the first items, as far as an earlier list has them one after the other. */
  #known(items: readonly Item[]): readonly Result[] {
    if (items.length === 0) return [];
    for (let list = this.#lists.length - 1; list >= 0; list--) {
      const { items: earlier, results } = this.#lists[list]!;
      const from = earlier.indexOf(items[0]!);
      if (from < 0) continue;
      let count = 1;
      while (count < items.length && earlier[from + count] === items[count]) count++;
      return results.slice(from, from + count);
    }
    return [];
  }
}
