import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkHead } from "../../src/relay/http/guard.ts";
import { createBucket, takeOfAll } from "../../src/relay/keep/limits/bucket.ts";
import { answerTo } from "../../src/relay/response.ts";
import { keysOf } from "../../src/relay/wire/auth.ts";
import { decodeBody } from "../../src/relay/wire/decode.ts";
import { readEnvelope } from "../../src/relay/wire/envelope.ts";
import { Refusal } from "../../src/relay/wire/refusal.ts";
import { readRoute } from "../../src/relay/wire/route.ts";

const itemsOf = (text: string | Buffer) =>
  readEnvelope(Buffer.from(text)).items.map(({ type, payload }) => [type, payload.toString()]);

const refusalOf = (work: () => unknown) => {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as Refusal).status;
  }
};

test.each([
  ["by length", '{}\n{"type":"event","length":2}\n{}\n', [["event", "{}"]]],
  ["without length", '{}\n{"type":"event"}\n{"a":1}\n', [["event", '{"a":1}']]],
  ["without length and line break", '{}\n{"type":"event"}\n{"a":1}', [["event", '{"a":1}']]],
  ["with CRLF", '{}\r\n{"type":"event"}\r\n{"a":1}\r\n', [["event", '{"a":1}\r']]],
  ["with empty lines at the end", '{}\n{"type":"event","length":2}\n{}\n\n\n', [["event", "{}"]]],
  ["of no items", "{}", []],
  ["of no items, with a line break", "{}\n", []],
  [
    "with an empty item",
    '{}\n{"type":"attachment","length":0}\n\n{"type":"event"}\n{}',
    [
      ["attachment", ""],
      ["event", "{}"],
    ],
  ],
] as const)("an envelope is read %s", (_, text, items) => {
  expect(itemsOf(text)).toEqual(items);
});

test("the bytes of an attachment are not items, whatever they look like", () => {
  const payload = '\n{"type":"event"}\n{}\n\n';
  const envelope = `{}\n{"type":"attachment","length":${payload.length}}\n${payload}\n{"type":"event"}\n{"real":1}`;
  expect(itemsOf(envelope)).toEqual([
    ["attachment", payload],
    ["event", '{"real":1}'],
  ]);
});

test.each([
  ["is longer than it says", '{}\n{"type":"event","length":1}\n{}\n'],
  ["is shorter than it says", '{}\n{"type":"event","length":9}\n{}\n'],
  ["states a negative length", '{}\n{"type":"event","length":-1}\n{}\n'],
  ["states half a byte", '{}\n{"type":"event","length":1.5}\n{}\n'],
  ["states its length in words", '{}\n{"type":"event","length":"2"}\n{}\n'],
  ["has no type", '{}\n{"length":2}\n{}\n'],
  ["has a header that is a list", "{}\n[]\n{}\n"],
])("the whole envelope is refused if an item %s", (_, text) => {
  expect(refusalOf(() => itemsOf(text))).toBe(400);
});

test.each(["", "no JSON", "[]", "\n{}"])("a body that does not begin with a header is not an envelope: %j", (text) => {
  expect(refusalOf(() => itemsOf(text))).toBe(400);
});

test("reading an envelope returns the items as they were written with their lengths, whatever they contain", () => {
  const item = fc.record({
    type: fc.constantFrom("event", "attachment", "x"),
    payload: fc.uint8Array({ maxLength: 60 }),
  });
  const property = fc.property(fc.array(item, { maxLength: 5 }), (items) => {
    const bytes = Buffer.concat([
      Buffer.from("{}\n"),
      ...items.flatMap(({ type, payload }) => [
        Buffer.from(`${JSON.stringify({ type, length: payload.length })}\n`),
        Buffer.from(payload),
        Buffer.from("\n"),
      ]),
    ]);
    const read = readEnvelope(bytes).items.map(({ type, payload }) => ({ type, payload: [...payload] }));
    expect(read).toEqual(items.map(({ type, payload }) => ({ type, payload: [...payload] })));
  });
  fc.assert(property);
});

test("an envelope that was cut anywhere is refused, or lacks only whole items", () => {
  const whole = Buffer.from('{}\n{"type":"session","length":2}\n{}\n{"type":"event","length":7}\n{"a":1}\n');
  for (let length = 0; length < whole.length; length++) {
    const status = refusalOf(() => readEnvelope(whole.subarray(0, length)));
    if (status === undefined)
      for (const { type, payload } of readEnvelope(whole.subarray(0, length)).items)
        expect([type, payload.toString()]).toEqual(type === "event" ? ["event", '{"a":1}'] : ["session", "{}"]);
    else expect(status).toBe(400);
  }
});

test("content codings are decoded: gzip of several members, zlib, raw deflate, none", async () => {
  const text = Buffer.from("what an SDK sends");
  const halves = Buffer.concat([gzipSync(text.subarray(0, 4)), gzipSync(text.subarray(4))]);
  for (const [coding, body] of [
    ["gzip", halves],
    ["x-gzip", gzipSync(text)],
    ["deflate", deflateSync(text)],
    ["deflate", deflateRawSync(text)],
    ["", text],
    ["identity", text],
  ] as const)
    expect(await decodeBody(body, coding)).toEqual(text);
});

test.each([
  ["zstd", Buffer.from("x"), 415],
  ["gzip, br", Buffer.from("x"), 415],
  ["constructor", Buffer.from("x"), 415],
  ["gzip", Buffer.from("no gzip"), 400],
  ["gzip", gzipSync("cut off").subarray(0, 12), 400],
  ["gzip", gzipSync(Buffer.alloc(5_000_000)), 413],
  ["deflate", deflateSync(Buffer.alloc(5_000_000)), 413],
])("a body in %s that cannot be decoded is refused", async (coding, body, status) => {
  await expect(decodeBody(body, coding)).rejects.toMatchObject({ status });
});

