import http, { type ClientRequest } from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { makeNodeTransport } from "@sentry/node";
import { parseEnvelope } from "../../seal/envelope.ts";
import type { Post, PostAnswer, PostRequest } from "../../world/world.ts";
import { describeFailure } from "./failure.ts";

/**
 * Posts with the transport of Sentry's Node SDK, which handles proxies, certificates and compression. This code limits
 * the time of the whole exchange, judges the answer by its status line, and ensures that exactly the given bytes are
 * sent. Redirects are not followed. It must run in a process of vextel.
 */
export const post: Post = (request) =>
  new Promise((resolve) => {
    const exchange = new Exchange(request, resolve);
    exchange.start();
  });

/** One request, from its start to the first of: status line, failure, time limit. */
class Exchange {
  #request: ClientRequest | undefined;
  /** Whether bytes that are written reach the server: not before a connection is encrypted, if it is to be. */
  #isOpen = false;
  #timer: NodeJS.Timeout | undefined;
  readonly #given: PostRequest;
  readonly #resolve: (answer: PostAnswer) => void;

  constructor(given: PostRequest, resolve: (answer: PostAnswer) => void) {
    this.#given = given;
    this.#resolve = resolve;
  }

  start(): void {
    const { timeoutMs } = this.#given;
    this.#timer = setTimeout(() => this.#fail(this.#onItsWay(`no answer within ${timeoutMs / 1000} s`)), timeoutMs);
    const { proxy } = this.#given;
    if (proxy !== undefined && !isUsable(proxy)) {
      this.#fail("the proxy that the environment names cannot be used");
      return;
    }
    const transport = withoutProxyVariables(() =>
      makeNodeTransport({
        url: this.#given.url,
        headers: { ...this.#given.headers },
        ...(proxy !== undefined && { proxy }),
        httpModule: {
          request: (options, callback) =>
            this.#open(options as https.RequestOptions, callback as OnResponse | undefined),
        },
        recordDroppedEvent: () => {},
      }),
    );
    transport.send(toSentryEnvelope(this.#given.body)).then(
      () => {}, // the answer was taken from the response itself
      (error: NodeJS.ErrnoException) => this.#failBy(error),
    );
  }

  #open(options: https.RequestOptions, callback: OnResponse | undefined): ClientRequest {
    const { request } = options.protocol === "https:" ? https : http;
    const verified = { ...options, rejectUnauthorized: true }; // regardless of NODE_TLS_REJECT_UNAUTHORIZED
    this.#request = request(verified, (response) => {
      this.#take(response);
      callback?.(response);
      response.destroy(); // the status line decides; an endless body must not keep the process
    });
    this.#request.on("upgrade", (response, socket) => {
      this.#take(response);
      socket.destroy();
    });
    this.#request.once("socket", (socket: Socket | TLSSocket) => this.#noteOpen(socket));
    this.#request.on("error", (error: NodeJS.ErrnoException) => this.#failBy(error));
    this.#request.on("proxyConnect", ({ statusCode }: { statusCode: number }) => {
      if (statusCode !== 200) this.#fail(`the proxy answered ${statusCode}`); // the server has not received it
    });
    return this.#request;
  }

  /** An answer 2xx before the end of the request accepts nothing: the server does not have the event yet. */
  #take({ statusCode, headers }: http.IncomingMessage): void {
    const status = statusCode!;
    if (status >= 200 && status < 300 && !this.#request!.writableFinished)
      this.#fail(this.#onItsWay(`an answer ${status} came before all of the event was sent`), true);
    else this.#finish({ kind: "answered", status, headers: flatten(headers) });
  }

  #noteOpen(socket: Socket | TLSSocket): void {
    this.#isOpen = !("secureConnecting" in socket && socket.secureConnecting);
    if (!this.#isOpen)
      socket.once("secureConnect", () => {
        this.#isOpen = true;
      });
  }

  #fail(reason: string, isGarbled = false): void {
    const ambiguous = this.#isOpen && (this.#request?.writableFinished ?? false);
    this.#finish({ kind: "unreached", reason, ambiguous, ...(isGarbled && { isGarbled }) });
  }

  #failBy(error: NodeJS.ErrnoException): void {
    const isGarbled = error.code?.startsWith("HPE_") === true;
    const reason = isGarbled ? "the answer is not HTTP" : describeFailure(error.code ?? error.name);
    this.#fail(this.#onItsWay(reason), isGarbled);
  }

  /** Behind a proxy, it may be the proxy that failed. */
  #onItsWay(reason: string): string {
    return this.#given.proxy === undefined ? reason : `through the proxy that the environment names: ${reason}`;
  }

  #finish(answer: PostAnswer): void {
    clearTimeout(this.#timer);
    this.#resolve(answer);
    if (answer.kind === "unreached") this.#request?.destroy();
  }
}

/** Sentry's agent supports no other kind. */
const isUsable = (proxy: string) => URL.canParse(proxy) && /^https?:$/.test(new URL(proxy).protocol);

/** The transport reads these variables as well, by other rules; the proxy was chosen already (`chooseProxy`). */
function withoutProxyVariables<T>(make: () => T): T {
  const names = ["https_proxy", "http_proxy", "no_proxy"].filter((name) => process.env[name] !== undefined);
  const saved = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  try {
    for (const name of names) delete process.env[name];
    return make();
  } finally {
    Object.assign(process.env, saved);
  }
}

type OnResponse = (response: http.IncomingMessage) => void;

const flatten = (headers: http.IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(", ")]));

type SentryEnvelope = Parameters<ReturnType<typeof makeNodeTransport>["send"]>[0];

/** In the SDK's form, such that its serializer returns exactly these bytes, which `post.test.ts` checks. */
function toSentryEnvelope(bytes: Uint8Array): SentryEnvelope {
  const { header, itemHeader } = parseEnvelope(bytes);
  const body = bytes.subarray(bytes.indexOf(10, bytes.indexOf(10) + 1) + 1);
  return [header, [[itemHeader, body]]] as unknown as SentryEnvelope;
}
