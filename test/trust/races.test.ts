import { expect, test } from "vitest";
import { createConsentFile } from "../../src/consent/file.ts";
import { dispatch } from "../../src/deliver/dispatch.ts";
import { createLimitFile } from "../../src/deliver/limits/limit-file.ts";
import { createLedger } from "../../src/history/ledger.ts";
import type { CapturedGroup } from "../../src/outbox/keep/keep-group.ts";
import { tallyOf } from "../../src/outbox/keep/keep-group.ts";
import { createOutbox } from "../../src/outbox/outbox.ts";
import { digest } from "../../src/seal/ids/digest.ts";
import type { Sealable } from "../../src/seal/reseal.ts";
import type { Sealed } from "../../src/seal/seal.ts";
import { createMemoryWorld } from "../../src/world/memory.ts";
import { consentPath, resolvePaths } from "../../src/world/paths.ts";
import { sampleScrubContext, sealSample } from "../support/samples.ts";

const dsn = "https://public@sentry.example/42";
const first = sealSample({ subject: { dsn } });

/** A sealed event with one word replaced, perhaps with another length. */
function changed({ bytes, ...rest }: Sealable, from: string, to: string, id = rest.id): Sealed {
  const text = Buffer.from(bytes).toString("latin1").replace(from, to).replaceAll(rest.id, id);
  const next = Buffer.from(text, "latin1");
  return { ...rest, id, bytes: next, sha256: digest(next) } as unknown as Sealed;
}

/** A captured group of equal errors, one in each of these seconds. */
const groupOf = (...seconds: readonly number[]): CapturedGroup => ({
  sealed: first,
  group: "a group",
  tally: new Map(seconds.map((second) => [second, 1])),
  repeat: (old, tally, id = old.id) => changed(old, "rain", "x".repeat(tally.size).padEnd(4, "y"), id),
});

function open() {
  const world = createMemoryWorld();
  const paths = resolvePaths(world.env, "/");
  const ledger = createLedger(paths, world);
  const outbox = createOutbox(paths, world, ledger);
  return { world, paths, ledger, outbox };
}

test("an equal error that arrives while an event is resealed is counted, and nothing is reverted", async () => {
  const { outbox } = open();
  await outbox.keepGroup(groupOf(1), "a title");
  let keeping: Promise<unknown> = Promise.resolve();
  const revised = await outbox.revise(first.id, async (entry, bytes) => {
    keeping = outbox.keepGroup(groupOf(1, 2), "a title");
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    return changed({ ...entry, bytes, findings: [] }, "forecast", "FORECAST");
  });
  expect(revised).toBeDefined();
  await keeping;
  const { entry, bytes } = await outbox.read(first.id);
  expect([...tallyOf(entry).keys()]).toEqual([1, 2]);
  expect(Buffer.from(bytes).toString()).toMatch(/xxyy[\s\S]*FORECAST|FORECAST[\s\S]*xxyy/);
});

test("an equal error that arrives while an event is posted becomes a new event, and the record has the bytes that were sent", async () => {
  const { world, paths, ledger, outbox } = open();
  await outbox.keepGroup(groupOf(1), "a title");
  const { entry } = await outbox.read(first.id);
  let late: Awaited<ReturnType<typeof outbox.keepGroup>> | undefined;
  const busy = Object.create(world, {
    post: {
      value: async (request: Parameters<typeof world.post>[0]) => {
        late = await outbox.keepGroup(groupOf(1, 2), "a title");
        return world.post(request);
      },
    },
  });
  const sent = await dispatch(
    first.id,
    { namedByOwner: true },
    {
      ...{ world: busy, outbox, ledger, limits: createLimitFile(paths, world) },
      consent: createConsentFile(consentPath(paths), world, ledger),
      scrubContextOf: async () => sampleScrubContext(),
      alone: (work) => work(),
    },
  );
  expect(sent.outcome).toBe("sent");
  const receipt = await outbox.readReceipt(first.id);
  const kept = await outbox.readSent(first.id);
  expect([receipt?.sha256, digest(kept!), digest(world.posted[0]!.body)]).toEqual(Array(3).fill(entry.sha256));
  expect(late).toMatchObject({ state: "raised" });
  expect((await outbox.list()).map((one) => [one.id, [...tallyOf(one).keys()]])).toEqual([[late!.id, [2]]]);
});

test("an event that was dropped or changed between reading and posting is not posted as it was", async () => {
  const { outbox } = open();
  await outbox.keep(first, "a title");
  const { entry } = await outbox.read(first.id);
  await outbox.revise(first.id, async (old, bytes) => changed({ ...old, bytes, findings: [] }, "rain", "hail"));
  expect(await outbox.startPosting(entry)).toBe(false);
  await outbox.drop(first.id, "not needed");
  expect(await outbox.startPosting(entry)).toBe(false);
});
