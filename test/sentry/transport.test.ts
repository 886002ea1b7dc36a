import * as Sentry from "@sentry/node";
import { expect, test } from "vitest";
import { makeVextelTransport } from "../../src/sentry/sentry.ts";
import {
  createTestWorld,
  readReported,
  type TestWorld,
  type VextelMatchers,
  vextelMatchers,
} from "../../src/testing/testing.ts";

expect.extend(vextelMatchers);
declare module "vitest" {
  // biome-ignore lint/suspicious/noExplicitAny: vitest's own declaration
  interface Matchers<T = any> extends VextelMatchers<T> {}
}

const token = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs";
const dsn = "https://public@sentry.example/prefix/42";
const plugin = { name: "lamps", version: "1.2.3" };

function createClient(world: TestWorld, paths?: readonly string[]) {
  const client = new Sentry.NodeClient({
    integrations: [Sentry.linkedErrorsIntegration()],
    ...{ dsn, stackParser: Sentry.defaultStackParser, release: "lamps@1.2.3", tracesSampleRate: 1 },
    transport: makeVextelTransport({
      publisher: "moth",
      plugin: { ...plugin, ...(paths && { paths }) },
      secrets: () => ["correct horse"],
      world,
    }),
  });
  const scope = new Sentry.Scope();
  scope.setClient(client);
  client.init();
  return { client, scope };
}

async function createEnabled() {
  const world = createTestWorld();
  await world.decide("moth", "enabled");
  return world;
}

test("an error that an SDK captured is sent scrubbed, with the UUID as its user, under the SDK's id", async () => {
  const world = await createEnabled();
  const { client, scope } = createClient(world);
  scope.setUser({ id: "someone", email: "someone@mail.example", ip_address: "203.0.113.7" });
  scope.setTag("note", `with ${token}`);
  scope.addBreadcrumb({ message: `said ${token}`, data: { deep: [{ password: "correct horse" }] } });
  const id = scope.captureException(new TypeError(`no entry for ${token}`, { cause: new Error("correct horse") }));
  await client.flush(1000);
  await world.settle();
  const [event] = readReported(world);
  expect(event).toMatchObject({ type: "event", sent: true });
  expect(event!.payload).toMatchObject({
    ...{ event_id: id, release: "lamps@1.2.3", level: "error", platform: "node" },
    user: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    exception: { values: [{ type: "Error" }, { type: "TypeError" }] },
  });
  expect(Object.keys(event!.payload.user!)).toEqual(["id"]);
  for (const field of ["server_name", "modules", "request"]) expect(event!.payload).not.toHaveProperty(field);
  for (const secret of [token, "correct horse", "someone", "203.0.113.7"]) expect(world).not.toLeak(secret);
  expect(world.posted[0]!.url).toBe("https://sentry.example/prefix/api/42/envelope/");
  expect(event!.text.split("\n")[0]).not.toMatch(/sent_at|trace|dsn/);
});

/** An exception from the SDK's integration for source lines, with a line that was truncated inside a token. */
function exceptionWithSources() {
  const lines = (name: string) => ({
    ...{ pre_context: [`before ${name}`], context_line: `call of ${name}`, post_context: [`after ${name}`] },
    ...{ in_app: true, lineno: 7, function: "light" },
  });
  const frames = [
    { filename: "/srv/bot/bot.mjs", ...lines("owner") },
    { filename: "/srv/bot/plugins/lamps/lamps.mjs", ...lines("plugin") },
    {
      filename: "/srv/bot/plugins/lamps/wick.mjs",
      ...lines("wick"),
      context_line: `login("${token.slice(0, -4)} {snip}`,
    },
  ];
  return { exception: { values: [{ type: "Error", value: "it is out", stacktrace: { frames } }] } };
}

test.each([
  ["with paths, only source lines of the plugin's own files are sent, and only complete ones", ["plugins/lamps/"]],
  ["without paths, no source lines are sent, because the plugin's files are unknown", undefined],
])("%s", async (_, paths) => {
  const world = await createEnabled();
  const { client, scope } = createClient(world, paths);
  scope.captureEvent(exceptionWithSources());
  await client.flush(1000);
  await world.settle();
  const [event] = readReported(world);
  for (const line of ["before owner", "call of owner", "after owner", "{snip}", token.slice(0, -4)])
    expect(event!.text).not.toContain(line);
  expect(event!.text.match(/(?:before|call of|after) plugin/g) ?? []).toHaveLength(paths ? 3 : 0);
});

