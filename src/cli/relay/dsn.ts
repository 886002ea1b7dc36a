import { VextelError } from "../../errors.ts";
import type { Line } from "../../preview/terminal/line.ts";
import { isName } from "../../publisher/manifest.ts";
import { defaultAddress, renderRelayDsn } from "../../relay/dsn.ts";
import { createKey, createKeyFile, type Keys, type RelayKey } from "../../relay/keys/key-file.ts";
import { relayKeysPath } from "../../world/paths.ts";
import type { CommandDeps } from "../deps.ts";
import { findRelay } from "./running.ts";
import { warnOfProxy } from "./warnings.ts";

export interface DsnRequest {
  readonly plugin?: string;
  readonly rotate?: true;
  readonly forget?: true;
  readonly vars?: string;
  readonly address?: string;
  readonly json?: true;
}

type Named = Pick<RelayKey, "publisher" | "plugin">;

/** Makes, shows, changes or deletes the key of one plugin; without a name, shows all. */
export async function runRelayDsn(request: DsnRequest, deps: CommandDeps): Promise<void> {
  const file = createKeyFile(relayKeysPath(deps.paths), deps.world);
  const address = request.address ?? (await usualAddress(deps));
  if (request.plugin === undefined) return showAll((await file.read()).keys, address, request, deps);
  const named = parsePlugin(request.plugin);
  const isOwn = (one: Named) => one.publisher === named.publisher && one.plugin === named.plugin;
  if (request.forget) {
    if (!(await file.read()).keys.some(isOwn)) throw unknown(request.plugin);
    await file.change((keys) => ({ ...keys, keys: keys.keys.filter((one) => !isOwn(one)) }));
    return deps.terminal.note([`The key of ${request.plugin} is deleted: requests with it are rejected.`]);
  }
  const shapes = readVars(request.vars);
  const keys = await file.change((before) => withShapes(withKey(before, isOwn), named.publisher, shapes));
  await showOne(keys.keys.find(isOwn)!, keys, address, request, deps);

  function withKey(before: Keys, isNamed: (one: Named) => boolean): Keys {
    const known = before.keys.some(isNamed);
    if (known && !request.rotate) return before;
    const fresh = { key: createKey(deps.world), ...named };
    return { ...before, keys: [...before.keys.filter((one) => !isNamed(one)), fresh] };
  }
}

async function usualAddress(deps: CommandDeps): Promise<string> {
  const relay = await findRelay(deps);
  return (relay?.isRunning ? relay.addresses[0] : undefined) ?? defaultAddress;
}

function withShapes(keys: Keys, publisher: string, shapes: boolean | undefined): Keys {
  if (shapes === undefined) return keys;
  const others = keys.shapes.filter((name) => name !== publisher);
  return { ...keys, shapes: shapes ? [...others, publisher] : others };
}

async function showOne(key: RelayKey, keys: Keys, address: string, { json }: DsnRequest, deps: CommandDeps) {
  const { publisher, plugin } = key;
  const vars = keys.shapes.includes(publisher) ? "shapes" : "none";
  const dsn = renderRelayDsn(address, key);
  if (json) return deps.terminal.json({ publisher, plugin, dsn, vars });
  await deps.terminal.print([[dsn]]);
  await deps.terminal.note(
    ['In Python: sentry_sdk.Client(dsn=…, http_proxy=""); elsewhere set no_proxy=127.0.0.1.'],
    [`Local variables: ${vars === "none" ? "left out" : "their types and lengths"}.`],
    ...(await noteOnManifest(key, deps)),
    ...warnOfProxy(deps.world.env),
  );
}

async function noteOnManifest({ publisher, plugin }: Named, { registry }: CommandDeps): Promise<Line[]> {
  const manifest = (await registry.read()).manifests.find((one) => one.publisher === publisher);
  if (manifest?.plugins.some(({ name }) => name === plugin)) return [];
  return [
    [
      [
        "warn",
        `No registered publisher ${publisher} has a plugin ${plugin}: its errors are held, because they have no address.`,
      ],
    ],
    ["Register it: vextel publisher add vextel.json"],
  ];
}

async function showAll(all: readonly RelayKey[], address: string, { json, ...rest }: DsnRequest, deps: CommandDeps) {
  if (rest.rotate || rest.forget || rest.vars !== undefined)
    throw new VextelError("USAGE", "No plugin is named", "Name one: vextel relay dsn <publisher>/<plugin>");
  const dsns = all.map(({ key, publisher, plugin }) => ({
    publisher,
    plugin,
    dsn: renderRelayDsn(address, { key, publisher, plugin }),
  }));
  if (json) return deps.terminal.json(dsns);
  await deps.terminal.print(dsns.map(({ dsn }): Line => [dsn]));
  if (dsns.length === 0)
    await deps.terminal.note(["There is no key yet. Make one: vextel relay dsn <publisher>/<plugin>"]);
}

function parsePlugin(text: string): Named {
  const [publisher, plugin, ...more] = text.split("/");
  if (isName(publisher) && isName(plugin) && more.length === 0) return { publisher, plugin };
  throw new VextelError(
    "USAGE",
    "The plugin must be given as <publisher>/<plugin>",
    "For example: vextel relay dsn vex-cogs/birthdays",
  );
}

function readVars(vars: string | undefined): boolean | undefined {
  if (vars === undefined) return undefined;
  if (vars === "none" || vars === "shapes") return vars === "shapes";
  throw new VextelError(
    "USAGE",
    "--vars takes none or shapes",
    "shapes keeps types, lengths and small numbers, and no other values.",
  );
}

const unknown = (plugin: string) => new VextelError("NOT_FOUND", `${plugin} has no key`, "See all: vextel relay dsn");
