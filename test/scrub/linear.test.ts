import { expect, test } from "vitest";
import { createScrubber } from "../../src/scrub/scrub.ts";

const scrubber = createScrubber();
/** Shapes that tempt a rule to look far at each of many places. */
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

/** Milliseconds of processor time, the least of several runs: what else the machine does only adds. */
function timeOf(text: Uint8Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 4; run++) {
    const before = process.cpuUsage();
    scrubber.bytes(text);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

/** The smallest text of this shape that takes long enough to be measured. */
function measurable(unit: string): Buffer {
  let size = 1 << 16;
  while (size < 1 << 21 && timeOf(Buffer.alloc(size, unit)) < 8) size *= 2;
  return Buffer.alloc(size, unit);
}

test.each(shapes)("twice as much of the same takes twice as long: %s", (_, unit) => {
  const once = measurable(unit);
  const twice = Buffer.alloc(once.length * 2, unit);
  let ratio = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 5 && ratio > 2.3; attempt++) ratio = timeOf(twice) / timeOf(once);
  expect(ratio).toBeLessThanOrEqual(2.3);
});
