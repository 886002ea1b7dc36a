import { connect, type Socket } from "node:net";
import { deflateSync, gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { type createTestWorld, readReported } from "../../src/testing/testing.ts";
import { envelopeOf, key, post, startTestRelay } from "./support.ts";

const auth = `X-Sentry-Auth: Sentry sentry_key=${key}, sentry_version=7`;
const event = (word: string) => ({ event_id: eventIds[word] ?? eventIds.lamp, message: `the ${word} is out` });
const eventIds: Record<string, string> = { lamp: "a1".repeat(16), candle: "b2".repeat(16) };
const envelope = (word = "lamp") => envelopeOf({}, [{ type: "event" }, event(word)]);

/** Sends bytes over a socket, and returns everything until the server closes the connection. */
function talk(port: number, text: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (chunk) => (answer += chunk));
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
  });
}

const requestOf = (line: string, headers: readonly string[], body: string) =>
  [`${line} HTTP/1.1`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`, "", body].join("\r\n");
const statusesIn = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
const messagesIn = (world: ReturnType<typeof createTestWorld>) =>
  readReported(world).map(({ payload }) => (payload.logentry as { message: string } | undefined)?.message);
const close = "Connection: close";

test.each([
  ["to a path", "POST /moth/lamps/api/1/envelope/", "127.0.0.1:8398"],
  [
    "with an absolute URL, as for a proxy",
    "POST http://127.0.0.1:8398/moth/lamps/api/1/envelope/",
    "elsewhere.example",
  ],
  ["with an absolute URL in capitals", "POST HTTP://LOCALHOST:8398/api/1/envelope", "127.0.0.1"],
  ["to an IPv6 host", "POST /api/1/envelope/", "[::1]:8398"],
  ["with slashes twice", "POST //moth//lamps//api/1/envelope//", "localhost"],
  ["with other parameters in the query", "POST /api/1/envelope/?sentry_version=7&other=%00", "127.0.0.1:8398"],
])("a request is accepted %s", async (_, line, host) => {
  const { world, port } = await startTestRelay();
  const answer = await talk(port, requestOf(line, [`Host: ${host}`, auth, close], envelope()));
  expect([statusesIn(answer), messagesIn(world)]).toEqual([[200], ["the lamp is out"]]);
});

test.each([
  ["an absolute URL of another host", "POST http://rebound.example/api/1/envelope/", 403],
  ["an absolute URL with a user name", "POST http://127.0.0.1@rebound.example/api/1/envelope/", 403],
  ["HEAD", "HEAD /api/1/envelope/", 405],
  ["GET", `GET /api/1/store/?sentry_key=${key}&sentry_data=e30`, 405],
  ["PUT", "PUT /api/1/envelope/", 405],
  ["OPTIONS *", "OPTIONS *", 403],
  ["TRACE", "TRACE /api/1/envelope/", 405],
  ["CONNECT", "CONNECT o1.ingest.sentry.example:443", 405],
  ["a path with `..`", "POST /api/1/../../envelope/", 404],
  ["a percent-encoded path", "POST /api/%31/envelope/", 404],
])("%s is refused, with an answer", async (_, line, status) => {
  const { world, port } = await startTestRelay();
  const answer = await talk(port, requestOf(line, ["Host: 127.0.0.1", auth, close], ""));
  expect([statusesIn(answer), messagesIn(world)]).toEqual([[status], []]);
});

test("chunks of any size, with extensions and trailers, and a body that waits for status 100, are read as one body", async () => {
  const { world, port } = await startTestRelay();
  const head = ["POST /api/1/envelope/ HTTP/1.1", "Host: 127.0.0.1", auth, close];
  const chunks = [...envelope()].map((letter) => `1;name=value\r\n${letter}\r\n`).join("");
  const chunked = `${[...head, "Transfer-Encoding: chunked"].join("\r\n")}\r\n\r\n${chunks}0\r\nX-Trailer: x\r\n\r\n`;
  expect(statusesIn(await talk(port, chunked))).toEqual([200]);
  const waiting = ["Expect: 100-continue", `Content-Length: ${envelope("candle").length}`];
  const expecting = `${[...head, ...waiting].join("\r\n")}\r\n\r\n${envelope("candle")}`;
  expect(statusesIn(await talk(port, expecting))).toEqual([100, 200]);
  expect(messagesIn(world).sort()).toEqual(["the candle is out", "the lamp is out"]);
});

test("requests that follow each other on one connection are answered in turn, whatever the result of each", async () => {
  const { world, port } = await startTestRelay();
  const host = "Host: 127.0.0.1";
  const answer = await talk(
    port,
    [
      requestOf("POST /api/1/envelope/", [host, auth], envelope()),
      requestOf("POST /api/1/envelope/", [host, "X-Sentry-Auth: Sentry sentry_key=nobody"], envelope("candle")),
      requestOf("POST /nowhere", [host, auth], envelope("candle")),
      requestOf("POST /api/1/store/", [host, auth, close], JSON.stringify(event("candle"))),
    ].join(""),
  );
  expect(statusesIn(answer)).toEqual([200, 403, 404, 200]);
  expect(messagesIn(world).sort()).toEqual(["the candle is out", "the lamp is out"]);
});

test.each([
  [
    "whose key belongs to no plugin",
    { "X-Sentry-Auth": "Sentry sentry_key=nobody", "Content-Length": 20_000_000 },
    403,
  ],
  ["that says how large it is", { "X-Sentry-Auth": auth.slice(15), "Content-Length": 20_000_000 }, 413],
  ["that does not say so", { "X-Sentry-Auth": auth.slice(15), "Transfer-Encoding": "chunked" }, 413],
])("a large body %s is answered before the connection ends", async (_, headers, status) => {
  const { port } = await startTestRelay();
  const body = Buffer.alloc(20_000_000, "x");
  const reply = await post({ port, headers: headers as never, body });
  expect(reply.status).toBe(status);
  expect(reply.headers["x-sentry-rate-limits"]).toMatch(/^300:attachment;/); // tells the SDK to omit attachments
});

test("an envelope without a key in the request belongs to the plugin that its header names", async () => {
  const { world, port } = await startTestRelay();
  const send = (dsn: unknown) =>
    post({ port, headers: {}, body: envelopeOf({ dsn }, [{ type: "event" }, event("lamp")]) });
  expect((await send(`http://${"0".repeat(32)}@127.0.0.1/1`)).status).toBe(403);
  for (const odd of [null, 5, "no address", `http://127.0.0.1/1?sentry_key=${key}`])
    expect((await send(odd)).status).toBe(403);
  expect((await send(`http://${key}:secret@127.0.0.1:8398/moth/lamps/1`)).status).toBe(200);
  expect(messagesIn(world)).toEqual(["the lamp is out"]);
});

