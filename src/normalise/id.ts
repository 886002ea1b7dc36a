/** An event's or session's id as Sentry wants it: 32 lower-case hexadecimal digits. SDKs also write dashes and capitals. */
export function eventIdOf(id: unknown): string | undefined {
  if (typeof id !== "string" || id.length > 40) return undefined;
  const digits = id.replaceAll("-", "").toLowerCase();
  return /^[0-9a-f]{32}$/.test(digits) ? digits : undefined;
}
