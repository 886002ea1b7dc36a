import { randomBytes } from "node:crypto";
import { type AddressInfo, createServer } from "node:net";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { parseDsn } from "../../src/deliver/dsn.ts";
import { describeFailure } from "../../src/deliver/http/failure.ts";
import { describeRequest } from "../../src/deliver/http/headers.ts";
import { post } from "../../src/deliver/http/post.ts";
import { renderEnvelope } from "../../src/seal/envelope.ts";
import { startRecordingServer } from "../support/recording-server.ts";

const requestFor = (dsn: string, body: Uint8Array, timeoutMs = 10_000) => ({
  ...{ ...describeRequest(parseDsn(dsn), body.length), body, timeoutMs },
});

test("the bytes that arrive are those that were passed, whatever their content and length", async () => {
  const server = await startRecordingServer();
  const payload = fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue({ stringUnit: "binary" }));
  const long = fc.integer({ min: 0, max: 60_000 }).map((length) => "long ".repeat(length / 5));
  await fc.assert(
    fc.asyncProperty(payload, long, async (payload, text) => {
      const body = renderEnvelope({ event_id: "0" }, "event", { ...payload, text });
      const request = requestFor(server.dsn, body);
      expect(await post(request)).toMatchObject({ kind: "answered", status: 200 });
      const received = server.requests.at(-1)!;
      expect(Buffer.compare(received.body, body)).toBe(0);
      expect(Object.fromEntries(received.headers)).toEqual(request.headers);
    }),
    { numRuns: 60 },
  );
});

const body = renderEnvelope({ event_id: "0" }, "event", { message: "it rains" });

test("the whole exchange has a time limit, and a request that may have arrived is ambiguous", async () => {
  const server = await startRecordingServer("hang");
  expect(await post(requestFor(server.dsn, body, 200))).toEqual({
    ...{ kind: "unreached", reason: "no answer within 0.2 s", ambiguous: true },
  });
  expect(server.connections).toBe(1);
});

/** A server that answers every connection at its first bytes, reads nothing more, and keeps it open. */
async function startHastyServer(answer: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.pause();
      socket.write(answer);
    });
    onTestFinished(() => void socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://key@127.0.0.1:${(server.address() as AddressInfo).port}/1`;
}

test("an answer 200 that comes before all of the body was sent accepts nothing; a refusal counts", async () => {
  const large = renderEnvelope({ event_id: "0" }, "event", {
    message: randomBytes(24 * 1024 * 1024).toString("base64"),
  });
  const accepting = await startHastyServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  expect(await post(requestFor(accepting, large))).toEqual({
    ...{ kind: "unreached", reason: "an answer 200 came before all of the event was sent", ambiguous: false },
    isGarbled: true,
  });
  const refusing = await startHastyServer("HTTP/1.1 413 Payload Too Large\r\nContent-Length: 0\r\n\r\n");
  expect(await post(requestFor(refusing, large))).toMatchObject({ kind: "answered", status: 413 });
});

test("an answer that changes the protocol is an answer like others", async () => {
  const dsn = await startHastyServer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n");
  expect(await post(requestFor(dsn, body))).toMatchObject({ kind: "answered", status: 101 });
});

test("a request to a missing server is certainly not received", async () => {
  expect(await post(requestFor("http://key@127.0.0.1:1/1", body))).toEqual({
    ...{ kind: "unreached", reason: "no server answers at this address: ECONNREFUSED", ambiguous: false },
  });
});

test("a server without TLS has not received what was meant for it encrypted", async () => {
  const server = await startRecordingServer();
  const answer = await post(requestFor(server.dsn.replace("http:", "https:"), body));
  expect(answer).toMatchObject({ kind: "unreached", ambiguous: false });
  expect(answer).toMatchObject({
    reason: expect.stringMatching(/^the server does not speak TLS as https needs it: E/),
  });
  expect(server.requests).toEqual([]);
});

test("failures are described in words, with the code", () => {
  const codes = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "ECONNRESET", "ERR_SSL_WRONG_VERSION_NUMBER"];
  codes.push("CERT_HAS_EXPIRED", "DEPTH_ZERO_SELF_SIGNED_CERT", "UNABLE_TO_VERIFY_LEAF_SIGNATURE");
  for (const code of [...codes, "ERR_TLS_CERT_ALTNAME_INVALID"])
    expect(describeFailure(code)).toMatch(
      new RegExp(`^[a-z][a-zTLS' ]+: ${code}(?: \\(NODE_EXTRA_CA_CERTS [^)]+\\))?$`),
    );
  expect(describeFailure("CERT_HAS_EXPIRED")).toContain("NODE_EXTRA_CA_CERTS");
  expect(describeFailure("EWHATEVER")).toBe("EWHATEVER");
});

test("all headers of an answer are returned", async () => {
  const server = await startRecordingServer({ status: 429, headers: { "X-Sentry-Rate-Limits": "1:error,2:session" } });
  expect(await post(requestFor(server.dsn, body))).toMatchObject({
    ...{ kind: "answered", status: 429, headers: { "x-sentry-rate-limits": "1:error,2:session" } },
  });
});

test("a redirect is an ordinary answer, and is not followed", async () => {
  const [server, other] = [await startRecordingServer(), await startRecordingServer()];
  server.play = { status: 308, headers: { Location: `http://127.0.0.1:${other.port}/` } };
  expect(await post(requestFor(server.dsn, body))).toMatchObject({ kind: "answered", status: 308 });
  expect(other.connections).toBe(0);
});

test("a response that is not HTTP is unusable", async () => {
  const server = createServer((client) => void client.end("SSH-2.0-OpenSSH_9.2\r\n"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  expect(await post(requestFor(`http://key@127.0.0.1:${port}/1`, body))).toMatchObject({
    ...{ kind: "unreached", reason: "the answer is not HTTP", isGarbled: true },
  });
});
