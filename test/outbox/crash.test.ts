import { expect, test } from "vitest";
import { createConsentFile } from "../../src/consent/file.ts";
import { type Dispatch, dispatch } from "../../src/deliver/dispatch.ts";
import { createLimitFile } from "../../src/deliver/limits/limit-file.ts";
import { ChainChecker } from "../../src/history/chain.ts";
import { createLedger } from "../../src/history/ledger.ts";
import { deliveryLock } from "../../src/outbox/layout.ts";
import { createOutbox, type Outbox } from "../../src/outbox/outbox.ts";
import { parseRecord } from "../../src/outbox/record.ts";
import { digest } from "../../src/seal/ids/digest.ts";
import { createMemoryWorld, type MemoryWorld } from "../../src/world/memory.ts";
import { consentPath, resolvePaths } from "../../src/world/paths.ts";
import type { World } from "../../src/world/world.ts";
import { createDyingWorld, runUntilDeath } from "../support/dying-world.ts";
import { sampleScrubContext, sealSample } from "../support/samples.ts";

const dsn = "https://public@sentry.example/42";
const sealed = sealSample({ subject: { dsn } });
const other = sealSample({ name: "snow", subject: { dsn } });
const paths = resolvePaths({ VEXTEL_HOME: "/vextel" }, "/");

interface Scene {
  readonly world: MemoryWorld;
  /** The work of a process that may die during it. */
  act(world: World): Promise<unknown>;
  /** Checks what must hold for the event afterwards. */
  check(outbox: Outbox, world: MemoryWorld): Promise<void>;
}

type MakeScene = (world: MemoryWorld) => Promise<Omit<Scene, "world">>;

const open = (world: World) => createOutbox(paths, world);
const openDispatch = (world: World): Dispatch => ({
  world,
  outbox: open(world),
  ledger: createLedger(paths, world),
  consent: createConsentFile(consentPath(paths), world, createLedger(paths, world)),
  limits: createLimitFile(paths, world),
  scrubContextOf: async () => sampleScrubContext(),
  alone: (work) => world.files.withLock(deliveryLock(paths), work),
});
const send = (world: World) => dispatch(sealed.id, { namedByOwner: true }, openDispatch(world));

/** Expects the event to be pending with its own bytes, or to have a receipt; returns its state. */
async function isThere(outbox: Outbox) {
  const receipt = await outbox.readReceipt(sealed.id);
  if (receipt) return receipt.state;
  const { bytes, entry } = await outbox.read(sealed.id);
  expect(digest(bytes)).toBe(sealed.sha256);
  return entry.state;
}

