import { type Fields, recordOf } from "../fields.ts";

/** The most variables of one frame that are kept. */
const most = 50;
/** The largest number that is kept; larger ones could be ids. */
const largest = 1_000_000;

/**
 * The kind of each local variable's value, never the value itself: type and length, `None`, booleans, and whole numbers
 * below a million.
 */
export function shapesOf(variables: unknown, isPython: boolean): Record<string, string | number> {
  const named = Object.entries(recordOf(variables) ?? {}).filter(([name]) => /^[A-Za-z_$][\w$]{0,60}$/.test(name));
  return Object.fromEntries(
    named
      .filter(([name]) => name !== "__proto__")
      .slice(0, most)
      .map(([name, value]) => [name, shapeOf(value, isPython)]),
  );
}

function shapeOf(value: unknown, isPython: boolean): string | number {
  if (value === null || value === undefined) return isPython ? "None" : "null";
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return numberShape(value);
  if (typeof value === "string") return isPython ? shapeOfRepr(value) : `string of ${value.length}`;
  if (Array.isArray(value)) return `list of ${value.length}`;
  return `${isPython ? "dict" : "object"} of ${Object.keys(value as Fields).length}`;
}

const numberShape = (value: number) =>
  Number.isInteger(value) ? (Math.abs(value) < largest ? value : "large number") : "number";

/** Sentry's Python SDK writes each value as `repr` does. */
function shapeOfRepr(text: string): string | number {
  if (/^(?:None|True|False)$/.test(text)) return text;
  if (/^-?\d{1,20}$/.test(text)) return numberShape(Number(text));
  if (/^-?\d+\.\d+(?:e[+-]?\d+)?$/.test(text)) return "number";
  if (/^b?(['"])[\s\S]*\1$/.test(text)) return `${text.startsWith("b") ? "bytes" : "str"} of ${text.length - 2}`;
  return instanceOf(text) ?? `object, written in ${text.length}`;
}

/** The class in `<birthdays.Birthdays object at 0x7f…>` and `<Member id=…`; other forms may contain anything. */
function instanceOf(text: string): string | undefined {
  return (
    /^<([A-Za-z_][\w.]{0,80}) object at 0x[0-9a-f]+>$/.exec(text)?.[1] ?? /^<([A-Z]\w{0,40}) id=\d/.exec(text)?.[1]
  );
}
