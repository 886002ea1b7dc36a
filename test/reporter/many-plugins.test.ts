import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createReporter } from "../../src/reporter/reporter.ts";
import { createStores } from "../../src/reporter/submit/stores.ts";
import { createNodeHost } from "../../src/world/node-host.ts";

const plugins = Number(process.env.VEXTEL_MANY_PLUGINS ?? 6);
const errors = 200;
/** A plugin's limit a minute: 30 errors from any place, and the first errors of 30 other places. */
const limit = 60;

/** A folder in memory if possible, because the speed of the disk is not tested here. */
function fastFolder(): string {
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "vextel-many-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 30, retryDelay: 100 }));
  return folder;
}

const letters = (number: number) => [...String(number)].map((digit) => "abcdefghij"[Number(digit)]).join("");

test(`${plugins} plugins of one process with ${errors} concurrent errors each lose none within their limits`, async () => {
  const home = fastFolder();
  const host = createNodeHost({ HOME: home, VEXTEL_HOME: home, PATH: process.env.PATH });
  const reporters = Array.from({ length: plugins }, (_, index) =>
    createReporter({
      ...{ publisher: `north-${letters(index % 5)}`, plugin: { name: `plugin-${letters(index)}`, version: "1.0.0" } },
      ...{ dsn: `https://public@sentry.example/${index + 1}`, world: host },
    }),
  );
  const receipts = await Promise.all(
    reporters.flatMap((reporter) =>
      Array.from({ length: errors }, (_, index) =>
        reporter.report(Object.assign(new Error(`the ${letters(index)} is gone`), { name: `E${letters(index)}` })),
      ),
    ),
  );
  const reasons = new Map<string, number>();
  for (const receipt of receipts) {
    const key = receipt.state === "held" ? "held" : receipt.state === "sent" ? "sent" : receipt.reason;
    reasons.set(key, (reasons.get(key) ?? 0) + 1);
  }
  expect(reasons.get("held"), JSON.stringify([...reasons])).toBe(plugins * limit);
  expect([...reasons.keys()].filter((reason) => /keep|lock|process/i.test(reason))).toEqual([]);
  expect(await createStores(host).outbox.ids()).toHaveLength(plugins * limit);
  for (const reporter of reporters) await reporter.stop();
}, 300_000);