const scenes: Record<string, MakeScene> = {
  "keeping an event": async () => ({
    act: (world) => open(world).keep(sealed, "a title"),
    check: async (outbox) => {
      const again = await outbox.keep(sealed, "a title");
      expect(["kept", "waiting"]).toContain(again);
      expect(await isThere(outbox)).toBe("waiting");
    },
  }),
  "keeping an event that was dropped before": async (world) => {
    const outbox = open(world);
    await outbox.keep(sealed, "a title");
    await outbox.drop(sealed.id, "not needed");
    return {
      act: (dying) => open(dying).keep(sealed, "a title"),
      check: async (outbox) => {
        await outbox.keep(sealed, "a title");
        expect(await isThere(outbox)).toBe("waiting");
      },
    };
  },
  "sending an event that is accepted": async (world) => {
    await open(world).keep(sealed, "a title");
    return {
      act: send,
      check: async (outbox, world) => {
        expect(["waiting", "posting", "sent"]).toContain(await isThere(outbox));
        await send(world);
        expect(await isThere(outbox)).toBe("sent");
        for (const { body } of world.posted) expect(digest(body)).toBe(sealed.sha256);
      },
    };
  },
  "sending an event that is refused": async (world) => {
    await open(world).keep(sealed, "a title");
    world.answer = { kind: "answered", status: 400, headers: {} };
    return {
      act: send,
      check: async (outbox) => expect(["waiting", "posting", "rejected"]).toContain(await isThere(outbox)),
    };
  },
  "sending an event that is limited": async (world) => {
    await open(world).keep(sealed, "a title");
    world.answer = { kind: "answered", status: 429, headers: { "retry-after": "60" } };
    return {
      act: send,
      check: async (outbox, world) => {
        expect(["waiting", "posting", "limited"]).toContain(await isThere(outbox));
        const until = Object.values(await createLimitFile(paths, world).read(dsn));
        for (const untilMs of until) expect(untilMs).toBe(world.clockMs + 60_000);
      },
    };
  },
  "dropping an event": async (world) => {
    await open(world).keep(sealed, "a title");
    return {
      act: (dying) => open(dying).drop(sealed.id, "not needed"),
      check: async (outbox) => {
        expect(["waiting", "dropped"]).toContain(await isThere(outbox));
        await outbox.keep(sealed, "a title");
        expect(await isThere(outbox)).toBe("waiting");
      },
    };
  },
  "resealing an event": async (world) => {
    const { entry } = await open(world)
      .keep(sealed, "a title")
      .then(() => open(world).read(sealed.id));
    const bytes = Buffer.from(sealed.bytes.map((byte) => byte)); // the same event with other bytes
    bytes[bytes.indexOf("rain")] = 66;
    const next = { ...sealed, bytes, sha256: digest(bytes) };
    return {
      act: (dying) => open(dying).replace(entry, next),
      check: async (outbox) => {
        const { bytes } = await outbox.read(sealed.id);
        expect([sealed.sha256, next.sha256]).toContain(digest(bytes));
      },
    };
  },
  "keeping several groups at once": async (world) => {
    const groups = [sealed, other].map((one) => ({
      ...{ sealed: one, group: one.id, tally: new Map([[1, 1]]), repeat: () => one, title: "a title" },
    }));
    let isDone = false;
    return {
      act: async (dying) => {
        await open(dying).keepGroups(groups);
        isDone = true;
      },
      check: async (outbox) => {
        if (isDone) expect(await outbox.ids()).toEqual([sealed.id, other.id].sort());
        await open(world).keepGroups(groups);
        for (const { id, sha256 } of [sealed, other]) expect(digest((await outbox.read(id)).bytes)).toBe(sha256);
      },
    };
  },
  "ending the retention of an event": async (world) => {
    await open(world).keep(sealed, "a title");
    world.clockMs += 31 * 86_400_000;
    return {
      act: (dying) => open(dying).tidy(),
      check: async (outbox) => {
        expect(["waiting", "dropped"]).toContain(await isThere(outbox));
        await outbox.tidy();
        expect(await isThere(outbox)).toBe("dropped");
      },
    };
  },
  "saving an answer": async () => ({
    act: (world) => createConsentFile(consentPath(paths), world, createLedger(paths, world)).change("default", enable),
    check: async (_, world) => {
      const file = createConsentFile(consentPath(paths), world, createLedger(paths, world));
      const answer = (await file.read()).get("default")?.answer;
      expect([undefined, "enabled"]).toContain(answer);
      expect((await file.change("default", enable)).answer).toBe("enabled");
    },
  }),
};

const enable = <T extends object>(consent: T) => ({ ...consent, answer: "enabled" as const, sinceMs: 0 });

for (const [name, makeScene] of Object.entries(scenes))
  for (const when of ["before", "after"] as const)
    test(`a process that dies while ${name}, ${when} any change of a file, loses nothing`, async () => {
      for (let steps = 0; ; steps++) {
        const world = createMemoryWorld();
        await open(world).keep(other, "another title");
        const { act, check } = await makeScene(world);
        const end = await runUntilDeath(createDyingWorld(world, steps, when), act);
        expectSoundFiles(world);
        await check(open(world), world);
        await open(world).tidy();
        expectNoLeftovers(world);
        if (end === "lived") return expect(steps, "it changed no file at all").toBeGreaterThan(0);
      }
    });

function expectSoundFiles({ disk }: MemoryWorld) {
  for (const [path, bytes] of disk)
    if (path.includes("/outbox/") && path.endsWith(".json"))
      expect(parseRecord(bytes), `${path} cannot be read`).toBeDefined();
  const checker = new ChainChecker();
  for (const line of Buffer.from(disk.get("/vextel/history.jsonl") ?? "")
    .toString()
    .split("\n")
    .filter(Boolean))
    checker.add(line);
  expect(checker.result()).not.toHaveProperty("broken");
}

/** Expects each entry to have its bytes, and no event to be in two places. */
function expectNoLeftovers({ disk }: MemoryWorld) {
  const names = [...disk.keys()].map((path) => path.replace(/^\/vextel\/outbox\//, ""));
  const entries = names.filter((name) => /^waiting\/.*\.json$/.test(name));
  const envelopes = names.filter((name) => /^waiting\/.*\.envelope$/.test(name));
  expect(envelopes.sort()).toEqual(entries.map((name) => name.replace(/json$/, "envelope")).sort());
  for (const entry of entries) expect(names).not.toContain(entry.replace("waiting", "sent"));
}
