/**
 * An address that cannot be taken for another: its host in ASCII, since letters of other alphabets look like Latin ones,
 * and no user name before the host, since it can look like one (`https://sentry.io@north.example`). Pure.
 */
export function toLink(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  url.username = "";
  url.password = "";
  return url.href === `${address}/` ? address : url.href;
}
