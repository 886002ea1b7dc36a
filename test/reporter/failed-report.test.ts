import { expect, test, vi } from "vitest";
import { createReporter } from "../../src/reporter/reporter.ts";
import { createTestWorld } from "../../src/testing/world.ts";

test("a report that fails says which step failed, and with what kind of error", async () => {
  const world = createTestWorld();
  const options = { publisher: "moth", plugin: { name: "lamps", version: "1.0.0" } };
  const reporter = createReporter({ ...options, dsn: "https://public@sentry.example/42", world });
  await reporter.start();
  const clock = vi.spyOn(world, "nowMs").mockImplementation(() => {
    throw new RangeError("private");
  });
  const receipt = await reporter.report(new Error("a lamp broke"));
  clock.mockRestore();
  expect(receipt).toEqual({ state: "dropped", reason: "it could not be taken (RangeError)" });
  expect(await reporter.report(new Error("another"))).toMatchObject({ state: "held" });
});
