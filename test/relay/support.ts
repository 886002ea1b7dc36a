import http from "node:http";
import { onTestFinished } from "vitest";
import { withoutSecret } from "../../src/deliver/dsn.ts";
import { parseManifest } from "../../src/publisher/parse.ts";
import { createRegistry } from "../../src/publisher/registry.ts";
import { createKeyFile, type Keys } from "../../src/relay/keys/key-file.ts";
import { startRelay } from "../../src/relay/relay.ts";
import { createScrubber } from "../../src/scrub/scrub.ts";
import type { ScrubContext } from "../../src/seal/draft.ts";
import { createTestWorld, type TestWorld } from "../../src/testing/testing.ts";
import { relayKeysPath, resolvePaths } from "../../src/world/paths.ts";

/** The key of the plugin `moth/lamps` in these tests. */
export const key = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

/** The text of a manifest with one plugin. */
export const manifestOf = (publisher: string, plugin: string, dsn: string, paths: readonly string[]) =>
  JSON.stringify({ publisher, plugins: { [plugin]: { version: "1.2.3", dsn, paths } } });

export interface TestRelayOptions {
  readonly world?: TestWorld;
  readonly keys?: Partial<Keys>;
  /** The texts of the manifests. Default: that of `moth/lamps`. */
  readonly manifests?: readonly string[];
  readonly acceptRealKeys?: boolean;
  readonly secrets?: readonly string[];
}

const contexts = new Map<string, ScrubContext>();

/** Cached, because rules take long to compile. */
function scrubContextOf(secrets: readonly string[]): ScrubContext {
  const literals = { secrets, home: "/home/keeper", user: "keeper", host: "lighthouse" };
  const known = contexts.get(secrets.join()) ?? { scrubber: createScrubber({ literals }), literals };
  contexts.set(secrets.join(), known);
  return known;
}

/** Starts a relay on a free port, on a machine in memory; stopped at the end of the test. */
export async function startTestRelay(options: TestRelayOptions = {}) {
  const { world = createTestWorld(), keys, acceptRealKeys = false, secrets = [] } = options;
  const paths = resolvePaths(world.env, "/");
  const registry = createRegistry(paths, world, withoutSecret);
  const manifests = options.manifests ?? [manifestOf("moth", "lamps", "https://public@sentry.example/42", ["lamps"])];
  for (const text of manifests) await registry.add(parseManifest(text, withoutSecret));
  await createKeyFile(relayKeysPath(paths), world).change(() => ({
    ...{ keys: [{ key, publisher: "moth", plugin: "lamps" }], shapes: [] },
    ...keys,
  }));
  const relay = await startRelay({
    ...{ host: world, registry, acceptRealKeys, cli: "vextel", addresses: [{ host: "127.0.0.1", port: 0 }] },
    scrubContextOf: async () => scrubContextOf(secrets),
  });
  onTestFinished(() => relay.stop());
  return { world, relay, port: Number(relay.addresses[0]!.split(":").at(-1)) };
}

export interface Reply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface Post {
  readonly port: number;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: http.OutgoingHttpHeaders | readonly string[];
  readonly body?: string | Uint8Array;
}

/** Sends a request as an SDK does; by default an envelope with the key of `moth/lamps`. */
export function post({ port, method = "POST", path = "/api/1/envelope/", headers, body = "" }: Post): Promise<Reply> {
  const given = headers ?? { "X-Sentry-Auth": `Sentry sentry_key=${key}, sentry_version=7` };
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: "127.0.0.1", port, method, path, headers: given, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const { statusCode, headers: answered } = response;
          resolve({ status: statusCode!, headers: answered, body: Buffer.concat(chunks).toString() });
        });
      },
    );
    request.on("error", reject).end(body);
  });
}

/** An envelope with this header and these items. */
export const envelopeOf = (
  header: object,
  ...items: readonly (readonly [header: object, payload: string | object])[]
) =>
  [
    JSON.stringify(header),
    ...items.flatMap(([itemHeader, payload]) => [
      JSON.stringify(itemHeader),
      typeof payload === "string" ? payload : JSON.stringify(payload),
    ]),
    "",
  ].join("\n");

/** All files on the disk in memory, as text. */
export const diskText = (world: TestWorld) =>
  [...world.disk.values()].map((bytes) => Buffer.from(bytes).toString()).join("\n");
