import { basename, join, resolve } from "node:path";
import { readRemote } from "../../owner/red/cogs.ts";
import { foundIn, type OutsideFiles } from "../../world/outside/outside.ts";
import { findCogs } from "./cogs.ts";
import { asTitle, helpOf, toWebAddress } from "./links.ts";
import { withOwnLoggers } from "./loggers.ts";
import { findPackages } from "./packages.ts";
import type { FoundPlugin } from "./plugin.ts";
import { readTree } from "./tree.ts";

/** The facts that were found in an author's repository. */
export interface Repository {
  readonly root: string;
  /** The repository's name, otherwise the name of its folder. */
  readonly name: string;
  readonly title?: string;
  /** Address of the repository's page. */
  readonly address?: string;
  /** Address where users find help. */
  readonly support?: string;
  readonly plugins: readonly FoundPlugin[];
  /** Problems with the above that the author should know. */
  readonly notes: readonly string[];
}

const mostBytes = 1024 * 1024;

/** Reads a repository of cogs (`info.json`) or packages (`package.json`). Changes nothing. */
export function readRepository(folder: string, outside: OutsideFiles): Repository {
  const root = resolve(folder);
  const read = (path: string) => foundIn(outside.readText(join(root, path), mostBytes));
  const json = (path: string) => parseRecord(read(path));
  const remote = toWebAddress(readRemote(read(".git/config") ?? ""));
  const name = (remote ?? root.replaceAll("\\", "/")).split("/").at(-1) || basename(root);
  const tree = readTree(root, outside);
  const cogs = findCogs(tree, name, read);
  const packages = findPackages(tree, name, json);
  const { plugins, notes } = withOwnLoggers([...cogs, ...(cogs.length > 0 ? [] : packages)]);
  const [info, manifest] = [json("info.json"), json("package.json")];
  const address = toWebAddress(addressIn(manifest?.repository)) ?? remote;
  const title = asTitle(info?.name) ?? asTitle(manifest?.displayName);
  const support = toWebAddress(addressIn(manifest?.bugs)) ?? helpOf(address);
  return {
    ...{ root, name, plugins, notes },
    ...(title !== undefined && { title }),
    ...(address !== undefined && { address }),
    ...(support !== undefined && { support }),
  };
}

/** `"https://…"` or `{ "url": "https://…" }`, as in npm. */
const addressIn = (value: unknown): unknown => (value as { url?: unknown } | undefined)?.url ?? value;

function parseRecord(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
