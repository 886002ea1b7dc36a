import { expect, test, vi } from "vitest";
import { createTestWorld, readErrors, type VextelMatchers, vextelMatchers } from "../../src/testing/testing.ts";
import { createPlugin } from "../reporter/support.ts";

expect.extend(vextelMatchers as never);
const about = (value: unknown) => expect(value) as unknown as VextelMatchers<void> & { not: VextelMatchers<void> };

test("settle waits for a report that is not awaited, even for the first one and with fake timers", async () => {
  vi.useFakeTimers();
  try {
    const world = createTestWorld();
    await world.decide("moth", "enabled");
    void createPlugin(world).report(new TypeError("no lamp"));
    await world.settle();
    about(world).toHaveReported({ type: "TypeError", sent: true });
  } finally {
    vi.useRealTimers();
  }
});

test("toLeak fails in a world where nothing was reported", async () => {
  const world = createTestWorld();
  expect(() => about(world).not.toLeak("private")).toThrow("nothing was reported");
  expect(() => about(world).toLeak("private")).toThrow("nothing was reported");
  await createPlugin(world).report(new Error("no lamp"));
  about(world).not.toLeak("private");
  expect(readErrors(world)).toHaveLength(1);
});

test("consent given before the plugin starts covers what it reports during its start", async () => {
  const world = createTestWorld();
  await world.decide("moth", "enabled");
  const plugin = createPlugin(world);
  void plugin.start();
  await plugin.report(new TypeError("no lamp"));
  await world.settle();
  about(world).toHaveReported({ type: "TypeError", sent: true });
});
