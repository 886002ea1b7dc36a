import { expect, test, vi } from "vitest";
import { createReporter } from "../../src/reporter/reporter.ts";
import { createSubmitter, type SubmitterDeps } from "../../src/reporter/submit/submit.ts";
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

test("an error that cannot be read says so, with the kind of the failure", async () => {
  const world = createTestWorld();
  const options = { publisher: "moth", plugin: { name: "lamps", version: "1.0.0" } };
  const reporter = createReporter({ ...options, dsn: "https://public@sentry.example/42", world });
  await reporter.start();
  const ids = vi.spyOn(world, "uuid").mockImplementation(() => {
    throw new RangeError("private");
  });
  const receipt = await reporter.report(new Error("a lamp broke"));
  ids.mockRestore();
  expect(receipt).toEqual({ state: "dropped", reason: "it could not be read (RangeError)" });
});

test("a failure before an error is sealed is not called one of sealing", async () => {
  const fail = () => {
    throw new RangeError("private");
  };
  const asker = new Proxy({}, { get: fail });
  const submitter = createSubmitter({
    host: createTestWorld(),
    stores: new Proxy({}, { get: fail }),
    asker,
  } as never as SubmitterDeps);
  const receipt = await submitter.put(fail, {} as never);
  expect(receipt).toEqual({ state: "dropped", reason: "your consent could not be read (RangeError)" });
});
