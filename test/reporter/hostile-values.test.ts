import fc from "fast-check";
import { expect, test } from "vitest";
import { createReporter } from "../../src/reporter/reporter.ts";
import { makeVextelTransport } from "../../src/sentry/sentry.ts";
import { createTestWorld } from "../../src/testing/world.ts";
import { errorOf, hostileHolder, hostileValue, uncaughtDuring } from "../support/hostile-values.ts";

const numRuns = Number(process.env.VEXTEL_HOSTILE_VALUES ?? 8);
const plugin = { name: "lamps", version: "1.0.0", paths: ["plugins/lamps/"] };
const options = { publisher: "moth", plugin, dsn: "https://public@sentry.example/42" };

test("any value can be thrown, noted or reported: the bot is not affected, and the reporter continues", {
  timeout: 60_000 + numRuns * 5_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(hostileValue, hostileHolder, hostileHolder, hostileValue, async (...makers) => {
      const [error, about, data, text] = makers.map((make) => make());
      const world = createTestWorld();
      const reporter = createReporter({ ...options, world, logger: { error: () => Promise.reject(error) } });
      const seen = await uncaughtDuring(async () => {
        await reporter.start();
        reporter.onCrash();
        reporter.note(text as string, data as Record<string, unknown>);
        const receipt = await reporter.report(error, about as object);
        expect(["held", "dropped"]).toContain(receipt.state);
        const rejected = reporter.guard(about as string, () => Promise.reject(error));
        const thrown = reporter.guard(about as string, () => {
          throw error;
        });
        const given = reporter.guard("given", () => data);
        const task = () => reporter.task("task", () => Promise.reject(error));
        for (const work of [rejected, thrown, task]) {
          const [same] = await errorOf(work);
          expect(Object.is(same, error)).toBe(true);
        }
        expect(Object.is(reporter.guard("value", () => 7)(), 7)).toBe(true);
        catchOf(given);
        reporter.loop("loop", 1_000, () => Promise.reject(error)).stop();
        await world.crash(error);
        await reporter.stop();
      });
      expect(seen).toEqual([]);
      const other = createReporter({ ...options, publisher: "owl", world: world.startProcess() });
      expect(await other.report(new Error("after it"))).toMatchObject({ state: "held" });
    }),
    { numRuns },
  );
});

function catchOf(work: () => unknown): unknown[] {
  try {
    work();
    return [];
  } catch (error) {
    return [error];
  }
}

test("invalid options are accepted or refused with an error, and nothing worse", () => {
  const keys = [
    "publisher",
    "plugin",
    "dsn",
    "secrets",
    "notifyOwner",
    "texts",
    "tags",
    "ignore",
    "sampling",
    "logger",
  ];
  fc.assert(
    fc.property(fc.constantFrom(...keys), hostileValue, (key, make) => {
      const [error] = catchOf(() => createReporter({ ...options, world: createTestWorld(), [key]: make() } as never));
      if (error !== undefined) expect(error instanceof Error).toBe(true);
    }),
    { numRuns: numRuns * 4 },
  );
  fc.assert(
    fc.property(hostileValue, (make) => {
      expect(catchOf(() => createReporter(make() as never))).toHaveLength(1);
    }),
    { numRuns },
  );
});

test("the transport neither throws nor rejects, whatever an SDK passes", {
  timeout: 60_000 + numRuns * 5_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(hostileHolder, hostileValue, async (...makers) => {
      const [payload, type] = makers.map((make) => make());
      const url = "https://sentry.example/api/1/envelope/?sentry_key=key";
      const transport = makeVextelTransport({ publisher: "moth", plugin, world: createTestWorld(), url });
      const seen = await uncaughtDuring(async () => {
        for (const kind of ["event", "transaction", "session", type])
          await transport.send([{}, [[{ type: kind as string }, payload]]] as never);
        for (const odd of [payload, [payload, payload], [{}, [payload]]]) await transport.send(odd as never);
        await transport.flush();
      });
      expect(seen).toEqual([]);
    }),
    { numRuns },
  );
});
