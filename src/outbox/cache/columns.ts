/** Many similar records, stored field by field, so that only the fields that are needed are parsed. */
export interface Columns<T> {
  readonly count: number;
  /** Whether any record has this field. */
  has(name: keyof T): boolean;
  /** One field of all records; `undefined` for those without it. */
  values<K extends keyof T>(name: K): readonly T[K][];
  /** The records one after the other, each with these of its fields. */
  each<K extends keyof T>(names: readonly K[]): Iterable<Pick<T, K>>;
  /** All records, complete. */
  records(): readonly T[];
}

/** One field of many records. */
type Column =
  /** Each record has its own value. */
  | { readonly each: readonly unknown[] }
  /** A few values shared by many records: the index of each record's value, -1 for none. */
  | { readonly of: readonly unknown[]; readonly at: readonly number[] };

/**
 * Records as lines of text, one line per field. Values that many records share are written once, and a field that
 * nobody asks for is not parsed.
 *
 * @param records - They must survive JSON.
 */
export function renderColumns<T extends object>(records: readonly T[]): string[] {
  const columns = toColumns(records);
  const names = namesOf(records);
  return [
    JSON.stringify({ count: records.length, names }),
    ...names.map((name) => JSON.stringify(toColumn(columns.values(name as keyof T)))),
  ];
}

function namesOf(records: readonly object[]): string[] {
  const names = new Set<string>();
  for (const record of records) for (const name in record) names.add(name);
  return [...names];
}

/** If this many values are all different, the others are taken to be different as well. */
const sampled = 200;

function toColumn(values: readonly unknown[]): Column {
  const places = new Map<unknown, number>();
  const of: unknown[] = [];
  const at: number[] = [];
  for (const value of values) {
    at.push(value === undefined ? -1 : findPlace(value, of, places));
    if (of.length === sampled && at.length === sampled && !values.includes(undefined)) return { each: values };
  }
  return of.length > values.length / 2 && !at.includes(-1) ? { each: values } : { of, at };
}

function findPlace(value: unknown, of: unknown[], places: Map<unknown, number>): number {
  const key = typeof value === "object" ? JSON.stringify(value) : value;
  const place = places.get(key) ?? of.push(value) - 1;
  places.set(key, place);
  return place;
}

/**
 * Reads columns; records that share a value share the same object.
 *
 * @param lines - The result of `renderColumns`, or its bytes.
 */
export function parseColumns<T extends object>(lines: readonly (string | Buffer)[]): Columns<T> {
  const parse = (line: number) => JSON.parse(lines[line]!.toString());
  const { count, names } = parse(0) as { readonly count: number; readonly names: readonly string[] };
  const parsed = new Map<keyof T, never[]>();
  const columns: Columns<T> = {
    count,
    has: (name) => names.includes(name as string),
    values(name) {
      if (!columns.has(name)) return Array(count).fill(undefined);
      const values = parsed.get(name) ?? toValues(parse(names.indexOf(name as string) + 1));
      parsed.set(name, values);
      return values;
    },
    each: (fields) => each(columns, fields),
    records: () => [...columns.each(names as readonly (keyof T)[])] as T[],
  };
  return columns;
}

const toValues = (column: Column): never[] =>
  ("each" in column ? column.each : column.at.map((at) => column.of[at])) as never[];

/** Columns of records that are in memory already. */
export function toColumns<T extends object>(records: readonly T[]): Columns<T> {
  const columns: Columns<T> = {
    count: records.length,
    has: (name) => records.some((record) => record[name] !== undefined),
    values: (name) => records.map((record) => record[name]),
    each: (fields) => each(columns, fields),
    records: () => records,
  };
  return columns;
}

/** How many records are made at a time: making them field by field is faster, and only few are in memory together. */
const batch = 256;

/** Makes the records of columns when they are needed. */
function* each<T, K extends keyof T>(columns: Columns<T>, names: readonly K[]): Iterable<Pick<T, K>> {
  const fields = names.filter((name) => columns.has(name)).map((name) => [name, columns.values(name)] as const);
  const whole = fields.filter(([, values]) => !values.includes(undefined as T[K]));
  const blank = Object.fromEntries(whole.map(([name]) => [name, undefined])) as Pick<T, K>; // growing the arrays field by field would move each several times
  for (let from = 0; from < columns.count; from += batch) {
    const records = Array.from({ length: Math.min(batch, columns.count - from) }, () => ({ ...blank }));
    for (const [name, values] of fields) fill(records, name, values, from);
    for (const record of records) yield record;
  }
}

function fill<R extends object, K extends keyof R>(
  records: readonly R[],
  name: K,
  values: readonly (R[K] | undefined)[],
  from: number,
): void {
  for (let at = 0; at < records.length; at++) {
    const value = values[from + at];
    if (value !== undefined) records[at]![name] = value;
  }
}

/** Where the records of other columns belong among those of the first. */
export interface Order {
  /** Indexes in the first that are left out. */
  readonly gone: ReadonlySet<number>;
  /** For each of the others: the index in the first before which it belongs. */
  readonly places: readonly number[];
}

/** The records of both, in one order. */
export function mergeColumns<T extends object>(first: Columns<T>, others: Columns<T>, order: Order): Columns<T> {
  const columns: Columns<T> = {
    count: first.count - order.gone.size + others.count,
    has: (name) => first.has(name) || others.has(name),
    values: (name) => merge(first.values(name), others.values(name), order),
    each: (names) => each(columns, names),
    records: () => merge(first.records(), others.records(), order),
  };
  return columns;
}

/** Like `mergeColumns`, for one list each. */
export function merge<T>(first: readonly T[], others: readonly T[], { gone, places }: Order): readonly T[] {
  if (gone.size === 0 && others.length === 0) return first;
  const all: T[] = [];
  let next = 0;
  for (let at = 0; at <= first.length; at++) {
    while (next < others.length && places[next]! <= at) all.push(others[next++]!);
    if (at < first.length && !gone.has(at)) all.push(first[at]!);
  }
  return all;
}
