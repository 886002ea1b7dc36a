import { expect, test } from "vitest";
import { createConsentFile } from "../../src/consent/file.ts";
import { createLimitFile } from "../../src/deliver/limits/limit-file.ts";
import { createLedger } from "../../src/history/ledger.ts";
import { createOutbox } from "../../src/outbox/outbox.ts";
import { flush } from "../../src/reporter/sender/flush.ts";
import { createMemoryWorld } from "../../src/world/memory.ts";
import { consentPath, resolvePaths } from "../../src/world/paths.ts";
import { yesTo } from "../support/consents.ts";
import { createCountingWorld } from "../support/counting-world.ts";
import { sampleScrubContext, sealSample } from "../support/samples.ts";

const letters = (number: number) => [...String(number)].map((digit) => "abcdefghij"[Number(digit)]).join("");
const dsn = "https://public@sentry.example/42";

/** The cost of sending each of `count` events. */
async function costPerEvent(count: number): Promise<{ files: number; names: number }> {
  const memory = createMemoryWorld();
  const paths = resolvePaths(memory.env, "/");
  const outbox = createOutbox(paths, memory);
  for (let serial = 0; serial < count; serial++)
    await outbox.keep(sealSample({ name: letters(serial), subject: { dsn } }), "x", {
      capture: "automatic",
      generation: 1,
    });
  const { world, counts } = createCountingWorld(memory);
  const ledger = createLedger(paths, world);
  const consent = createConsentFile(consentPath(paths), world, ledger);
  await consent.change("default", () => yesTo(["https://sentry.example/42"], 0));
  await flush({
    ...{ world, consent, ledger, outbox: createOutbox(paths, world), limits: createLimitFile(paths, world) },
    ...{ scrubContextOf: async () => sampleScrubContext(), alone: (work) => work() },
    pause: async (ms) => {
      memory.clockMs += ms;
    },
  });
  expect(memory.posted).toHaveLength(count);
  return { files: counts.files / count, names: counts.names / count };
}

test("the cost of sending an event does not grow with the number of pending events", async () => {
  const [few, many] = [await costPerEvent(20), await costPerEvent(200)];
  expect(many.files).toBeLessThanOrEqual(few.files * 1.2);
  expect(many.names).toBeLessThan(200);
});