const json = JSON.stringify(event("lamp"));

test.each([
  ["JSON", json, {}],
  ["JSON after a byte order mark", `\ufeff${json}`, {}],
  ["JSON behind white space", `\r\n  ${json}\n`, {}],
  ["base64", Buffer.from(json).toString("base64"), {}],
  ["base64 in lines", Buffer.from(json).toString("base64").replace(/.{20}/g, "$&\r\n"), {}],
  ["base64 of zlib", deflateSync(json).toString("base64"), {}],
  ["gzip of base64 of zlib", gzipSync(deflateSync(json).toString("base64")), { "Content-Encoding": "GZIP" }],
  ["an envelope, by its type", envelope(), { "Content-Type": "application/x-sentry-envelope; charset=utf-8" }],
])("the store endpoint accepts %s", async (_, body, headers) => {
  const { world, port } = await startTestRelay();
  const reply = await post({
    port,
    path: "/api/1/store/",
    headers: { "X-Sentry-Auth": auth.slice(15), ...headers },
    body,
  });
  expect([reply.status, messagesIn(world)]).toEqual([200, ["the lamp is out"]]);
});

test.each(["", "{", "[]", "@@@", "null", Buffer.from([0, 1, 2])])(
  "the store endpoint refuses anything that is not an event: %j",
  async (body) => {
    const { world, port } = await startTestRelay();
    const reply = await post({ port, path: "/api/1/store/", body });
    expect([reply.status, messagesIn(world)]).toEqual([400, []]);
  },
);

/** Opens connections that send this and then nothing. */
async function openMany(port: number, count: number, text: string): Promise<Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < count)
    await Promise.all(
      Array.from({ length: Math.min(100, count - sockets.length) }, async () => {
        const socket = connect(port, "127.0.0.1");
        sockets.push(socket);
        socket.on("error", () => {}).resume();
        await new Promise<void>((resolve) => socket.once("connect", () => socket.write(text || "P", () => resolve())));
      }),
    );
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  return sockets;
}

test("programs without a key keep no SDK out, with however many slow requests or idle connections", async () => {
  const { port } = await startTestRelay();
  const slow = "POST /api/1/envelope/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n{";
  await openMany(port, 80, slow);
  const body = envelopeOf({}, [{ type: "event" }, { message: "it rains" }]);
  await expect.poll(async () => (await post({ port, body })).status).toBe(200);
  const idle = await openMany(port, 600, "");
  expect((await post({ port, body: envelopeOf({}, [{ type: "event" }, { message: "snow" }]) })).status).toBe(200);
  await expect.poll(() => idle.filter(({ destroyed }) => destroyed).length).toBeGreaterThan(90);
  expect(idle.at(-1)!.destroyed).toBe(false);
});
