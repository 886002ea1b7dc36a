/**
 * One form of the hosts that reach the same machine: without the dot that ends a full name, and an IPv4 address as such
 * if an IPv6 address contains it (`[::ffff:a9fe:a9fe]` is `169.254.169.254`).
 *
 * @param hostname - As `URL` returns it.
 */
export const hostForm = (hostname: string): string =>
  hostname
    .toLowerCase()
    .replace(/\.$/, "")
    .replace(/^\[(?:::(?:ffff:(?:0:)?)?|64:ff9b::)([\da-f]{1,4}):([\da-f]{1,4})\]$/, toIPv4);

const toIPv4 = (_: string, high: string, low: string) =>
  [high, low].flatMap((part) => [Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 255]).join(".");
