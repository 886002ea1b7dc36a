import { expect, test } from "vitest";
import type { Entry } from "../../src/outbox/entry.ts";
import type { Outbox } from "../../src/outbox/outbox.ts";
import { createStores } from "../../src/reporter/submit/stores.ts";
import { readErrors, readReported, type TestWorld } from "../../src/testing/testing.ts";
import { createEnabledWorld, createPlugin } from "./support.ts";

const sessionsOf = (world: TestWorld) =>
  readReported(world)
    .filter(({ type }) => type === "session")
    .map(({ payload }) => payload);

const minuteMs = 60_000;

const handlers = {
  "thrown at once": (error: unknown) => () => {
    throw error;
  },
  "thrown later": (error: unknown) => async () => {
    throw error;
  },
};

for (const [how, handler] of Object.entries(handlers))
  test.each([new RangeError("no oil"), "no oil"])(
    `%s, ${how}, that ends the bot is one fatal event and a crashed session`,
    async (error) => {
      const world = await createEnabledWorld();
      const reporter = createPlugin(world);
      await reporter.start();
      const inner = reporter.guard({ during: "light", tags: { room: "attic" } }, () => {
        reporter.note("took a match");
        return handler(error)();
      });
      const caught = await (async () => reporter.guard("outer", inner)())().catch((thrown: unknown) => thrown);
      expect(caught).toBe(error);
      const receipt = await reporter.report(caught, { fatal: true });
      await reporter.stop();
      await world.settle();
      const [{ payload } = expect.fail(), ...others] = readErrors(world);
      expect(others).toEqual([]);
      expect(payload).toMatchObject({
        ...{ event_id: receipt.id, level: "fatal", tags: { during: "light", room: "attic" } },
        ...{ exception: { values: [{ mechanism: { handled: false } }] } },
        ...{ breadcrumbs: { values: [{ message: "took a match" }] } },
      });
      expect(sessionsOf(world)).toEqual([expect.objectContaining({ status: "crashed", errors: 1 })]);
    },
  );

test.each<[string, (outbox: Outbox, entry: Entry) => Promise<unknown>]>([
  ["approved", (outbox, { id, sha256 }) => outbox.approve(id, sha256)],
  ["sent", (outbox, entry) => outbox.settle(entry, { state: "sent", status: 200 })],
])("an event that the owner has %s is not changed when its error ends the bot", async (_, act) => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  const error = new RangeError("no oil");
  await expect(reporter.guard("light", () => Promise.reject(error))()).rejects.toBe(error);
  const { outbox } = createStores(world);
  const entry = (await outbox.list()).find(({ type }) => type === "event")!;
  const { bytes } = await outbox.read(entry.id);
  await act(outbox, entry);
  await reporter.report(error, { fatal: true });
  await world.settle();
  const errors = readErrors(world).filter(({ payload }) => payload.level === "fatal");
  expect(errors).toEqual([]);
  const left = await outbox.read(entry.id).then(
    (read) => read.bytes,
    () => outbox.readSent(entry.id),
  );
  expect(left).toEqual(bytes);
  expect(sessionsOf(world)).toMatchObject([{ status: "crashed", errors: 1 }]);
});

const constant = new RangeError("a constant");

test.each<[string, (reporter: ReturnType<typeof createPlugin>) => unknown]>([
  [
    "a guard",
    (reporter) =>
      reporter
        .guard("light", () => Promise.reject(constant))()
        .catch(() => {}),
  ],
  ["hands that caught it", (reporter) => reporter.report(constant)],
])("an error object that is thrown repeatedly is a new occurrence each time: %s", async (_, fail) => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  for (let time = 0; time < 5; time++) {
    await fail(reporter);
    await world.settle();
    await world.pass(5 * minuteMs);
  }
  for (let time = 0; time < 3; time++) {
    await fail(reporter);
    await world.settle();
  }
  await reporter.stop();
  await world.settle();
  const repeated = readErrors(world).map(
    ({ payload }) => (payload.extra?.repeated as { again: number } | undefined)?.again,
  );
  expect(repeated).toEqual([...Array(6).fill(undefined), 2]);
  expect(sessionsOf(world)).toMatchObject([{ errors: 8 }]);
});

test("a loop whose task throws the same object each time counts each time", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  let runs = 0;
  const fourth = new Promise<void>((resolve) => {
    reporter.loop("sweep", 1, () => {
      runs += 1;
      if (runs === 4) resolve();
      throw constant;
    });
  });
  await fourth;
  await reporter.stop();
  await world.settle();
  expect(readErrors(world)).toHaveLength(2);
  expect(sessionsOf(world)[0]!.errors).toBeGreaterThanOrEqual(4);
});

test("one thrown error that is reported from several places is one occurrence", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  const error = new RangeError("no oil");
  const reported = reporter.guard("inner", async () => {
    void reporter.report(error);
    throw error;
  });
  const again = reporter.guard("outer", async () => {
    await reported().catch(async (caught) => {
      await world.pass(3 * minuteMs); // the bot does something else before it reports the error
      await reporter.report(caught);
      throw caught;
    });
  });
  await again().catch((caught) => reporter.report(caught));
  await reporter.stop();
  await world.settle();
  expect(readErrors(world)).toHaveLength(1);
  expect(sessionsOf(world)).toMatchObject([{ errors: 1 }]);
});
