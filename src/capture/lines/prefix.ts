/** Matches a text at the beginning of a line again, with other digits. */
export function shapeOf(prefix: string): RegExp {
  return new RegExp(`^${prefix.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/\d+/g, "\\d+")}`);
}
