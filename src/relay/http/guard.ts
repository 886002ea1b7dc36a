import { isLoopback } from "../address.ts";
import { Refusal } from "../wire/refusal.ts";
import { type Route, readRoute } from "../wire/route.ts";

/** The parts of a request's head that are checked. */
export interface Head {
  readonly method: string;
  readonly path: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`. */
  readonly fetchSite: string | undefined;
}

/**
 * Whether a request comes from an SDK on this machine and not from a web page in the owner's browser: pages send their
 * origin, and a page with its own name for this address (DNS rebinding) sends that name as the host.
 *
 * @param isOpen - Other machines may reach the relay: they know it by other names.
 * @throws {Refusal} 403, 404, 405.
 */
export function checkHead({ method, path, host, origin, fetchSite }: Head, isOpen: boolean): Route {
  const isPage = origin !== undefined || (fetchSite !== undefined && fetchSite !== "none");
  if (isPage || method === "OPTIONS") throw new Refusal(403, "web pages may not report here");
  if (!isOpen && !isLoopbackName(host)) throw new Refusal(403, "the Host header names another host");
  const route = readRoute(path);
  if (!route) throw new Refusal(404, "only Sentry's envelope and store endpoints are served");
  if (method !== "POST") throw new Refusal(405, "only POST is served");
  return route;
}

function isLoopbackName(host = ""): boolean {
  const [, bracketed, bare = ""] = /^(?:\[([^\]]+)\]|([^:]+))(?::\d{1,5})?$/.exec(host.toLowerCase()) ?? [];
  return isLoopback(bracketed ?? bare);
}
