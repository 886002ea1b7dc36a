/**
 * A random id of 32 lower-case hexadecimal digits, made from a UUID. Every eighth digit is a letter, so that no part of
 * it can be mistaken for a number such as a Discord id.
 */
export const toEventId = (uuid: string) =>
  uuid.replaceAll("-", "").replace(/(.)(.{7})/g, (_, first: string, rest: string) => toLetter(first) + rest);

const toLetter = (digit: string) => "abcdef"[Number.parseInt(digit, 16) % 6]!;
