/** Limits on what an author adds to an event: all of `extra`, contexts and breadcrumbs together. */
export const freeLimits = {
  depth: 16,
  values: 10_000,
  /**
   * UTF-16 units of one text. A longer one is left out entirely, because a secret cut in two is no longer recognised.
   */
  textUnits: 64 * 1024,
  /** UTF-16 units of all texts. */
  units: 256 * 1024,
} as const;

/** Copies what authors add, within limits that apply to one event. */
export interface FreeCopier {
  /** Copies JSON values; what is too deep, too long or too much is left out. */
  copy(value: unknown): unknown;
  /** Whether anything was left out. */
  readonly isCut: boolean;
}

export function createFreeCopier(): FreeCopier {
  let values: number = freeLimits.values;
  let units: number = freeLimits.units;
  let isCut = false;
  const leaveOut = () => {
    isCut = true;
    return undefined;
  };
  const text = (value: string) => {
    if (value.length > freeLimits.textUnits || value.length > units) return leaveOut();
    units -= value.length;
    return value;
  };
  const copy = (value: unknown, depth: number): unknown => {
    if (--values < 0) return leaveOut();
    if (typeof value === "string") return text(value);
    if (typeof value !== "object" || value === null) return value;
    if (depth >= freeLimits.depth) return leaveOut();
    if (Array.isArray(value)) return value.map((item) => copy(item, depth + 1)).filter((item) => item !== undefined);
    const entries = Object.entries(value).filter(([name]) => name !== "__proto__" && text(name) !== undefined);
    return Object.fromEntries(entries.map(([name, item]) => [name, copy(item, depth + 1)]));
  };
  return {
    copy: (value) => copy(value, 0),
    get isCut() {
      return isCut;
    },
  };
}
