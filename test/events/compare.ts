/** The events that both send for one error. */
export interface Pair {
  readonly name: string;
  readonly sentry: object;
  readonly vextel: object;
}

/** A field of events, with the number of errors for which each side has it. */
export interface Row {
  readonly field: string;
  readonly sentry: number;
  readonly vextel: number;
  /** How often both have it with the same values. */
  readonly equal: number;
}

/** Fields that are shown as a whole, without their parts; fields that only some machines have are omitted. */
const wholes: readonly (readonly [RegExp, string | undefined])[] = [
  [/^contexts\.cloud_resource\b/, undefined],
  [/^(contexts\.(?:app|device|culture|trace|vextel)|modules|sdk|extra)\b.*/, "$1"],
  [/^breadcrumbs(?:\.values)?\[\]/, "breadcrumbs[]"],
  [/^(breadcrumbs\[\]\.data)\b.*/, "$1"],
  [/^(debug_meta)\b.*/, "$1"],
  [/^fingerprint\[\]/, "fingerprint"],
];

function nameOf(path: string): string | undefined {
  let name = path;
  for (const [part, whole] of wholes) {
    if (!part.test(name)) continue;
    if (whole === undefined) return undefined;
    name = name.replace(part, whole);
  }
  return name.replace(/^exception\.values\[\]/, "exception").replace("stacktrace.frames[]", "frames");
}

/** All values of an event, by field. */
function fieldsOf(value: unknown, path = "", fields = new Map<string, unknown[]>()): Map<string, unknown[]> {
  if (Array.isArray(value) && !/_context$/.test(path)) for (const item of value) fieldsOf(item, `${path}[]`, fields);
  else if (typeof value === "object" && value !== null && !Array.isArray(value))
    for (const [key, item] of Object.entries(value)) fieldsOf(item, path === "" ? key : `${path}.${key}`, fields);
  else {
    const name = nameOf(path);
    if (name !== undefined && value !== undefined) fields.set(name, [...(fields.get(name) ?? []), value]);
  }
  return fields;
}

/** All fields that either side has, sorted by name. */
export function compare(pairs: readonly Pair[]): Row[] {
  const rows = new Map<string, { sentry: number; vextel: number; equal: number }>();
  for (const pair of pairs) {
    const [sentry, vextel] = [fieldsOf(pair.sentry), fieldsOf(pair.vextel)];
    for (const field of new Set([...sentry.keys(), ...vextel.keys()])) {
      const row = rows.get(field) ?? { sentry: 0, vextel: 0, equal: 0 };
      if (sentry.has(field)) row.sentry += 1;
      if (vextel.has(field)) row.vextel += 1;
      if (JSON.stringify(sentry.get(field)) === JSON.stringify(vextel.get(field))) row.equal += 1;
      rows.set(field, row);
    }
  }
  return [...rows].map(([field, row]) => ({ field, ...row })).sort((a, b) => (a.field < b.field ? -1 : 1));
}
