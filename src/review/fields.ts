import type { Tree } from "../preview/render.ts";
import { keysOf, requiredBy } from "../seal/edit/remove.ts";
import type { ItemType } from "../seal/envelope.ts";

/** A part of an event that its owner may leave out. */
export interface Field {
  readonly pointer: string;
  /** How far it is indented. */
  readonly depth: number;
  readonly name: string;
  /** The beginning of its text. */
  readonly value: string;
  /** Why it cannot be left out; absent if it can. */
  readonly required?: string;
}

/** A longer list is chosen as a whole. */
const listMost = 200;
const valueMost = 200;

/**
 * The parts that can be left out of an event: the message and the calls of each error, each log line before it, fields,
 * tags, contexts. Pure.
 */
export function listFields(type: ItemType, payload: Tree): Field[] {
  const fields: Field[] = [];
  const add = (pointer: string, name: string, value: unknown) => {
    const keys = keysOf(pointer);
    const required = requiredBy(type, keys);
    const depth = keys.filter((key) => key !== "values" && key !== "stacktrace" && key !== "frames").length - 1;
    fields.push({ pointer, depth, name, value: describe(value), ...(required !== undefined && { required }) });
  };
  const { exception, breadcrumbs, ...others } = payload;
  for (const [key, value] of Object.entries({ exception, breadcrumbs, ...others })) {
    if (value === undefined) continue;
    add(`/${escapeKey(key)}`, key, value);
    const list = (value as { values?: unknown } | null)?.values;
    if (Array.isArray(list)) for (const [at, item] of list.slice(0, listMost).entries()) addItem(key, at, item, add);
    else if (isTree(value))
      for (const [inner, one] of Object.entries(value)) add(`/${escapeKey(key)}/${escapeKey(inner)}`, inner, one);
  }
  return fields;
}

type Add = (pointer: string, name: string, value: unknown) => void;

function addItem(key: string, at: number, item: unknown, add: Add): void {
  const pointer = `/${escapeKey(key)}/values/${at}`;
  if (key !== "exception") add(pointer, `${at + 1}.`, isTree(item) ? (item.message ?? item) : item);
  if (key !== "exception" || !isTree(item)) return;
  add(pointer, String(item.type ?? "error"), "");
  if (item.value !== undefined) add(`${pointer}/value`, "message", item.value);
  const frames = (item.stacktrace as Tree | undefined)?.frames;
  if (!Array.isArray(frames)) return;
  for (const [index, frame] of frames.slice(0, listMost).entries()) {
    const { filename, lineno, function: name } = frame as Tree;
    add(`${pointer}/stacktrace/frames/${index}`, "call", `${filename ?? "?"}:${lineno ?? "?"} ${name ?? ""}`);
  }
}

/** Whether it is left out, alone or with what contains it. */
export const isRemoved = (pointer: string, removed: Iterable<string>): boolean =>
  [...removed].some((gone) => pointer === gone || pointer.startsWith(`${gone}/`));

const escapeKey = (key: string) => key.replaceAll("~", "~0").replaceAll("/", "~1");

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

function describe(value: unknown): string {
  if (isTree(value) && Array.isArray(value.values)) return `${value.values.length} of them`;
  const text =
    typeof value === "string" ? value : isTree(value) ? Object.keys(value).join(", ") : JSON.stringify(value);
  return (text ?? "").slice(0, valueMost);
}
