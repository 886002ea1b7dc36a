import { createHash } from "node:crypto";
import type { Dsn } from "../../deliver/dsn.ts";
import { isName, type Manifest, type PluginManifest } from "../../publisher/manifest.ts";
import type { Route } from "../wire/route.ts";
import type { Keys } from "./key-file.ts";

/** The plugins for which a request may report. */
export interface Target {
  readonly publisher: string;
  /** One plugin, unless several share the diverted address: then the frames decide. */
  readonly plugins: readonly TargetPlugin[];
  readonly variables: "none" | "shapes";
}

/** A plugin; without a manifest it only has a name, and its events can only be held. */
export type TargetPlugin = Pick<PluginManifest, "name"> & Partial<PluginManifest>;

export interface TargetOptions {
  readonly manifests: readonly Manifest[];
  readonly readDsn: (text: string) => Dsn;
  /** Whether requests with the public key of a publisher's real DSN are accepted. */
  readonly acceptRealKeys: boolean;
}

/** The plugin to which the key of a request belongs; the key alone decides. `undefined` if it belongs to none. */
export function findTarget(key: string, route: Route, keys: Keys, options: TargetOptions): Target | undefined {
  const given = digestOf(key); // compared by digests: the time that it takes reveals nothing
  const known = keys.keys.find((one) => digestOf(one.key) === given);
  const shapes = (publisher: string) => (keys.shapes.includes(publisher) ? "shapes" : "none");
  if (known) {
    const manifest = options.manifests.find(({ publisher }) => publisher === known.publisher);
    const plugin = manifest?.plugins.find(({ name }) => name === known.plugin) ?? { name: known.plugin };
    return { publisher: known.publisher, plugins: [plugin], variables: shapes(known.publisher) };
  }
  const isDiverted = keys.diversion !== undefined && given === digestOf(keys.diversion);
  const real = isDiverted || options.acceptRealKeys ? destinationOf(route, isDiverted ? undefined : key) : undefined;
  if (!real) return undefined;
  for (const { publisher, plugins } of options.manifests) {
    const own = plugins.filter(({ dsn }) => isSame(options.readDsn(dsn), real));
    if (own.length > 0) return { publisher, plugins: own, variables: shapes(publisher) };
  }
  return isDiverted ? { publisher: "unknown", plugins: [{ name: nameOf(real) }], variables: "none" } : undefined;
}

/** Where an event would have gone without the diversion. */
type Destination = Pick<Dsn, "host" | "prefix" | "publicKey" | "projectId">;

/**
 * Out of `/<host>[/<path>]/<key>/api/<n>/…`, or of `/<host>[/<path>]/api/<n>/…` with the key that the request named.
 */
function destinationOf(route: Route, named: string | undefined): Destination | undefined {
  const [host, ...path] = route.prefix;
  const publicKey = named ?? path.pop();
  if (host === undefined || publicKey === undefined || !/^[\w.-]+(?:~\d+)?$/.test(host)) return undefined;
  const prefix = path.map((part) => `/${part}`).join("");
  return { host: host.replace("~", ":").toLowerCase(), prefix, publicKey, projectId: route.project };
}

const isSame = (dsn: Dsn, real: Destination) =>
  dsn.host === real.host &&
  dsn.prefix === real.prefix &&
  dsn.publicKey === real.publicKey &&
  dsn.projectId === real.projectId;

/** A name that says where the event was to go. */
function nameOf({ host, projectId }: Destination): string {
  const name = `${host.replace(/[^\w.-]/g, "-").slice(0, 42)}-${projectId}`;
  return isName(name) ? name : `project-${projectId}`;
}

const digestOf = (key: string) => createHash("sha256").update(key).digest("hex");
