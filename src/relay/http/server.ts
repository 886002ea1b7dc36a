import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Address } from "../address.ts";
import { type Answer, answerTo } from "../response.ts";

/** A request whose body is not read yet. */
export type Request = IncomingMessage;

/** Answers one request. Never rejects. */
export type Handle = (request: Request) => Promise<Answer>;

/** An open port. */
export interface Listener {
  /** As it is written in a DSN: `127.0.0.1:8398`. */
  readonly address: string;
  /** Accepts no more requests, and resolves when those in progress are answered. */
  close(): Promise<void>;
}

/** Limits on what clients can make the server hold. Times in milliseconds. */
const serverLimits = {
  /** Connections without a request: of more, the one that has been idle for longest is closed. */
  connections: 500,
  /** Requests that are being answered. */
  requests: 64,
  headersMs: 10_000,
  requestMs: 10_000,
  /** Longer than SDKs keep connections open, so that none is closed during a request. */
  keepAliveMs: 65_000,
  checkEveryMs: 1_000,
  /** How long requests in progress may take when the server ends. */
  closeMs: 5_000,
} as const;

/**
 * Listens for SDKs.
 *
 * @throws {NodeJS.ErrnoException} such as `EADDRINUSE`.
 */
export async function listen({ host, port }: Address, handle: Handle): Promise<Listener> {
  let underWay = 0;
  const server = createServer(
    {
      ...{ headersTimeout: serverLimits.headersMs, requestTimeout: serverLimits.requestMs },
      ...{ keepAliveTimeout: serverLimits.keepAliveMs, connectionsCheckingInterval: serverLimits.checkEveryMs },
    },
    (request, response) => {
      noteRequest(request.socket, response);
      if (underWay >= serverLimits.requests) return end(request, response, answerTo({ kind: "unavailable" }));
      underWay += 1;
      void handle(request)
        .then((answer) => end(request, response, answer))
        .finally(() => {
          underWay -= 1;
        });
    },
  );
  const noteRequest = closeIdle(server);
  server.on("connect", (_, socket: Socket) => socket.end(statusOnly("405 Method Not Allowed"))); // it is not a proxy
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => refuse(error, socket));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  const { address, family, port: taken } = server.address() as AddressInfo;
  return { address: `${family === "IPv6" ? `[${address}]` : address}:${taken}`, close: () => close(server) };
}

/**
 * Limits the connections without a request, so that programs that only connect do not keep SDKs out.
 *
 * @returns To be called at each request.
 */
function closeIdle(server: Server): (socket: Socket, response: ServerResponse) => void {
  const idle = new Set<Socket>(); // the oldest first
  const add = (socket: Socket) => {
    idle.add(socket);
    if (idle.size <= serverLimits.connections) return;
    const [oldest] = idle;
    idle.delete(oldest!);
    oldest!.destroy();
  };
  server.on("connection", (socket: Socket) => {
    socket.once("close", () => idle.delete(socket));
    add(socket);
  });
  return (socket, response) => {
    idle.delete(socket);
    response.once("close", () => {
      if (!socket.destroyed) add(socket);
    });
  };
}

/**
 * A client that is still sending must be able to read the answer, so the rest of the body is read and discarded, within
 * the time limit of a request. SDKs treat a closed connection like an absent relay, and write about it to the bot's
 * log.
 */
function end(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.destroyed) return;
  response.sendDate = false;
  response.writeHead(status, headers).end(body);
  request.resume();
}

/** Answers requests that are not HTTP, or too slow. */
function refuse({ code }: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) return void socket.destroy();
  const status =
    code === "HPE_HEADER_OVERFLOW"
      ? "431 Request Header Fields Too Large"
      : code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? "408 Request Timeout"
        : "400 Bad Request";
  socket.end(statusOnly(status));
}

const statusOnly = (status: string) => `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;

async function close(server: Server): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), serverLimits.closeMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(timer);
}