test("the key is found in all places where SDKs write it, and nowhere else", () => {
  const none = new URLSearchParams();
  expect(keysOf({ "x-sentry-auth": "Sentry sentry_key=k1, sentry_version=7" }, none)).toEqual(["k1"]);
  expect(keysOf({ "x-sentry-auth": "Sentry sentry_version=5, sentry_secret=s, sentry_key=k1" }, none)).toEqual(["k1"]);
  expect(keysOf({ authorization: "Sentry sentry_key=k1" }, none)).toEqual(["k1"]);
  expect(keysOf({ authorization: `Basic ${Buffer.from("k1:s").toString("base64")}` }, none)).toEqual(["k1"]);
  expect(keysOf({}, new URLSearchParams("sentry_version=7&sentry_key=k1"))).toEqual(["k1"]);
  expect(keysOf({ "x-sentry-auth": "Sentry sentry_key=k1" }, new URLSearchParams("sentry_key=k2"))).toEqual([
    "k1",
    "k2",
  ]);
  expect(keysOf({ authorization: "Bearer sentry_key=k1" }, none)).toEqual([]);
});

test.each([
  ["/api/1/envelope/", { kind: "envelope", prefix: [], project: "1" }],
  ["/api/1/envelope", { kind: "envelope", prefix: [], project: "1" }],
  ["/moth/lamps/api/42/store/", { kind: "store", prefix: ["moth", "lamps"], project: "42" }],
  ["/tunnel", { kind: "tunnel", prefix: [], project: "" }],
  ["/api/x/envelope/", undefined],
  ["/api/1/minidump/", undefined],
  ["/api/1/envelope/more", undefined],
  ["/stream", undefined],
  ["/health", undefined],
  ["/", undefined],
  [`${"/x".repeat(600)}/api/1/envelope/`, undefined],
])("the path %s has the right route", (path, route) => {
  expect(readRoute(path)).toEqual(route);
});

const head = {
  method: "POST",
  path: "/api/1/envelope/",
  host: "127.0.0.1:8398",
  origin: undefined,
  fetchSite: undefined,
};

test.each([
  [{}, undefined],
  [{ host: "localhost:8398" }, undefined],
  [{ host: "[::1]:8398" }, undefined],
  [{ fetchSite: "none" }, undefined],
  [{ host: "rebound.example:8398" }, 403],
  [{ host: "127.0.0.1.rebound.example" }, 403],
  [{ host: undefined }, 403],
  [{ origin: "null" }, 403],
  [{ origin: "http://127.0.0.1:8398" }, 403],
  [{ fetchSite: "same-origin" }, 403],
  [{ method: "OPTIONS" }, 403],
  [{ method: "GET" }, 405],
  [{ path: "/stream" }, 404],
] as const)("only programs on this machine may report: %j", (change, status) => {
  expect(refusalOf(() => checkHead({ ...head, ...change }, false))).toBe(status);
});

test("if other machines may report, they may use the relay's host name, but web pages may not", () => {
  expect(refusalOf(() => checkHead({ ...head, host: "relay.internal:8398" }, true))).toBeUndefined();
  expect(refusalOf(() => checkHead({ ...head, host: "relay.internal:8398", origin: "x" }, true))).toBe(403);
});

test("answers tell SDKs what not to send, and never redirect", () => {
  const taken = answerTo({ kind: "taken", id: "ab".repeat(16) }, ["transaction", "session"]);
  expect([taken.status, JSON.parse(taken.body)]).toEqual([200, { id: "ab".repeat(16) }]);
  const limits = taken.headers["X-Sentry-Rate-Limits"]!;
  expect(limits).toMatch(/^300:attachment;.*;span;transaction;session:key:vextel_refused$/);
  expect(limits).not.toMatch(/(?:^|[:;])(?:error|default|internal|)(?:;|:key)/);
  const flooded = answerTo({ kind: "flooded" });
  expect([flooded.status, flooded.headers["Retry-After"]]).toEqual([429, "60"]);
  expect(flooded.headers["X-Sentry-Rate-Limits"]).toMatch(/^60:error;default:key:vextel_flood, 300:attachment;/);
  const away = answerTo({ kind: "unavailable" });
  expect(away.status).toBe(503);
  expect(away.headers).not.toHaveProperty("Retry-After");
  const refused = answerTo({ kind: "refused", refusal: new Refusal(403, "no key") });
  expect([refused.status, refused.headers["X-Sentry-Error"]]).toEqual([403, "no key"]);
});

test("a bucket allows a burst, then a steady rate, and never more, whatever the clock does", () => {
  const bucket = createBucket({ burst: 3, perSecond: 2 });
  const passed = (nowMs: number) => takeOfAll([bucket], nowMs);
  expect([passed(0), passed(0), passed(0), passed(0)]).toEqual([true, true, true, false]);
  expect([passed(400), passed(500), passed(600)]).toEqual([false, true, false]);
  expect([passed(-9_000), passed(-9_000)]).toEqual([false, false]);
  const full = createBucket({ burst: 1, perSecond: 1 });
  const empty = createBucket({ burst: 0, perSecond: 0 });
  expect(takeOfAll([full, empty], 0)).toBe(false);
  expect(takeOfAll([full], 0)).toBe(true); // nothing was taken from it
});
