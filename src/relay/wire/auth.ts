type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Every public key that a request names: in `X-Sentry-Auth`, `Authorization` or its query. */
export function keysOf(headers: Headers, query: URLSearchParams): string[] {
  const found = [
    keyInHeader(headers["x-sentry-auth"]),
    keyInHeader(headers.authorization),
    query.get("sentry_key") ?? undefined,
  ];
  return [...new Set(found.filter((key) => key !== undefined))];
}

/** `Sentry sentry_key=…, sentry_version=7, …`, and `Basic` with the key for a user. */
function keyInHeader(value: string | string[] | undefined): string | undefined {
  if (typeof value !== "string") return undefined;
  const [, basic] = /^basic\s+([A-Za-z0-9+/]+=*)$/i.exec(value) ?? [];
  if (basic !== undefined) return Buffer.from(basic, "base64").toString("latin1").split(":")[0];
  return /^sentry\s/i.test(value) ? /(?:^sentry\s+|,\s*)sentry_key=([^,\s]{1,128})/i.exec(value)?.[1] : undefined;
}
