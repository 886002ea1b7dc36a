import { expect, test, vi } from "vitest";
import { keyValue } from "../../../src/scrub/rules/named/key-value/key-value.ts";
import { secretPath } from "../../../src/scrub/rules/vendors/secret-path.ts";
import { createScrubber } from "../../../src/scrub/scrub.ts";
import { createReadCounter } from "./reads.ts";

/** Texts that tempt a rule to look far ahead or back at each of many places. */
const shapes: readonly (readonly [name: string, unit: string])[] = [
  ["one letter", "a"],
  ["dotted letters", "a.a."],
  ["hyphens", "a-"],
  ["digits", "1"],
  ["dotted digits", "1."],
  ["hex and colons", "fe80:"],
  ["colons", ":"],
  ["at signs", "@"],
  ["addresses without end", "a@a."],
  ["slashes", "/"],
  ["home folders", "/home/"],
  ["backslashes", "\\"],
  ["escaped quotes", '\\"'],
  ["nested quotes", `"'`],
  ["percent signs", "%25"],
  ["percent-encoded colons", "a%3A"],
  ["keys", "token="],
  ["keys in quotes", '"token":"'],
  ["names on lines of their own", "token:\n"],
  ["flags", " --token"],
  ["options", " curl -u a:"],
  ["schemes", "https://"],
  ["credentials without host", "a://b:c"],
  ["vendors", "ghp_"],
  ["invites without code", "discord.gg/"],
  ["webhooks without token", "/webhooks/133049272517001217/"],
  ["tokens without end", "MTMzMDQ5MjcyNTE3MDAxMjE3."],
  ["keys without END", "-----BEGIN PRIVATE KEY-----"],
  ["keys without END, line by line", "-----BEGIN PRIVATE KEY-----\n"],
  ["JSON Web Tokens without end", "eyJ"],
  ["colour codes", "\x1b[31m"],
  ["ids", "133049272517001217,"],
  ["found in a row", "198.51.100.7:a@b.example "],
];

const count = createReadCounter();
/** Longer than any window. */
const SIZE = 24_576;

test.each(shapes)("the rules read each byte no more often in a text of twice the length: %s", (_, unit) => {
  const once = count(Buffer.alloc(SIZE, unit), 400).perByte;
  const twice = count(Buffer.alloc(2 * SIZE, unit), 400).perByte;
  expect(twice).toBeLessThanOrEqual(1.15 * once + 1);
});

test("a line whose placeholders match again is searched once more, not many times", () => {
  const match = vi.spyOn(secretPath, "match");
  createScrubber().text("cronitor.link/p/".repeat(200));
  expect(match.mock.calls.length).toBeLessThan(3 * 200);
  match.mockRestore();
});

test("wrapped lines in which each placeholder uncovers another secret are settled in two rounds", () => {
  const line = `${"\\\\nn\\pwd=".repeat(55)}\n`;
  const match = vi.spyOn(keyValue, "match");
  createScrubber().text(line.repeat(16));
  expect(match.mock.calls.length).toBeLessThan(4 * 16 * 55);
  match.mockRestore();
});

test("account numbers are checked without a text of each", () => {
  const fromCharCode = vi.spyOn(String, "fromCharCode");
  createScrubber().text("-AE23".repeat(300));
  expect(fromCharCode.mock.calls.length).toBeLessThan(300);
  fromCharCode.mockRestore();
});

test("placeholders that hold the names of secrets are told from hints without a text of each", () => {
  const endsWith = vi.spyOn(String.prototype, "endsWith");
  createScrubber().text("x API-SECRET \\n y".repeat(250));
  expect(endsWith.mock.calls.length).toBeLessThan(250);
  endsWith.mockRestore();
});

test.each([`passwordSecretKey: ${"a".repeat(60)}1`, `secret_key: 1${"-".repeat(60)}x`, `token: 12${":".repeat(60)}x`])(
  "no pattern tries all divisions of a value, which would not end: %s",
  (line) => {
    expect(createScrubber().text(line).text.slice(0, 5)).toBe(line.slice(0, 5));
  },
);
