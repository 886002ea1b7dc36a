import { expect, test } from "vitest";
import { createTestWorld } from "../../src/testing/testing.ts";
import type { PostAnswer } from "../../src/world/world.ts";
import { inLetters } from "../support/sample-log.ts";
import { envelopeOf, key, manifestOf, post, startTestRelay } from "./support.ts";

const otherKey = "ff".repeat(16);
const accepted: PostAnswer = { kind: "answered", status: 200, headers: {} };
const troubles: Record<string, PostAnswer> = {
  "429 without a time": { kind: "answered", status: 429, headers: { "retry-after": "0" } },
  503: { kind: "answered", status: 503, headers: {} },
  "something other than HTTP": { kind: "unreached", reason: "garbled", ambiguous: true, isGarbled: true },
};

test.each(Object.entries(troubles))(
  "while a publisher's server answers %s, another publisher's events are sent within seconds, and the failing server gets at most one request a minute",
  async (_, trouble) => {
    const world = createTestWorld();
    for (const name of ["moth", "owl"]) await world.decide(name, "enabled");
    const { port } = await startTestRelay({
      world,
      manifests: [
        manifestOf("moth", "lamps", "https://public@failing.example/42", ["lamps"]),
        manifestOf("owl", "eyes", "https://public@sound.example/7", ["eyes"]),
      ],
      keys: {
        keys: [
          { key, publisher: "moth", plugin: "lamps" },
          { key: otherKey, publisher: "owl", plugin: "eyes" },
        ],
      },
    });
    const asked: number[] = [];
    const late: number[] = [];
    let sentMs = 0;
    world.answerWith(({ url }) => {
      if (url.includes("failing")) asked.push(world.nowMs());
      else late.push(world.nowMs() - sentMs);
      return url.includes("failing") ? trouble : accepted;
    });
    let count = 0;
    const send = async (publicKey: string) => {
      count += 1;
      const event_id = count.toString(16).padStart(32, "a");
      const type = `Lamp${inLetters(count)}Error`;
      const event = { event_id, platform: "python", exception: { values: [{ type, value: "it is out" }] } };
      const headers = { "X-Sentry-Auth": `Sentry sentry_key=${publicKey}, sentry_version=7` };
      expect((await post({ port, headers, body: envelopeOf({}, [{ type: "event" }, event]) })).status).toBe(200);
    };
    for (let round = 0; round < 12; round++) {
      await send(key);
      sentMs = world.nowMs();
      await send(otherKey);
      await world.settle();
      await world.pass(20_000);
    }
    expect(late).toHaveLength(12);
    expect(Math.max(...late)).toBeLessThan(20_000);
    expect(asked.length).toBeGreaterThan(1);
    for (let at = 1; at < asked.length; at++) expect(asked[at]! - asked[at - 1]!).toBeGreaterThanOrEqual(60_000);
  },
);
