import { expect, test } from "vitest";
import { createConsentFile } from "../../src/consent/file.ts";
import { timeoutMs } from "../../src/deliver/deliver.ts";
import { type Dispatch, type DispatchRequest, dispatch } from "../../src/deliver/dispatch.ts";
import { createLimitFile } from "../../src/deliver/limits/limit-file.ts";
import { VextelError } from "../../src/errors.ts";
import { createLedger } from "../../src/history/ledger.ts";
import type { Entry } from "../../src/outbox/entry.ts";
import { deliveryLock } from "../../src/outbox/layout.ts";
import { createOutbox } from "../../src/outbox/outbox.ts";
import { createScrubber } from "../../src/scrub/scrub.ts";
import { draftSession } from "../../src/seal/drafts/session.ts";
import { digest } from "../../src/seal/ids/digest.ts";
import { sealRepeated } from "../../src/seal/reseal.ts";
import { createSealer, type Sealed } from "../../src/seal/seal.ts";
import { createMemoryWorld, type MemoryWorld } from "../../src/world/memory.ts";
import { consentPath, resolvePaths } from "../../src/world/paths.ts";
import type { PostAnswer } from "../../src/world/world.ts";
import { yesTo } from "../support/consents.ts";
import { sampleScrubContext, sampleSubject, sealSample } from "../support/samples.ts";

const dsn = "https://public:secret@sentry.example/42";
const event = sealSample({ subject: { dsn } });
const paths = resolvePaths({ VEXTEL_HOME: "/vextel" }, "/");

const session: Sealed = createSealer(sampleScrubContext())(
  draftSession({ sid: "ab".repeat(16), startedMs: 0, errors: 0 }, "exited", 1000, { ...sampleSubject, dsn }),
);

function openDispatch(world: MemoryWorld): Dispatch {
  return {
    world,
    outbox: createOutbox(paths, world),
    ledger: createLedger(paths, world),
    consent: createConsentFile(consentPath(paths), world, createLedger(paths, world)),
    limits: createLimitFile(paths, world),
    scrubContextOf: async () => sampleScrubContext(),
    alone: (work) => world.files.withLock(deliveryLock(paths), work),
  };
}

async function sceneWith(...all: Sealed[]) {
  const world = createMemoryWorld();
  const deps = openDispatch(world);
  const stamp = { capture: "automatic", generation: 1 } as const;
  for (const sealed of all) await deps.outbox.keep(sealed, "a title", stamp);
  const answer = (given: "enabled" | "disabled", sinceMs: number) =>
    deps.consent.change("default", () => ({ ...yesTo(["https://sentry.example/42"], sinceMs), answer: given }));
  const send = (request: Partial<DispatchRequest> = {}, id = all[0]!.id) =>
    dispatch(id, { namedByOwner: false, ...request }, deps);
  return { world, deps, answer, send };
}

test("the request has a time limit and goes to the DSN's address without its secret", async () => {
  const { world, send } = await sceneWith(event);
  expect(await send({ namedByOwner: true })).toMatchObject({ outcome: "sent" });
  const [request] = world.posted;
  expect(request).toMatchObject({ url: "https://sentry.example/api/42/envelope/", timeoutMs });
  expect(JSON.stringify([request!.headers, request!.url])).not.toContain("secret");
  expect(digest(request!.body)).toBe(event.sha256);
});

test("consent is read again before each request, and an event that it no longer covers is held", async () => {
  const { world, answer, send } = await sceneWith(event);
  expect(await send()).toMatchObject({ outcome: "held" });
  await answer("enabled", world.clockMs + 1);
  expect(await send()).toMatchObject({ outcome: "held" });
  await answer("enabled", world.clockMs);
  world.env.DO_NOT_TRACK = "1";
  expect(await send()).toMatchObject({ outcome: "held" });
  expect(world.posted).toEqual([]);
  delete world.env.DO_NOT_TRACK;
  expect(await send()).toMatchObject({ outcome: "sent" });
});

test("with an untrusted consent file nothing is posted, not even named events", async () => {
  const { world, send } = await sceneWith(event);
  world.disk.set(consentPath(paths), Buffer.from("{"));
  for (const namedByOwner of [true, false])
    await expect(send({ namedByOwner })).rejects.toMatchObject({ code: "STATE_UNTRUSTED" });
  expect(world.posted).toEqual([]);
});

