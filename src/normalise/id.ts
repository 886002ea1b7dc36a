/**
 * An id of an event or session in Sentry's form: 32 lower-case hexadecimal digits. SDKs also use dashes and capitals.
 */
export function eventIdOf(id: unknown): string | undefined {
  if (typeof id !== "string" || id.length > 40) return undefined;
  const digits = id.replaceAll("-", "").toLowerCase();
  return /^[0-9a-f]{32}$/.test(digits) ? digits : undefined;
}
