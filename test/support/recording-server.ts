import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { onTestFinished } from "vitest";

/** One request that arrived. */
export interface Recorded {
  readonly path: string;
  /** In the order and spelling in which they were sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The body, decompressed. */
  readonly body: Buffer;
}

/** What the server does with a request. `body without end` starts an answer that never ends. */
export type Play =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | "hang"
  | "reset before the body"
  | "reset after the body"
  | "body without end";

/** A Sentry server on 127.0.0.1 that accepts every request and answers as `play` says. */
export interface RecordingServer {
  readonly port: number;
  readonly dsn: string;
  /** The complete requests, oldest first. */
  readonly requests: Recorded[];
  /** How many connections were opened. */
  connections: number;
  play: Play;
}

/** Starts a server that is stopped at the end of the current test. */
export async function startRecordingServer(play: Play = { status: 200 }): Promise<RecordingServer> {
  const server = createServer((request, response) => void answer(request, response, recording));
  const recording: RecordingServer = { port: 0, dsn: "", requests: [], connections: 0, play };
  server.on("connection", () => {
    recording.connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(recording, { port, dsn: `http://publickey@127.0.0.1:${port}/42` });
}

async function answer(request: IncomingMessage, response: ServerResponse, recording: RecordingServer): Promise<void> {
  const { play } = recording;
  if (play === "reset before the body") return void request.socket.resetAndDestroy();
  const body = await readBody(request).catch(() => undefined);
  if (!body) return; // the sender was killed
  recording.requests.push({ path: request.url!, headers: pairs(request.rawHeaders), body });
  if (play === "hang") return;
  if (play === "reset after the body") return void request.socket.resetAndDestroy();
  if (play === "body without end") return void response.writeHead(200).write('{"id":"');
  response.writeHead(play.status, play.headers).end('{"id":"0"}');
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  return request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
}

const pairs = (raw: readonly string[]) =>
  Array.from({ length: raw.length / 2 }, (_, index) => [raw[2 * index]!, raw[2 * index + 1]!] as const);
