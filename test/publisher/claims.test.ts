import { expect, test } from "vitest";
import { withoutSecret } from "../../src/deliver/dsn.ts";
import { isPrivateAddress } from "../../src/publisher/check/destinations.ts";
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
  "[64:ff9b::169.254.169.254]",
  "[::ffff:0:169.254.169.254]",
  "metadata.google.internal.",
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

const hostOf = (host: string) => new URL(`https://${host}`).hostname;

test.each([
  ...[
    "127.0.0.1",
    "2130706433",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.1.9",
    "100.64.0.1",
    "100.127.9.9",
    "[::1]",
    "[fd12::1]",
  ],
  ...["[::ffff:127.0.0.1]", "[::ffff:192.168.1.9]", "[64:ff9b::10.1.2.3]", "localhost", "LocalHost.", "a.localhost"],
  ...["nas", "printer.local", "printer.local.", "sentry.lan", "sentry.internal", "sentry.home.arpa"],
])("an address of this machine or its own network is named as such, however it is written: %s", (host) =>
  expect(isPrivateAddress(hostOf(host))).toBe(true),
);

test.each([
  "o1.ingest.sentry.io",
  "128.0.0.1",
  "172.32.0.1",
  "100.63.0.1",
  "100.128.0.1",
  "[2001:db8::1]",
  "10.example.com",
])("any other address is not: %s", (host) => expect(isPrivateAddress(hostOf(host))).toBe(false));
