import { expect, test } from "vitest";
import { createReporter } from "../../src/reporter/reporter.ts";
import { createTestWorld } from "../../src/testing/world.ts";

test("the keys of an error are listed once for a report, because an engine lists all of them", async () => {
  const options = { publisher: "moth", plugin: { name: "lamps", version: "1.0.0" } };
  const reporter = createReporter({ ...options, dsn: "https://public@sentry.example/42", world: createTestWorld() });
  await reporter.start();
  let lists = 0;
  const error = new Proxy(new Error("a lamp broke"), {
    ownKeys(target) {
      lists += 1;
      return Reflect.ownKeys(target);
    },
  });
  expect(await reporter.report(error)).toMatchObject({ state: "held" });
  expect(lists).toBe(1);
});
