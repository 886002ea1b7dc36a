import { expect, test } from "vitest";
import { withoutSecret } from "../../src/deliver/dsn.ts";
import { checkClaims } from "../../src/publisher/claims.ts";
import { parseManifest } from "../../src/publisher/parse.ts";

const register = (host: string) => {
  const plugin = { version: "1", dsn: `https://key@${host}/1`, paths: ["cogs/moth"] };
  checkClaims(
    parseManifest(JSON.stringify({ publisher: "north", plugins: { moth: plugin } }), withoutSecret),
    "/home/x",
  );
};

test.each([
  "169.254.169.254",
  "[::ffff:169.254.169.254]",
  "2852039166",
  "[fe80::1]",
  "[fd00:ec2::254]",
  "[::]",
  "metadata",
])("a local address cannot be a publisher's, however it is written: %s", (host) =>
  expect(() => register(host)).toThrow("not the address of a server"),
);

test.each(["sentry.example", "[2001:db8::1]", "[::ffff:192.0.2.7]", "100.100.100.20", "metadatahouse.example"])(
  "a server's address can be a publisher's: %s",
  (host) => expect(() => register(host)).not.toThrow(),
);
