import { setTimeout as wait } from "node:timers/promises";
import { brotliCompressSync, constants } from "node:zlib";
import { expect, test } from "vitest";
import { toListJson } from "../../src/cli/lists/list-json.ts";
import { describeResult } from "../../src/cli/send/render.ts";
import { renderEnvelope } from "../../src/preview/render.ts";
import { createStores } from "../../src/reporter/submit/stores.ts";
import { createTestWorld, readReported } from "../../src/testing/testing.ts";
import { idleSender } from "../support/idle-sender.ts";
import { diskText, envelopeOf, key, manifestOf, post, startTestRelay } from "./support.ts";

const id = "ab12".repeat(8);
const token = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs";

/** An event as Sentry's Python SDK builds it by default, with many values that must not be sent. */
const pythonEvent = (change: object = {}) => ({
  ...{ event_id: id, level: "error", platform: "python", timestamp: "2026-01-01T00:00:00.000000Z" },
  exception: {
    values: [
      {
        ...{ type: "KeyError", value: `'dusk' for ${token}`, module: null, mechanism: null },
        stacktrace: {
          frames: [
            {
              ...{ filename: "asyncio/runners.py", abs_path: "/usr/lib/python3.11/asyncio/runners.py", lineno: 190 },
              ...{ function: "run", module: "asyncio.runners", in_app: true, context_line: "return runner.run(main)" },
              vars: { main: "<coroutine object at 0x7f>" },
            },
            {
              ...{ filename: "other/core.py", abs_path: "/srv/bot/cogs/other/core.py", lineno: 5, function: "call" },
              ...{ in_app: true, context_line: "lamps.light(private_word)", pre_context: ["private_word = 1"] },
            },
            {
              ...{
                filename: "lamps/lamps.py",
                abs_path: "/srv/bot/cogs/lamps/lamps.py",
                lineno: 12,
                function: "light",
              },
              ...{ in_app: true, context_line: "        return self.table[name]", module: "lamps.lamps" },
              ...{ pre_context: ["    def light(self, name):"], post_context: [""] },
              vars: {
                ...{ self: "<lamps.lamps.Lamps object at 0x7f94>", name: "'dusk at home'", count: "3", ready: "None" },
                ...{ member: "<Member id=418204137281630208 name='ellinor'>", where: ["'a'", "'b'"], map: { a: "1" } },
                ...{ author_id: "418204137281630208", odd: "whatever a repr says" },
              },
            },
          ],
        },
      },
    ],
  },
  server_name: "lighthouse-7",
  user: { id: "418204137281630208", ip_address: "{{auto}}", username: "Ellinor" },
  request: { url: "http://dashboard.example/?token=abc", headers: { Cookie: "session=1" } },
  modules: { "red-discordbot": "3.5.5", "discord.py": "2.3.2", "secret-package": "1.0" },
  extra: { "sys.argv": ["redbot", "--token", token], lamp: "the blue one" },
  contexts: { runtime: { name: "CPython", version: "3.11.2", build: "x" }, device: { name: "d" }, lamp: { watts: 9 } },
  breadcrumbs: {
    values: [
      { timestamp: "2026-01-01T00:00:00Z", message: "lit", category: "lamps", level: "info", data: { lamp: 4 } },
      { type: "http", category: "httplib", data: { url: "https://dashboard.example/secret", status_code: 404 } },
      null,
    ],
  },
  sdk: { name: "sentry.python.aiohttp", version: "1.9.10", integrations: ["aiohttp", "redis"] },
  tags: [
    ["command", "light"],
    ["guild", Number("1020304050607080901")],
  ],
  release: "lamps@2.0.0",
  ...change,
});

/** The only stack of an event. */
const stackOf = (payload: object) =>
  (payload as { exception: { values: [{ stacktrace: { frames: object[] } }] } }).exception.values[0].stacktrace;

const sendEvent = (
  port: number,
  event: object,
  header: object = { event_id: (event as { event_id?: string }).event_id },
) => post({ port, body: envelopeOf(header, [{ type: "event" }, event]) });

