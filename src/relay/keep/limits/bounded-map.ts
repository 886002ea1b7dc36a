/** Values by key, made at first use; beyond `most`, the oldest is removed. */
export interface Memory<T> {
  /** The remembered value, or that of `make`, which is then remembered. */
  recall(key: string, make: (key: string) => T): T;
  peek(key: string): T | undefined;
  forget(key: string): void;
  values(): Iterable<T>;
}

export function createMemory<T>(most: number): Memory<T> {
  const things = new Map<string, T>();
  return {
    recall(key, make) {
      const known = things.get(key);
      if (known !== undefined) return known;
      const made = make(key);
      if (things.size >= most) things.delete(things.keys().next().value!);
      things.set(key, made);
      return made;
    },
    peek: (key) => things.get(key),
    forget: (key) => void things.delete(key),
    values: () => things.values(),
  };
}
