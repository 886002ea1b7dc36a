import type { Counters } from "../counters.ts";
import type { Ingest } from "../ingest.ts";
import type { Target } from "../keys/target.ts";
import { type Answer, answerTo } from "../response.ts";
import { keysOf } from "../wire/auth.ts";
import { codingOf, decodeBody, isKnownCoding } from "../wire/decode.ts";
import { readObject } from "../wire/json.ts";
import { Refusal } from "../wire/refusal.ts";
import { readRequestTarget } from "../wire/request-target.ts";
import type { Route } from "../wire/route.ts";
import { type BodyRoom, readBody } from "./body.ts";
import { checkHead } from "./guard.ts";
import type { Handle, Request } from "./server.ts";

export interface HandleDeps {
  readonly ingest: Ingest;
  readonly counters: Counters;
  /** Finds the plugin of a key. */
  readonly findTarget: (key: string, route: Route) => Promise<Target | undefined>;
  /** Whether other machines can reach the relay. */
  readonly isOpen: boolean;
}

/** Handles one request, from its head to its answer. Nothing of a refused request is kept or logged. */
export function createHandle(deps: HandleDeps): Handle {
  const room: Room = { used: 0, keyless: 0 };
  return async (request) => {
    try {
      return await answer(request, deps, room);
    } catch (error) {
      const refusal =
        error instanceof Refusal
          ? error
          : new Refusal(error instanceof Error && isAborted(error) ? 408 : 503, "it could not be accepted");
      deps.counters.turnAway(refusal.status);
      return answerTo({ kind: "refused", refusal });
    }
  };
}

/** What requests in progress use together. */
interface Room extends BodyRoom {
  /** Requests whose key is in a body that is still being read. */
  keyless: number;
}

/** More are refused, so that programs without a key take no room from SDKs with one. */
const mostKeyless = 8;

function enterKeyless(room: Room): () => void {
  if (room.keyless >= mostKeyless) throw new Refusal(503, "too many requests without a key are in progress");
  room.keyless += 1;
  return () => {
    room.keyless -= 1;
  };
}

const isAborted = (error: NodeJS.ErrnoException) => error.code === "ECONNRESET" || error.code === "ABORT_ERR";

async function answer(request: Request, deps: HandleDeps, room: Room): Promise<Answer> {
  const { headers, method = "", url = "" } = request;
  const { path, host, query } = readRequestTarget(url, headers.host);
  const fetchSite = headers["sec-fetch-site"] as string | undefined;
  const route = checkHead({ method, path, host, origin: headers.origin, fetchSite }, deps.isOpen);
  const named = keysOf(headers, query);
  const isNamedInside = route.kind === "tunnel" || (route.kind === "envelope" && named.length === 0);
  const target = isNamedInside ? undefined : await authorise(named, route, deps);
  const coding = codingOf(headers["content-encoding"]);
  if (!isKnownCoding(coding)) throw new Refusal(415, "unsupported content coding");
  const leave = target ? () => {} : enterKeyless(room);
  try {
    return await answerBody(request, { target, named, route, coding }, deps, room);
  } finally {
    leave();
  }
}

/** What the head of a request says. */
interface Named {
  /** Absent if the body names the key. */
  readonly target: Target | undefined;
  readonly named: readonly string[];
  readonly route: Route;
  readonly coding: string;
}

async function answerBody(
  request: Request,
  { target, named, route, coding }: Named,
  deps: HandleDeps,
  room: Room,
): Promise<Answer> {
  const { body, release } = await readBody(request, coding !== "" && coding !== "identity", room);
  try {
    if (target && deps.ingest.refuse(target)) return answerTo({ kind: "flooded" }, await deps.ingest.unwanted(target));
    const bytes = await decodeBody(body, coding);
    const reporter = target ?? (await authoriseByHeader(bytes, deps));
    const isEnvelope = route.kind !== "store" || isEnvelopeType(request.headers["content-type"]);
    if (target && isEnvelope) checkHeader(bytes, named);
    const take = isEnvelope ? deps.ingest.takeEnvelope : deps.ingest.takeStore;
    const verdict = await take(bytes, reporter);
    if (verdict.kind === "unavailable") deps.counters.turnAway(503);
    return answerTo(verdict, await deps.ingest.unwanted(reporter));
  } finally {
    release();
  }
}

/** Some SDKs send envelopes to both endpoints. */
const isEnvelopeType = (type: string | undefined) => /^application\/x-sentry-envelope\b/i.test(type ?? "");

const unknownKey = () => new Refusal(403, "the request has no key of this relay");

async function authorise(named: readonly string[], route: Route, { findTarget }: HandleDeps): Promise<Target> {
  if (named.length > 1) throw new Refusal(400, "the request names several keys");
  const target = named[0] === undefined ? undefined : await findTarget(named[0], route);
  if (!target) throw unknownKey();
  return target;
}

/** The parsed DSN in an envelope's header. */
function dsnIn(body: Buffer): { key: string; route: Route } | undefined {
  const end = body.indexOf(10);
  const { dsn } = readObject(end < 0 ? body : body.subarray(0, end));
  if (typeof dsn !== "string" || dsn.length > 1000 || !URL.canParse(dsn)) return undefined;
  const { username, pathname } = new URL(dsn);
  const prefix = pathname.split("/").filter(Boolean);
  return { key: username, route: { kind: "tunnel", project: prefix.pop() ?? "", prefix } };
}

/** If the request names no key, because it came through a tunnel, the DSN in the envelope decides. */
async function authoriseByHeader(body: Buffer, deps: HandleDeps): Promise<Target> {
  const dsn = dsnIn(body);
  return authorise(dsn ? [dsn.key] : [], dsn?.route ?? { kind: "tunnel", prefix: [], project: "" }, deps);
}

/** The header that Sentry's own Relay uses. */
function checkHeader(body: Buffer, named: readonly string[]): void {
  const dsn = dsnIn(body);
  if (dsn && !named.includes(dsn.key)) throw new Refusal(400, "the envelope names another key than the request");
}
