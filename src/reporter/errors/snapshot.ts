/** How much of a value that an author hands over is kept: enough to read, too little to drag a bot's cache along. */
const most = { depth: 4, entries: 100, textUnits: 8192, nodes: 1000 };

/**
 * A copy of a value as it is now, in plain JSON, bounded in depth and breadth. Nothing of the original is held on to,
 * and no getter or proxy that throws does harm.
 */
export function snapshot(value: unknown): unknown {
  let nodes = 0;
  const copy = (input: unknown, depth: number): unknown => {
    nodes += 1;
    if (typeof input === "string") return input.slice(0, most.textUnits);
    if (typeof input === "bigint" || typeof input === "symbol") return String(input).slice(0, most.textUnits);
    if (typeof input === "function") return `[Function: ${input.name}]`;
    if (typeof input !== "object" || input === null) return input;
    if (input instanceof Date) return Number.isNaN(input.getTime()) ? "Invalid Date" : input.toISOString();
    if (input instanceof Error) return `${input.name}: ${input.message}`.slice(0, most.textUnits);
    if (depth >= most.depth || nodes > most.nodes) return Array.isArray(input) ? "[Array]" : "[Object]";
    if (ArrayBuffer.isView(input)) return `[${input.constructor.name}: ${input.byteLength} bytes]`;
    if (Array.isArray(input) || input instanceof Set)
      return take(input).map((item) => safely(() => copy(item, depth + 1)));
    if (input instanceof Map) return copyEntries(take(input), depth);
    return copyEntries(Object.keys(input).slice(0, most.entries), depth, input);
  };
  const copyEntries = (list: readonly unknown[], depth: number, holder?: object): Record<string, unknown> =>
    Object.fromEntries(
      list.map((item): [string, unknown] => {
        const [key, at] = holder ? [item as string, () => Reflect.get(holder, item as string)] : entryOf(item);
        return [key.slice(0, 200), safely(() => copy(at(), depth + 1))];
      }),
    );
  return safely(() => copy(value, 0));
}

const entryOf = (entry: unknown): [string, () => unknown] => {
  const [key, value] = entry as [unknown, unknown];
  return [typeof key === "object" ? "[Object]" : String(key), () => value];
};

function take(items: Iterable<unknown>): unknown[] {
  const taken: unknown[] = [];
  for (const item of items) {
    if (taken.length >= most.entries) break;
    taken.push(item);
  }
  return taken;
}

function safely(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return "[unreadable]";
  }
}
