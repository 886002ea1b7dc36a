import { types } from "node:util";
import { isList, readKeys } from "../../../capture/live/access.ts";
import { createTextBudget, leftOut, type TextBudget } from "../../../report/bounds.ts";

/** How much of an author's value is copied: enough to read, but not the bot's whole cache. */
const most = { depth: 4, entries: 100, textUnits: 8192, keyUnits: 200, nodes: 1000, units: 64 * 1024 };

/**
 * Copies a value as plain JSON, with limits on depth, breadth and length. No reference to the original is kept, and
 * getters or proxies that throw do no harm.
 *
 * @param budget - What may be taken of all texts together. Default: 64 K units.
 */
export function snapshot(value: unknown, budget: TextBudget = createTextBudget(most.units)): unknown {
  let nodes = 0;
  const text = (input: string, units = most.textUnits): string => budget.take(input, units) ?? leftOut;
  const copy = (input: unknown, depth: number): unknown => {
    nodes += 1;
    if (nodes > most.nodes) return leftOut;
    if (typeof input === "string") return text(input);
    if (typeof input === "bigint" || typeof input === "symbol") return text(String(input));
    if (typeof input === "function") return text(`[Function: ${input.name}]`);
    if (typeof input !== "object" || input === null) return input;
    if (input instanceof Date) return Number.isNaN(input.getTime()) ? "Invalid Date" : input.toISOString();
    if (input instanceof Error) return text(`${input.name}: ${input.message}`);
    if (depth >= most.depth) return Array.isArray(input) ? "[Array]" : "[Object]";
    if (ArrayBuffer.isView(input)) return text(`[${input.constructor.name}: ${input.byteLength} bytes]`);
    if (Array.isArray(input) || input instanceof Set)
      return take(input).map((item) => safely(() => copy(item, depth + 1)));
    if (input instanceof Map) return copyEntries(take(input), depth);
    return copyEntries(readKeys(input, most.entries), depth, input);
  };
  const copyEntries = (list: readonly unknown[], depth: number, holder?: object): Record<string, unknown> =>
    Object.fromEntries(
      list.map((item): [string, unknown] => {
        const [key, at] = holder ? [item as string, () => Reflect.get(holder, item as string)] : entryOf(item);
        return [text(key, most.keyUnits), safely(() => copy(at(), depth + 1))];
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

/** The text of any value; of a long list, only of its first elements. */
export function toText(value: unknown, depth = 0): string {
  if (typeof value === "string") return value;
  const text = safely(() => (isObject(value) && isList(value) ? listToText(value, depth) : String(value)));
  return typeof text === "string" ? text : "[unreadable]";
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** As `String` does, but for its limits. */
function listToText(list: object, depth: number): string {
  if (types.isStringObject(list)) return String(list);
  if (Buffer.isBuffer(list))
    return list.toString("utf8", 0, most.textUnits) + (list.length > most.textUnits ? "…" : "");
  if (depth >= most.depth) return "[Array]";
  const length = Number(Reflect.get(list, "length"));
  const shown = Array.from({ length: Math.min(length, most.entries) }, (_, at) => Reflect.get(list, at) ?? "");
  return `${shown.map((item) => toText(item, depth + 1)).join(",")}${length > most.entries ? ",…" : ""}`;
}
