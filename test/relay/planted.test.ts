import { expect, test } from "vitest";
import { draftForeign } from "../../src/normalise/event.ts";
import type { Fields } from "../../src/normalise/fields.ts";
import { draftForeignSession } from "../../src/normalise/session.ts";
import type { Draft } from "../../src/seal/draft.ts";
import { createSealer } from "../../src/seal/seal.ts";
import { sampleScrubContext, sampleSubject } from "../support/samples.ts";

const seal = createSealer(sampleScrubContext());
const id = "ab".repeat(16);

/** Made-up secrets; each has a form that a rule recognises anywhere. */
const secrets: readonly (string | number)[] = [
  ...["MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs", "418204137281630208", 418204137281630200],
  ...["ellinor@harbourmail.example.org", "203.0.113.77", "2001:db8:85a3::8a2e:370:7334", "/home/ellinor/bot/x.py"],
  "https://discord.com/api/webhooks/1180421987654321777/MadeUpWebhookTokenOfNobody_0123456789abcdefghijklmnopqrstuvwxyzABCD",
  "postgres://keeper:hunter-made-up@db.example/lamps",
];

const frame = {
  ...{ filename: "lamps/a.py", abs_path: "/srv/lamps/a.py", module: "lamps.a", function: "light", lineno: 3, colno: 4 },
  ...{ context_line: "light()", pre_context: ["one"], post_context: ["two"], in_app: true, package: "lamps" },
  ...{ vars: { name: "'x'" }, instruction_addr: "0x1", symbol: "light", errors: ["x"], raw_function: "light" },
  ...{ source_link: "x", platform: "python", lock: { class_name: "x" }, data: { x: "y" }, stack_start: "x" },
};
const stacktrace = { frames: [frame], registers: { rip: "0x1" }, lang: "x", snapshot: "x" };
const everything = {
  ...{ level: "error", platform: "python", logger: "lamps", release: "lamps@1.0.0", dist: "1", environment: "live" },
  ...{ transaction: "light", transaction_info: { source: "custom" }, server_name: "x", culprit: "x", site: "x" },
  ...{ type: "error", title: "x", location: "x", checksum: "x", project: "1", received: "x", key_id: "x" },
  timestamp: "2026-01-01T00:00:00Z",
  message: { formatted: "x", message: "x", params: ["x", 1] },
  logentry: { formatted: "it is out", message: "x %s", params: { a: "x" } },
  exception: {
    values: [
      {
        ...{ type: "KeyError", value: "dusk", module: "lamps", thread_id: 7, stacktrace, raw_stacktrace: stacktrace },
        mechanism: {
          ...{ type: "generic", handled: true, source: "cause", help_link: "x", description: "x", data: { x: "y" } },
          meta: { errno: { number: 2, name: "x" }, signal: { name: "x" } },
        },
      },
    ],
  },
  threads: { values: [{ id: 1, name: "main", state: "x", crashed: true, stacktrace }] },
  breadcrumbs: {
    values: [
      {
        type: "default",
        category: "lamps",
        message: "lit",
        level: "info",
        event_id: "x",
        origin: "x",
        data: { a: "b" },
      },
      { type: "http", category: "http", message: "x", data: { url: "x", method: "GET", status_code: 200 } },
    ],
  },
  user: { id: "x", username: "x", email: "x", ip_address: "x", geo: { city: "x" }, data: { a: "b" }, segment: "x" },
  request: {
    url: "x",
    query_string: [["a", "b"]],
    cookies: [["a", "b"]],
    headers: [["a", "b"]],
    data: "x",
    env: { a: "b" },
  },
  contexts: {
    ...{ runtime: { name: "CPython", version: "3.11", build: "x" }, os: { name: "x" }, device: { name: "x" } },
    ...{
      lamp: { watts: "x", deep: { deeper: ["x"] } },
      trace: { trace_id: id, span_id: "x", op: "task", data: { a: "b" } },
    },
    ...{ response: { body: "x" }, cloud_resource: { a: "b" }, profile: { profile_id: "x" }, state: { value: "x" } },
  },
  extra: { lamp: "x", "sys.argv": ["x"], list: ["x", { a: "b" }] },
  tags: { command: "light", guild: "x" },
  fingerprint: ["x", "{{ default }}"],
  modules: { "red-discordbot": "3.5", lamp: "1" },
  sdk: { name: "sentry.python", version: "1.9.10", packages: [{ name: "x", version: "1" }], integrations: ["x"] },
  debug_meta: { images: [{ type: "sourcemap", code_file: "x", debug_id: "x", code_id: "x", image_addr: "0x1" }] },
  spans: [
    {
      ...{ span_id: "x", op: "db", status: "ok", origin: "auto.x", description: "x", hash: "x", tags: { a: "b" } },
      data: { "db.system": "x", "http.request.method": "GET", "server.address": "x", a: "b" },
    },
  ],
  measurements: { fcp: { value: 1, unit: "x" } },
  breakdowns: { a: { b: { value: 1 } } },
  profile: { profile_id: "x" },
  errors: [{ type: "x", name: "x", value: "x" }],
  debug: "x",
  _meta: { a: { "": { rem: [["x"]] } } },
  unknown: { a: "b" },
};
const session = {
  sid: "x",
  did: "x",
  seq: 1,
  status: "exited",
  errors: 1,
  attrs: { release: "x", environment: "x", ip_address: "x", user_agent: "x" },
};

/** A copy of a value with the secret in place of each leaf. */
const plant = (value: unknown, secret: string | number): unknown =>
  Array.isArray(value)
    ? value.map((item) => plant(item, secret))
    : typeof value === "object" && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plant(item, secret)]))
      : secret;

/** Adds the secret as a key where an author chooses the keys. */
const plantNames = (value: Fields, secret: string | number): Fields => ({
  ...value,
  ...{
    extra: { [secret]: "x" },
    tags: { [secret]: "x" },
    contexts: { [secret]: { [secret]: "x" } },
    modules: { [secret]: "1" },
  },
  ...{ measurements: { [secret]: { value: 1 } }, [secret]: "x" },
});

const drafts = (payload: Fields): Draft[] => [
  draftForeign({ type: "event", id, payload }, sampleSubject, { nowMs: 0, variables: "shapes" }),
  draftForeign({ type: "transaction", id, payload }, sampleSubject, { nowMs: 0 }),
  draftForeignSession(payload, { ...sampleSubject, uuid: "5f0c4f0a-0000-4000-8000-000000000000" }, 0, id),
];

test.each(secrets)("%s does not survive, anywhere in an event or session", (secret) => {
  const full = plant({ ...everything, ...session }, secret) as Fields;
  const halves = [
    ...[full, plantNames({ ...everything, ...session }, secret)],
    // some fields decide how the others are read, and keep their meaning here
    ...[
      { ...full, platform: "python" },
      { ...full, exception: undefined },
      { ...full, logentry: undefined },
    ],
    { ...everything, exception: [{ ...everything.exception.values[0], value: { thrown: secret, list: [secret] } }] },
  ];
  for (const payload of halves)
    for (const draft of drafts(payload as Fields)) {
      const text = Buffer.from(seal(draft).bytes).toString();
      expect(text).not.toContain(String(secret));
      expect(text).not.toContain(JSON.stringify(String(secret)).slice(1, -1));
      if (String(secret).includes("ellinor")) expect(text).not.toContain("ellinor");
    }
});