test("if the current rules remove more, the event is resealed and must be read again", async () => {
  const { world, deps, send } = await sceneWith(event);
  const literals = { secrets: ["asked for a forecast"] };
  const strict = { ...deps, scrubContextOf: async () => ({ scrubber: createScrubber({ literals }), literals }) };
  const named = { namedByOwner: true };
  expect(await dispatch(event.id, { ...named, dryRun: true }, strict)).toMatchObject({ outcome: "changed" });
  expect((await deps.outbox.read(event.id)).entry.sha256).toBe(event.sha256);
  expect(await dispatch(event.id, named, strict)).toMatchObject({ outcome: "changed" });
  expect(world.posted).toEqual([]);
  const { bytes, entry } = await deps.outbox.read(event.id);
  expect([digest(bytes), Buffer.from(bytes).includes("forecast ")]).toEqual([entry.sha256, false]);
  expect(await send(named)).toMatchObject({ outcome: "sent" });
  expect(digest(world.posted[0]!.body)).toBe(entry.sha256);
});

test("only bytes that the owner approved or named are sent; changed ones must be read again", async () => {
  const { world, deps, send } = await sceneWith(event);
  const named = { namedByOwner: true };
  expect(await send({ ...named, onlySha256: digest("other bytes") })).toMatchObject({ outcome: "unapproved" });
  expect(await deps.outbox.approve(event.id, event.sha256)).toBe(true);
  const grown = sealRepeated(sampleScrubContext(), event, { occurrences: { type: "default", count: 2 } });
  await deps.outbox.revise(event.id, async () => grown);
  expect(await send(named)).toMatchObject({ outcome: "unapproved" });
  expect(world.posted).toEqual([]);
  await deps.outbox.approve(event.id, grown.sha256);
  expect(await send({ ...named, onlySha256: grown.sha256 })).toMatchObject({ outcome: "sent" });
  expect(digest(world.posted[0]!.body)).toBe(grown.sha256);
});

test("VEXTEL_DSN replaces an event's own address only if the owner sends it by hand", async () => {
  for (const [namedByOwner, host] of [
    [false, "sentry.example"],
    [true, "other.example"],
  ] as const) {
    const { world, deps, answer, send } = await sceneWith(event);
    await answer("enabled", world.clockMs);
    world.env.VEXTEL_DSN = "https://public@other.example/9";
    expect(await send({ namedByOwner })).toMatchObject({ outcome: "sent" });
    expect(new URL(world.posted[0]!.url).host).toBe(host);
    const { dsn } = (await deps.outbox.readReceipt(event.id)) as { dsn?: string };
    expect(new URL(dsn!).host, "the record names the address that was used").toBe(host);
  }
});

test("a dry run posts nothing and changes nothing", async () => {
  const { world, send } = await sceneWith(event);
  const before = new Map(world.disk);
  expect(await send({ namedByOwner: true, dryRun: true })).toMatchObject({ outcome: "ready" });
  expect([world.posted, world.disk]).toEqual([[], before]);
});

test("events that were already sent or dropped are not posted again", async () => {
  const { world, deps, send } = await sceneWith(event);
  await send({ namedByOwner: true });
  expect(await send({ namedByOwner: true })).toMatchObject({ outcome: "settled", receipt: { state: "sent" } });
  expect(await deps.outbox.keep(event, "a title")).toBe("sent");
  expect(world.posted).toHaveLength(1);
});

test("a limit applies only to its DSN and category, and only until it ends", async () => {
  const other = sealSample({ subject: { dsn: "https://public@sentry.example/43" }, name: "another address" });
  const second = sealSample({ subject: { dsn }, name: "second" });
  const { world, send } = await sceneWith(event, second, other, session);
  world.answer = { kind: "answered", status: 429, headers: { "x-sentry-rate-limits": "60:error:key" } };
  const named = { namedByOwner: true };
  expect(await send(named)).toMatchObject({ outcome: "limited", verdict: { retryAtMs: world.clockMs + 60_000 } });
  world.answer = { kind: "answered", status: 200, headers: {} };
  expect(await send(named, second.id)).toMatchObject({ outcome: "limited" });
  expect(world.posted).toHaveLength(1);
  expect(await send(named, other.id)).toMatchObject({ outcome: "sent" });
  expect(await send(named, session.id)).toMatchObject({ outcome: "sent" });
  world.clockMs += 60_001;
  expect(await send(named)).toMatchObject({ outcome: "sent" });
  expect(await send(named, second.id)).toMatchObject({ outcome: "sent" });
});

const unreached = (ambiguous: boolean): PostAnswer => ({ kind: "unreached", reason: "ECONNRESET", ambiguous });

test("a session is never posted again after a failed request that may have reached the server", async () => {
  const { world, deps, send } = await sceneWith(session);
  const named = { namedByOwner: true };
  world.answer = unreached(false);
  expect(await send(named)).toMatchObject({ outcome: "unreached" });
  expect((await deps.outbox.read(session.id)).entry).toMatchObject({ state: "waiting", attempts: 1 });
  world.answer = unreached(true);
  expect(await send(named)).toMatchObject({
    outcome: "unreached",
    verdict: { reason: expect.stringContaining("twice") },
  });
  expect(await deps.outbox.readReceipt(session.id)).toMatchObject({ state: "dropped" });
  expect(await send(named)).toMatchObject({ outcome: "settled" });
  expect(world.posted).toHaveLength(2);
});

