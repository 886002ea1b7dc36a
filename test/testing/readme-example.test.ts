import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { repository } from "../support/program.ts";

const readme = readFileSync(join(repository, "README.md"), "utf8");
const [, , block] = /### Tests of your plugin\n\n([\s\S]*?)```js\n([\s\S]*?)```/.exec(readme)!;

/**
 * The example as a function of its imports, so that it can be run repeatedly, each time with a newly loaded library.
 */
const example = new (Object.getPrototypeOf(async () => {}).constructor)(
  ...["createTestWorld", "vextelMatchers", "expect", "Birthdays", "bot"],
  block!.replace(/^import .*\n/, ""),
);

const token = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs";

async function runExample(failure: (day: string) => unknown): Promise<void> {
  vi.resetModules();
  const { createReporter } = await import("../../src/index.ts");
  const { createTestWorld, vextelMatchers } = await import("../../src/testing/testing.ts");
  class Birthdays {
    readonly remember: (day: string) => Promise<unknown>;
    constructor({ world }: { world: ReturnType<typeof createTestWorld> }) {
      const plugin = { name: "birthdays", version: "2.4.0" };
      const dsn = "https://public@sentry.example/456";
      const reporter = createReporter({ publisher: "vexed01", plugin, dsn, world, secrets: () => [token] });
      this.remember = reporter.guard("remember", async (day: string) => failure(day));
    }
  }
  await example(createTestWorld, vextelMatchers, expect, Birthdays, { token });
}

const runs = Number(process.env.VEXTEL_TEST_REPEATS ?? 5);

test(`the README's test of a plugin passes ${runs} of ${runs} times`, { timeout: 120_000 }, async () => {
  for (let run = 0; run < runs; run++)
    await runExample((day) => {
      throw new TypeError(`${day} is no day, says ${token}`);
    });
});

test("it fails for a plugin that reports another error, or none", { timeout: 60_000 }, async () => {
  await expect(runExample(() => Promise.reject(new RangeError("no day")))).rejects.toThrow(
    "the errors that were reported",
  );
  await expect(runExample(() => "fine")).rejects.toThrow(
    /^expected an error with \{ type: 'TypeError', .*\}; the errors that were reported:\nnone$/s,
  );
});
