import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

/** One request that arrived. */
export interface Arrived {
  readonly path: string;
  /** All header lines as one text. */
  readonly headers: string;
  /** The body, decompressed. */
  readonly body: Uint8Array;
}

/** A server on 127.0.0.1 that accepts everything and stands in for Sentry. */
export interface Sink {
  readonly port: number;
  readonly arrived: readonly Arrived[];
  close(): void;
}

export async function openSink(): Promise<Sink> {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      arrived.push({ path: request.url ?? "", headers: request.rawHeaders.join("\n"), body });
      response.end('{"id":"0"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    arrived,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
}
