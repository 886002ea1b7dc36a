import { expect, test } from "vitest";
import { createCounters } from "../../src/relay/counters.ts";
import { createKeeper } from "../../src/relay/keep/keeper.ts";
import { rates } from "../../src/relay/keep/limits/rates.ts";
import type { Target } from "../../src/relay/keys/target.ts";
import { createWaker } from "../../src/reporter/submit/call-sender.ts";
import { createStores } from "../../src/reporter/submit/stores.ts";
import { createTestWorld } from "../../src/testing/testing.ts";
import { inLetters } from "../support/sample-log.ts";
import { sampleScrubContext } from "../support/samples.ts";

/** Starts the part of the relay that keeps errors, for a plugin that may report 30 at once. */
function startKeeper() {
  const world = createTestWorld();
  let nowMs = world.nowMs();
  const host = { ...world, nowMs: () => nowMs };
  const stores = createStores(host);
  const scrubContextOf = async () => sampleScrubContext();
  const deps = { host, stores, waker: createWaker(host, stores), counters: createCounters(), scrubContextOf };
  const keeper = createKeeper({ ...deps, cli: "vextel" }, { ...rates, later: { ...rates.later, burst: 30 } });
  const target: Target = { publisher: "moth", plugins: [{ name: "lamps" }], variables: "none" };
  let count = 0;
  return {
    /** Reports another error, `afterMs` after the previous one. */
    send(type: string, value: string, afterMs: number) {
      nowMs += afterMs;
      count += 1;
      const fields = { platform: "python", exception: { values: [{ type, value }] } };
      return keeper.keepEvent(count.toString(16).padStart(32, "a"), { fields, bytes: 100 }, target);
    },
    endGroups() {
      nowMs += 60_000;
      return keeper.endGroups(nowMs);
    },
    countFiles: (folder: string) =>
      [...world.disk.keys()].filter((path) => path.includes(`${folder}/`) && path.endsWith(".json")).length,
  };
}

test("a constantly repeated error neither prevents other events of its plugin nor fills the disk", async () => {
  const { send, countFiles } = startKeeper();
  for (let at = 0; at < 60; at++) expect((await send("ValueError", "the lamp is out", 50)).kind).toBe("taken");
  expect((await send("ValueError", "the candle is out", 0)).kind).toBe("taken");
  expect(countFiles("waiting")).toBe(2);
  expect(countFiles("sent")).toBeLessThan(32);
});

test("any number of different messages from one place of a plugin does not prevent errors of its other places", async () => {
  const { send, endGroups, countFiles } = startKeeper();
  for (let at = 0; at < 200; at++) {
    const verdict = await send("ValueError", `no lamp is called ${inLetters(at)}`, 100);
    expect(verdict.kind, "an SDK that is told to be silent loses other errors").toBe("taken");
    if (at % 50 === 49) await endGroups();
  }
  expect(countFiles("waiting")).toBeLessThan(60);
  for (let at = 0; at < 250; at++)
    await send(`Chat${inLetters(at % 5)}Error`, `no lamp is called ${inLetters(at)}`, 100);
  const events = countFiles("waiting");
  for (let at = 0; at < 20; at++)
    expect((await send(`Lamp${inLetters(at)}Error`, "it is out", 100)).kind).toBe("taken");
  expect(countFiles("waiting")).toBe(events + 20);
});
