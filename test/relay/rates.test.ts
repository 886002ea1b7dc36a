import { expect, test } from "vitest";
import { createCounters } from "../../src/relay/counters.ts";
import { createKeeper } from "../../src/relay/keep/keeper.ts";
import { rates } from "../../src/relay/keep/rates.ts";
import type { Target } from "../../src/relay/keys/target.ts";
import { createWaker } from "../../src/reporter/submit/call-sender.ts";
import { createStores } from "../../src/reporter/submit/stores.ts";
import { createTestWorld } from "../../src/testing/testing.ts";
import { sampleScrubContext } from "../support/samples.ts";

test("an error that comes all the time keeps no other of its plugin from becoming an event, and fills no disk", async () => {
  const world = createTestWorld();
  let nowMs = world.nowMs();
  const host = { ...world, nowMs: () => nowMs };
  const stores = createStores(host);
  const scrubContextOf = async () => sampleScrubContext();
  const deps = { host, stores, waker: createWaker(host, stores), counters: createCounters(), scrubContextOf };
  const keeper = createKeeper({ ...deps, cli: "vextel" }, { ...rates, later: { ...rates.later, burst: 30 } });
  const target: Target = { publisher: "moth", plugins: [{ name: "lamps" }], variables: "none" };
  const send = (value: string, at: number) => {
    const fields = { platform: "python", exception: { values: [{ type: "ValueError", value }] } };
    return keeper.keepEvent(at.toString(16).padStart(32, "a"), { fields, bytes: 100 }, target);
  };
  for (let at = 0; at < 60; at++) {
    nowMs += 50;
    expect((await send("the lamp is out", at)).kind).toBe("taken");
  }
  expect((await send("the candle is out", 5_000)).kind).toBe("taken");
  const files = [...world.disk.keys()];
  expect(files.filter((path) => /waiting\/.*\.json$/.test(path))).toHaveLength(2);
  expect(files.filter((path) => /sent\/.*\.json$/.test(path)).length).toBeLessThan(32);
});