test("an event of another SDK is kept in vextel's form, under its own id", async () => {
  const { world, port } = await startTestRelay();
  const reply = await sendEvent(port, pythonEvent());
  expect([reply.status, JSON.parse(reply.body)]).toEqual([200, { id }]);
  const [{ payload, text, sent }] = readReported(world) as [ReturnType<typeof readReported>[number]];
  expect(sent).toBe(false);
  expect(payload).toMatchObject({
    ...{ event_id: id, platform: "python", release: "lamps@2.0.0", level: "error" },
    tags: { command: "light", plugin: "lamps", plugin_version: "1.2.3", host: "red", red_version: "3.5.5" },
    contexts: { runtime: { name: "CPython", version: "3.11.2" }, lamp: { watts: 9 } },
    extra: { lamp: "the blue one" },
    sdk: { packages: [{ name: "npm:vextel" }, { name: "pypi:sentry-sdk", version: "1.9.10" }] },
  });
  const { frames } = stackOf(payload);
  expect(frames).toMatchObject([
    { filename: "asyncio/runners.py", in_app: false },
    { filename: expect.stringMatching(/other\/core\.py$/), in_app: false },
    {
      ...{ filename: "lamps/lamps.py", module: "lamps.lamps", function: "light", lineno: 12, in_app: true },
      ...{ context_line: "return self.table[name]", pre_context: ["    def light(self, name):"] },
    },
  ]);
  for (const frame of frames) expect(frame).not.toHaveProperty("vars");
  for (const frame of frames.slice(0, 2)) expect(frame).not.toHaveProperty("context_line");
  expect((payload.breadcrumbs as { values: object[] }).values).toMatchObject([
    { message: "lit", data: { lamp: 4 } },
    { type: "http", data: { status_code: 404 } },
  ]);
  expect(payload.user).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  const gone = [token, "418204137281630208", "1020304050607080901", "lighthouse-7", "Ellinor", "{{auto}}", "session=1"];
  for (const word of [...gone, "dashboard.example", "secret-package", "private_word", "dusk at home", "aiohttp"])
    expect(text).not.toContain(word);
  expect(text.split("\n")[0]).not.toMatch(/sent_at|trace|dsn|public_key/);
});

test("the owner may keep the shapes of variables (types and sizes), but only in the plugin's own frames", async () => {
  const { world, port } = await startTestRelay({ keys: { shapes: ["moth"] } });
  await sendEvent(port, pythonEvent());
  const [{ payload, text }] = readReported(world) as [ReturnType<typeof readReported>[number]];
  const { frames } = stackOf(payload);
  expect(frames.map((frame) => (frame as { vars?: object }).vars)).toEqual([
    undefined,
    undefined,
    {
      ...{ self: "lamps.lamps.Lamps", name: "str of 12", count: 3, ready: "None", member: "Member" },
      ...{ where: "list of 2", map: "dict of 1", author_id: "large number", odd: "object, written in 20" },
    },
  ]);
  for (const word of ["dusk at home", "418204137281630208", "ellinor", "whatever"]) expect(text).not.toContain(word);
});

test("with consent an event is sent by the sender, and breadcrumbs from before the answer are not", async () => {
  const world = createTestWorld();
  await world.pass(180 * 24 * 60 * 60_000);
  await world.decide("moth", "enabled");
  const { port } = await startTestRelay({ world });
  const timestamp = new Date(world.nowMs()).toISOString();
  const values = [
    { message: "before", timestamp: "2026-05-01T00:00:00Z" },
    { message: "after", timestamp },
    { message: "whenever" },
  ];
  expect((await sendEvent(port, pythonEvent({ timestamp, breadcrumbs: { values } }))).status).toBe(200);
  await world.settle();
  expect(world.posted.map(({ url }) => url)).toEqual(["https://sentry.example/api/42/envelope/"]);
  const [{ payload, sent }] = readReported(world) as [ReturnType<typeof readReported>[number]];
  expect(sent).toBe(true);
  expect(payload.breadcrumbs!.values.map(({ message }) => message)).toEqual(["after"]);
});

const timestamps = { start_timestamp: 1767225600, timestamp: 1767225601 };
const transaction = {
  ...{ type: "transaction", event_id: "cd".repeat(16), transaction: "light", platform: "python", ...timestamps },
  contexts: {
    trace: {
      trace_id: "ab".repeat(16),
      span_id: "cd".repeat(8),
      op: "task",
      data: { "client.address": "203.0.113.7" },
    },
  },
  spans: [
    {
      span_id: "ef".repeat(8),
      op: "http.client",
      description: `GET https://weather.example/${token}?place=harbour`,
      data: { url: "https://private.example" },
      ...timestamps,
    },
  ],
  user: { id: "418204137281630208" },
};
const session = {
  sid: "9a2d948a-4745-4f72-8e31-c5e0653f5b2e",
  did: "418204137281630208",
  status: "exited",
  errors: 1,
  started: "2026-01-01T00:00:00Z",
};

