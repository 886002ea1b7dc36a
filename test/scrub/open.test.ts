import { expect, test } from "vitest";
import { createScrubber } from "../../src/scrub/scrub.ts";

const scrubber = createScrubber();
const header = Buffer.from('{"alg":"HS256"}').toString("base64url");

/**
 * Secrets longer than any window: a beginning and a repeated piece, so that the window can end at each of its bytes.
 */
const secrets: readonly (readonly [start: string, piece: string, becomes: string])[] = [
  ["glpat-1", "a.b1", "API-SECRET"],
  ["xoxb-1", "a.b1c2d3-", "API-SECRET"],
  ["xoxb-1", "a%2Bb1c2d3.", "API-SECRET"],
  ["SG.1a", "b.C-", "API-SECRET"],
  ["ya29.1a", "bC..", "API-SECRET"],
  [`${header}.`, "a1b2c3", "JSON-WEB-TOKEN"],
  ["password=", "q7.?x", "API-SECRET"],
  ["https://discord.com/api/webhooks/133049272517001217/", "a.b1", "DISCORD-WEBHOOK"],
  ["https://discord.gg/once?a=", "b.c!", "DISCORD-INVITE-LINK"],
  ["aW50ZXJhY3Rpb246", "a1b2", "INTERACTION-TOKEN"],
];

test.each(secrets)("a secret longer than a window is removed completely: %s and then %s", (start, piece, becomes) => {
  for (let shift = 0; shift < piece.length; shift++) {
    const line = `${start}${piece.slice(shift)}${piece.repeat(6_000)}`;
    const text = `${line}z rest\n`;
    const { text: out } = scrubber.text(text);
    expect(out.startsWith(becomes) || out.startsWith(`password=${becomes}`)).toBe(true);
    expect(out.length).toBeLessThan(60);
  }
});