test("a process that dies after posting a session, before it is recorded, does not count it twice", async () => {
  const { world, send } = await sceneWith(session);
  const named = { namedByOwner: true };
  const { write } = world.files;
  world.answer = () => {
    world.files.write = () => Promise.reject(new Error("killed"));
    return { kind: "answered", status: 200, headers: {} };
  };
  expect(await send(named)).toMatchObject({ outcome: "sent", verdict: { unnoted: expect.any(String) } });
  world.files.write = write;
  await send(named);
  await send(named);
  expect(world.posted).toHaveLength(1);
});

test("a session is not posted again after an unclear answer, because a proxy may have passed it on", async () => {
  for (const status of [408, 500, 502, 504]) {
    const { world, deps, send } = await sceneWith(session);
    world.answer = { kind: "answered", status, headers: {} };
    expect(await send({ namedByOwner: true })).toMatchObject({ outcome: "unreached" });
    expect(await deps.outbox.readReceipt(session.id)).toMatchObject({ state: "dropped" });
  }
});

test("a session is not posted again if the process died while posting it", async () => {
  const { world, deps, send } = await sceneWith(session);
  const { entry } = await deps.outbox.read(session.id);
  await deps.outbox.update({ ...entry, state: "posting" });
  expect(await send({ namedByOwner: true })).toMatchObject({ outcome: "unreached" });
  expect([world.posted, (await deps.outbox.readReceipt(session.id))?.state]).toEqual([[], "dropped"]);
});

test("an event is posted again after a failure, under the same id and with the same bytes", async () => {
  const { world, deps, send } = await sceneWith(event);
  world.answer = unreached(true);
  for (const attempts of [1, 2, 3]) {
    expect(await send({ namedByOwner: true })).toMatchObject({ outcome: "unreached" });
    expect((await deps.outbox.read(event.id)).entry.attempts).toBe(attempts);
  }
  world.answer = { kind: "answered", status: 200, headers: {} };
  expect(await send({ namedByOwner: true })).toMatchObject({ outcome: "sent" });
  expect(new Set(world.posted.map(({ body }) => digest(body)))).toEqual(new Set([event.sha256]));
});

test.each([
  ["event", event],
  ["session", session],
] as const)("%s is not marked as being sent if the history could not record it", async (_, sealed) => {
  const { world, deps, send } = await sceneWith(sealed);
  const { appendLine } = world.files;
  world.files.appendLine = async () => {
    throw new VextelError("FILE_UNWRITABLE", "The history cannot be written (ENOSPC)", "Make room.");
  };
  await expect(send({ namedByOwner: true })).rejects.toMatchObject({ code: "FILE_UNWRITABLE" });
  const [{ state, reason }] = (await deps.outbox.list()) as [Entry];
  const why = "not sent yet: The history cannot be written (ENOSPC)";
  expect([world.posted.length, state, reason]).toEqual([0, "waiting", why]);
  world.files.appendLine = appendLine;
  expect(await send({ namedByOwner: true })).toMatchObject({ outcome: "sent" });
});

test("an event that was not sent, since its answer could not be recorded, says so until it is sent", async () => {
  const { world, deps, answer, send } = await sceneWith(event);
  await answer("enabled", world.clockMs);
  const { append } = world.files;
  world.files.append = async (path, data) => {
    if (data.length > 4096) throw new VextelError("FILE_UNWRITABLE", "No space (ENOSPC)", "Make room.");
    return append(path, data);
  };
  await expect(send()).rejects.toMatchObject({ code: "FILE_UNWRITABLE" });
  expect(await deps.outbox.list()).toMatchObject([{ state: "waiting", reason: "not sent yet: No space (ENOSPC)" }]);
  world.files.append = append;
  const { write } = world.files;
  world.files.write = async (path, data) => {
    if (String(data).includes("posting")) throw new VextelError("FILE_UNWRITABLE", "No inode (ENOSPC)", "Make room.");
    return write(path, data);
  };
  await expect(send()).rejects.toMatchObject({ code: "FILE_UNWRITABLE" });
  expect(await deps.outbox.list()).toMatchObject([{ state: "waiting", reason: "not sent yet: No inode (ENOSPC)" }]);
  world.files.write = write;
  expect(await send()).toMatchObject({ outcome: "sent" });
  expect(await deps.outbox.readReceipt(event.id)).not.toHaveProperty("reason");
  expect(world.posted).toHaveLength(1);
});
