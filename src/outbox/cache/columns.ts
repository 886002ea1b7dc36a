/** One field of many records. */
type Column =
  /** Every record has a value of its own. */
  | { readonly each: readonly unknown[] }
  /** Few values for many records: which of them each record has, -1 for none. */
  | { readonly of: readonly unknown[]; readonly at: readonly number[] };

/** Many records that look alike, field by field: what thousands of them have in common is stored once. */
export interface Columns {
  readonly count: number;
  readonly fields: Readonly<Record<string, Column>>;
}

/** @param records - They must survive JSON. */
export function toColumns(records: readonly object[]): Columns {
  const names = new Set(records.flatMap(Object.keys));
  const values = (name: string) => records.map((record) => (record as Readonly<Record<string, unknown>>)[name]);
  return {
    count: records.length,
    fields: Object.fromEntries([...names].map((name) => [name, toColumn(values(name))])),
  };
}

function toColumn(values: readonly unknown[]): Column {
  const places = new Map<unknown, number>();
  const of: unknown[] = [];
  const at = values.map((value) => {
    if (value === undefined) return -1;
    const key = typeof value === "object" ? JSON.stringify(value) : value;
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, of.length);
    return of.push(value) - 1;
  });
  return of.length > values.length / 2 && !at.includes(-1) ? { each: values } : { of, at };
}

/** The records again; values that they have in common are the same objects. */
export function fromColumns<T>({ count, fields }: Columns): T[] {
  const columns = Object.entries(fields);
  const blank = Object.fromEntries(columns.filter(([, column]) => isWhole(column)).map(([name]) => [name, undefined]));
  const records = Array.from({ length: count }, (): Record<string, unknown> => ({ ...blank })); // grown field by field each would be moved several times
  for (const [name, column] of columns) {
    if ("each" in column) for (let i = 0; i < count; i++) records[i]![name] = column.each[i];
    else for (let i = 0; i < count; i++) if (column.at[i]! >= 0) records[i]![name] = column.of[column.at[i]!];
  }
  return records as T[];
}

/** Whether every record has a value. */
const isWhole = (column: Column) => "each" in column || !column.at.includes(-1);