test("without consent, errors are held, and nothing else is kept", async () => {
  const world = createTestWorld();
  const { client, scope } = createClient(world);
  scope.captureException(new Error("held"));
  const session = { sid: "ab".repeat(16), status: "exited", started: "2026-01-01T00:00:00Z", errors: 0 };
  await client.getTransport()!.send([{}, [[{ type: "session" }, session]]] as never);
  await client.flush(1000);
  await world.settle();
  expect(readReported(world)).toEqual([expect.objectContaining({ type: "event", sent: false })]);
  expect(world.senders).toBe(0);
});

test("items of types that are not read are refused, whatever they contain", async () => {
  const world = await createEnabled();
  const transport = makeVextelTransport({ publisher: "moth", plugin, world })({
    url: "https://sentry.example/api/42/envelope/?sentry_key=public",
  });
  const types = ["attachment", "client_report", "check_in", "feedback", "user_report", "profile", "profile_chunk"];
  for (const type of [...types, "replay_event", "replay_recording", "log", "trace_metric", "span", "sessions", "new"])
    await transport.send([{}, [[{ type }, { event_id: "a".repeat(32), text: token }]]]);
  await world.settle();
  expect(world).toHaveReportedNothing();
  expect([...world.disk].filter(([, bytes]) => Buffer.from(bytes).includes(token))).toEqual([]);
});

test("an attachment is not sent with its event", async () => {
  const world = await createEnabled();
  const { client, scope } = createClient(world);
  scope.addAttachment({ filename: "secret-name.txt", data: "secret content" });
  scope.captureException(new Error("with an attachment"));
  await client.flush(1000);
  await world.settle();
  expect(readReported(world)).toHaveLength(1);
  for (const secret of ["secret-name", "secret content"]) expect(world).not.toLeak(secret);
});

test("a transaction is sent scrubbed, with dates and ids in Sentry's format", async () => {
  const world = await createEnabled();
  const transport = makeVextelTransport({
    ...{ publisher: "moth", plugin, world, url: "https://sentry.example/api/42/envelope/?sentry_key=public" },
  });
  const trace = { trace_id: "12345678901234567890123456789012", span_id: "1234567890123456" };
  const span = { ...trace, span_id: "abcdefabcdefabcd", parent_span_id: trace.span_id };
  await transport.send([
    { trace: { transaction: token } },
    [
      [
        { type: "transaction" },
        {
          ...{ type: "transaction", event_id: "ab".repeat(16), transaction: `GET /${token}`, user: { id: "someone" } },
          ...{
            start_timestamp: 1_790_000_000.123,
            timestamp: 1_790_000_001.5,
            contexts: { trace, device: { name: "vm" } },
          },
          spans: [{ ...span, description: token, start_timestamp: 1_790_000_000.5, timestamp: 1_790_000_001 }],
        },
      ],
    ],
  ]);
  await world.settle();
  const [{ payload, text }] = readReported(world) as [ReturnType<typeof readReported>[0]];
  expect(text).not.toContain(token);
  expect(payload).toMatchObject({
    ...{ start_timestamp: "2026-09-21T14:13:20.123Z", timestamp: "2026-09-21T14:13:21.500Z" },
    spans: [{ start_timestamp: "2026-09-21T14:13:20.500Z" }],
  });
  const sent = payload as unknown as { contexts: { trace: typeof trace }; spans: (typeof span)[] };
  expect(sent.contexts.trace.trace_id).toMatch(/^[0-9a-f]{32}$/);
  expect(sent.spans[0]!.parent_span_id).toBe(sent.contexts.trace.span_id);
  expect(payload.contexts).not.toHaveProperty("device");
});

test("only the final update of a session is sent, as a complete session", async () => {
  const world = await createEnabled();
  const url = "https://sentry.example/api/42/envelope/?sentry_key=public";
  const transport = makeVextelTransport({ publisher: "moth", plugin, world })({ url });
  const session = {
    ...{ sid: "abcdef00abcdef00abcdef00abcdef00", did: "someone", started: "2026-01-01T00:00:00.000Z" },
    ...{ timestamp: "2026-01-01T00:10:00.000Z", attrs: { release: "lamps@1.2.3", ip_address: "203.0.113.7" } },
  };
  for (const update of [
    { init: true, status: "ok", errors: 0 },
    { init: false, status: "exited", errors: 2 },
  ])
    await transport.send([{}, [[{ type: "session" }, { ...session, ...update }]]]);
  await world.settle();
  const sessions = readReported(world);
  expect(
    sessions.map(({ type, payload }) => [type, payload.status, payload.init, payload.errors, payload.duration]),
  ).toEqual([["session", "exited", true, 2, 600]]);
  for (const secret of ["someone", "203.0.113.7"]) expect(world).not.toLeak(secret);
});
