/** Matches a text at the beginning of a line again, with other digits, and other lines and corners of a box. */
export function shapeOf(prefix: string): RegExp {
  const source = prefix.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/\d+/g, "\\d+");
  return new RegExp(`^${source.replace(/[\u2500-\u257f]/g, "[\\u2500-\\u257f]")}`);
}