test("transactions and sessions are kept only with consent, and otherwise the response refuses them", async () => {
  const { world, port } = await startTestRelay();
  const body = envelopeOf({}, [{ type: "transaction" }, transaction], [{ type: "session" }, session]);
  const reply = await post({ port, body });
  expect([reply.status, readReported(world)]).toEqual([200, []]);
  expect(reply.headers["x-sentry-rate-limits"]).toMatch(/;transaction;session:key:vextel_refused$/);

  await world.decide("moth", "enabled");
  await world.pass(1_000);
  const again = await post({ port, body });
  expect(again.headers["x-sentry-rate-limits"]).not.toMatch(/transaction|session/);
  await world.settle();
  const kept = readReported(world);
  expect(kept.map(({ type }) => type).sort()).toEqual(["session", "transaction"]);
  for (const { text } of kept)
    for (const word of ["418204137281630208", token, "203.0.113.7", "private.example"])
      expect(text).not.toContain(word);
  const [{ payload }] = kept.filter(({ type }) => type === "session") as [ReturnType<typeof readReported>[number]];
  expect(payload).toMatchObject({
    sid: session.sid.replaceAll("-", ""),
    did: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});

test("items of types that are not read are refused in memory, and counted by type", async () => {
  const { world, port, relay } = await startTestRelay();
  const secret = "a name of a person";
  const types = ["attachment", "log", "trace_metric", "profile", "replay_event", "check_in", "feedback", "sessions"];
  const items = [...types, secret].map((type) => [{ type }, { secret }] as const);
  const report = {
    discarded_events: [
      { reason: "queue_overflow", category: "error", quantity: 3 },
      { reason: "ratelimit_backoff", category: "attachment", quantity: 528 }, // bytes
    ],
  };
  const reply = await post({ port, body: envelopeOf({}, ...items, [{ type: "client_report" }, report]) });
  expect([reply.status, reply.body]).toEqual([200, "{}"]);
  await relay.stop();
  const state = JSON.parse(Buffer.from(world.disk.get("/vextel/relay-state.json")!).toString());
  expect(state.plugins["moth/lamps"]).toMatchObject({
    refused: { ...Object.fromEntries(types.map((type) => [type, 1])), unknown: 1 },
    ...{ kept: 0, lostInSdk: 3 },
  });
  expect(diskText(world)).not.toContain(secret);
});

test("the same event sent twice is one event, and both answers contain its id", async () => {
  const { world, port } = await startTestRelay();
  const replies = await Promise.all(Array.from({ length: 8 }, () => sendEvent(port, pythonEvent())));
  expect(replies.map(({ status, body }) => [status, JSON.parse(body).id])).toEqual(replies.map(() => [200, id]));
  expect(readReported(world)).toHaveLength(1);
});

test("equal errors within a minute are one event and a count, and each id leads to that event", async () => {
  const { world, port } = await startTestRelay();
  const ids = Array.from({ length: 5 }, (_, index) => String(index).padStart(32, "a"));
  for (const event_id of ids) await sendEvent(port, pythonEvent({ event_id }));
  expect(readReported(world).map(({ payload }) => payload.event_id)).toEqual([ids[0]]);
  for (const other of ids.slice(1)) {
    const receipt = JSON.parse(Buffer.from(world.disk.get(`/vextel/outbox/sent/a/${other}.json`)!).toString());
    expect(receipt).toMatchObject({ id: other, state: "dropped", reason: expect.stringContaining(ids[0]!) });
    const { text } = describeResult(other, { outcome: "settled", receipt: { ...receipt, settledAtMs: 0 } }, undefined);
    expect(text).toContain(`nothing was sent now; to send that event: vextel send ${ids[0]!.slice(0, 12)}`);
  }
  await world.pass(62_000);
  const told = readReported(world).map(({ payload }) => payload.extra?.repeated);
  expect(told).toContainEqual(expect.objectContaining({ again: 4, first_event: ids[0] }));
  const listed = (await createStores(world).outbox.list()).map(toListJson);
  expect(listed.map(({ count }) => count)).toContainEqual(4);
});

test("errors from before the owner's consent are not sent with a count reported after it", async () => {
  const { world, port } = await startTestRelay();
  const untimed = { timestamp: undefined, extra: { lamp: "seen before the consent" } };
  for (const event_id of ["a1".repeat(16), "a2".repeat(16)])
    await sendEvent(port, pythonEvent({ ...untimed, event_id }));
  await world.pass(1_000);
  await world.decide("moth", "enabled");
  await world.pass(62_000);
  const all = readReported(world);
  expect(all.map(({ payload }) => payload.extra?.repeated)).toContainEqual(expect.objectContaining({ again: 1 }));
  expect(all.map(({ sent }) => sent)).toEqual([false, false]);
});

test("an error that is equal to one from before the owner's consent is sent", async () => {
  const { world, port } = await startTestRelay();
  for (const event_id of ["a1".repeat(16), "a2".repeat(16)]) await sendEvent(port, pythonEvent({ event_id }));
  await world.pass(1_000);
  await world.decide("moth", "enabled");
  await world.pass(1_000);
  for (const event_id of ["b1".repeat(16), "b2".repeat(16)])
    await sendEvent(port, pythonEvent({ event_id, timestamp: world.nowMs() / 1000 }));
  await world.settle();
  const all = readReported(world).map(({ sent, payload }) => [payload.event_id, sent]);
  expect(all).toHaveLength(2);
  expect(all).toEqual(
    expect.arrayContaining([
      ["a1".repeat(16), false],
      ["b1".repeat(16), true],
    ]),
  );
});

test("an event that an SDK reports to several plugins under one id is kept for each", async () => {
  const otherKey = "ff".repeat(16);
  const keys = [
    { key, publisher: "moth", plugin: "lamps" },
    { key: otherKey, publisher: "owl", plugin: "eyes" },
  ];
  const { world, port } = await startTestRelay({ keys: { keys } });
  const send = async (of: string, event_id: string) => {
    const headers = { "X-Sentry-Auth": `Sentry sentry_key=${of}` };
    return JSON.parse(
      (await post({ port, headers, body: envelopeOf({}, [{ type: "event" }, pythonEvent({ event_id })]) })).body,
    ).id;
  };
  const kept = () =>
    JSON.parse(
      `[${[...world.disk]
        .filter(([path]) => /waiting\/.*\.json$/.test(path))
        .map(([, bytes]) => Buffer.from(bytes).toString())
        .join()}]`,
    );
  const [first, own, again] = [await send(key, id), await send(otherKey, id), await send(otherKey, id)];
  expect([first, again]).toEqual([id, own]);
  expect(kept().map((one: { id: string; publisher: string }) => [one.id, one.publisher])).toEqual([
    [id, "moth"],
    [own, "owl"],
  ]);
  await world.pass(62_000); // starts new groups, so that equal errors are new events
  await send(otherKey, "c1".repeat(16));
  await send(key, "c2".repeat(16));
  await send(otherKey, "c2".repeat(16)); // equal to the previous one, but under another plugin's id
  const ofMoth = kept().filter(({ publisher }: { publisher: string }) => publisher === "moth");
  expect(ofMoth.map((one: { id: string }) => one.id)).toEqual([id, "c2".repeat(16)]);
});

test("a flood is answered with 429, and other plugins are not affected", async () => {
  const manifests = [manifestOf("moth", "lamps", "https://public@sentry.example/42", ["lamps"])];
  const otherKey = "ff".repeat(16);
  const keys = {
    keys: [
      { key, publisher: "moth", plugin: "lamps" },
      { key: otherKey, publisher: "owl", plugin: "eyes" },
    ],
  };
  const { world, port } = await startTestRelay({ manifests, keys });
  const statuses: number[] = [];
  for (let index = 0; index < 60; index++)
    statuses.push((await sendEvent(port, pythonEvent({ event_id: String(index).padStart(32, "b") }))).status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(40);
  expect(statuses.slice(40)).toEqual(Array.from({ length: 20 }, () => 429));
  const headers = { "X-Sentry-Auth": `Sentry sentry_key=${otherKey}` };
  expect((await post({ port, headers, body: envelopeOf({}, [{ type: "event" }, pythonEvent()]) })).status).toBe(200);
  await world.pass(1_000);
  expect((await sendEvent(port, pythonEvent({ event_id: "c".repeat(32) }))).status).toBe(200);
});

test("an unknown key, no key, or two keys: the answer is 403 or 400, and nothing is kept", async () => {
  const { world, port } = await startTestRelay();
  const body = envelopeOf({}, [{ type: "event" }, pythonEvent()]);
  const before = diskText(world);
  for (const headers of [{}, { "X-Sentry-Auth": "Sentry sentry_key=0123456789abcdef0123456789abcdef" }])
    expect((await post({ port, headers, body })).status).toBe(403);
  const two = `/api/1/envelope/?sentry_key=${"0".repeat(32)}`;
  expect((await post({ port, path: two, body })).status).toBe(400);
  const dsn = `http://${"0".repeat(32)}@127.0.0.1/1`;
  expect((await post({ port, body: envelopeOf({ dsn }, [{ type: "event" }, pythonEvent()]) })).status).toBe(400);
  expect(diskText(world)).toBe(before);
});

test("a tunnel reads the key from the envelope", async () => {
  const { port } = await startTestRelay();
  const tunnelled = (dsn: string) => envelopeOf({ dsn, event_id: id }, [{ type: "event" }, pythonEvent()]);
  const send = (dsn: string) => post({ port, path: "/tunnel", headers: {}, body: tunnelled(dsn) });
  expect((await send(`http://${key}@127.0.0.1:${port}/moth/lamps/1`)).status).toBe(200);
  expect((await send("https://public@sentry.example/42")).status).toBe(403);
});

test("an event that cannot be written is answered with 503, and accepted when it is repeated", async () => {
  const world = createTestWorld();
  const { port } = await startTestRelay({ world });
  const { write, writeAll } = world.files;
  const { VextelError } = await import("../../src/errors.ts");
  const full = () => Promise.reject(new VextelError("FILE_UNWRITABLE", "the disk is full", ""));
  Object.assign(world.files, { write: full, writeAll: full });
  expect((await sendEvent(port, pythonEvent())).status).toBe(503);
  Object.assign(world.files, { write, writeAll });
  expect((await sendEvent(port, pythonEvent())).status).toBe(200);
  expect(readReported(world)).toHaveLength(1);
});

test("without a manifest, errors are held even with consent, because they have no address", async () => {
  const world = createTestWorld();
  await world.decide("moth", "enabled");
  const { port } = await startTestRelay({ world, manifests: [] });
  expect((await sendEvent(port, pythonEvent())).status).toBe(200);
  await world.settle();
  expect(readReported(world)).toMatchObject([{ sent: false, payload: { event_id: id } }]);
});

const diverted = "dd".repeat(16);
const two = JSON.stringify({
  publisher: "owl",
  plugins: {
    eyes: { version: "1.0.0", dsn: "https://real@o1.ingest.example/7", paths: ["eyes"] },
    lamps: { version: "2.0.0", dsn: "https://real@o1.ingest.example/7", paths: ["lamps"] },
  },
});
const divertedPost = (port: number, path: string) =>
  post({
    ...{ port, path, headers: { "X-Sentry-Auth": `Sentry sentry_key=${diverted}` } },
    body: envelopeOf({}, [{ type: "event" }, pythonEvent()]),
  });

test("a diverted event belongs to the plugin of its real DSN, or the one in its frames if several share that DSN", async () => {
  const { world, port } = await startTestRelay({ manifests: [two], keys: { diversion: diverted } });
  expect((await divertedPost(port, "/o1.ingest.example/real/api/7/envelope/")).status).toBe(200);
  expect(readReported(world)).toMatchObject([{ payload: { tags: { plugin: "lamps", plugin_version: "2.0.0" } } }]);
});

test("a diverted event of an unknown DSN is held for the owner", async () => {
  const { world, port } = await startTestRelay({ manifests: [two], keys: { diversion: diverted } });
  expect((await divertedPost(port, "/o9.ingest.example~8443/real/api/7/envelope/")).status).toBe(200);
  const entry = Buffer.from(world.disk.get(`/vextel/outbox/waiting/${id}.json`)!).toString();
  expect(JSON.parse(entry)).toMatchObject({ publisher: "unknown", plugin: "o9.ingest.example-8443-7" });
});

test("the public key of a real DSN is accepted only with --accept-real-keys, and only for a registered plugin", async () => {
  const send = async (acceptRealKeys: boolean, path: string) => {
    const { port } = await startTestRelay({ manifests: [two], acceptRealKeys });
    const headers = { "X-Sentry-Auth": "Sentry sentry_key=real" };
    return (await post({ port, path, headers, body: envelopeOf({}, [{ type: "event" }, pythonEvent()]) })).status;
  };
  expect(await send(false, "/o1.ingest.example/api/7/envelope/")).toBe(403);
  expect(await send(true, "/o1.ingest.example/api/7/envelope/")).toBe(200);
  expect(await send(true, "/o1.ingest.example/api/8/envelope/")).toBe(403);
  expect(await send(true, "/o2.ingest.example/api/7/envelope/")).toBe(403);
});

const quickly = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

test("deep, compressed and prototype-polluting events are limited and do no harm", async () => {
  const { world, port } = await startTestRelay();
  const deep = `{"event_id":"${id}","extra":${'{"x":'.repeat(10_000)}1${"}".repeat(10_000)}}`;
  expect((await post({ port, body: envelopeOf({}, [{ type: "event" }, deep]) })).status).toBe(200);
  const poison = `{"event_id":"${"ef".repeat(16)}","__proto__":{"polluted":1},"extra":{"__proto__":{"polluted":"${token}"},"constructor":{"prototype":{"polluted":1}}},"tags":{"__proto__":"x"},"contexts":{"__proto__":{"a":1}}}`;
  expect((await post({ port, body: envelopeOf({}, [{ type: "event" }, poison]) })).status).toBe(200);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  const headers = { "X-Sentry-Auth": `Sentry sentry_key=${key}`, "Content-Encoding": "br" };
  expect((await post({ port, headers, body: brotliCompressSync(Buffer.alloc(20_000_000), quickly) })).status).toBe(413);
  expect((await post({ port, body: Buffer.alloc(5_000_000) })).status).toBe(413);
  const many = pythonEvent({ event_id: "12".repeat(16), extra: { all: "word ".repeat(150_000) } });
  expect((await sendEvent(port, many)).status).toBe(200);
  expect(diskText(world)).not.toContain(token);
  for (const [path, bytes] of world.disk) if (path.endsWith(".envelope")) expect(bytes.length).toBeLessThan(300_000);
});

test("anything that is not an event is refused", async () => {
  const { world, port } = await startTestRelay();
  for (const payload of ["[]", "1", '"x"', "null", "{", ""])
    expect((await post({ port, body: envelopeOf({}, [{ type: "event" }, payload]) })).status).toBe(400);
  const odd = {
    event_id: id,
    exception: 5,
    breadcrumbs: "x",
    tags: 7,
    contexts: [],
    extra: "x",
    message: [],
    request: 1,
  };
  expect((await sendEvent(port, odd)).status).toBe(200);
  expect(readReported(world)).toHaveLength(1);
});

test("every event of another SDK can be shown, whatever it omits", async () => {
  const { world, port } = await startTestRelay();
  const bare = [
    { exception: { values: [{ type: "KeyError", value: "dusk" }] } },
    { exception: [{ type: "E", stacktrace: { frames: [{}] } }] },
    { message: "words" },
    { message: "a thread", threads: { values: [{ current: true, stacktrace: { frames: [{ function: "f" }] } }] } },
    {},
  ];
  for (const [index, event] of bare.entries())
    expect((await sendEvent(port, { ...event, event_id: String(index).padStart(32, "d") })).status).toBe(200);
  const shown = readReported(world).map(({ text }) => renderEnvelope(Buffer.from(text)).flat().flat().join(" "));
  expect(shown).toHaveLength(bare.length);
  expect(shown.join("\n")).toMatch(/dusk[\s\S]*words[\s\S]*a thread/);
});

test("the title is the error itself without discord.py's wrapper, or else the message", async () => {
  const { world, port } = await startTestRelay();
  const values = [
    { type: "KeyError", value: "'dusk'" },
    {
      type: "CommandInvokeError",
      value: "Command raised an exception: KeyError: 'dusk'",
      module: "discord.ext.commands",
    },
  ];
  await sendEvent(port, { event_id: "e1".repeat(16), platform: "python", exception: { values } });
  await sendEvent(port, { event_id: "e2".repeat(16), message: { formatted: "the lamp is out\nagain" } });
  const titles = [...world.disk].filter(([path]) => /waiting\/\w+\.json$/.test(path));
  expect(titles.map(([, bytes]) => JSON.parse(Buffer.from(bytes).toString()).title)).toEqual([
    "KeyError: 'dusk'",
    "the lamp is out",
  ]);
});

test("events that an earlier relay could not send are sent by the next one, without a new error", async () => {
  const world = createTestWorld();
  await world.decide("moth", "enabled");
  const silent = { ...world, startSender: idleSender } as typeof world;
  const first = await startTestRelay({ world: silent });
  await post({ port: first.port, body: envelopeOf({ event_id: id }, [{ type: "event" }, pythonEvent()]) });
  await first.relay.stop();
  expect(world.posted).toEqual([]);
  await startTestRelay({ world });
  for (let look = 0; look < 200 && world.posted.length === 0; look++) await wait(10);
  await world.settle();
  expect(world.posted).toHaveLength(1);
});
