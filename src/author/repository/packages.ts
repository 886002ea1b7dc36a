import type { FoundPlugin } from "./plugin.ts";
import { type Folder, filesIn, foldersIn } from "./tree.ts";

type Json = Readonly<Record<string, unknown>>;
type ReadJson = (path: string) => Json | undefined;

/** Frameworks that plugins of bots are written for. */
const frameworks = /^(?:discord\.js|vextel|discordx|eris|oceanic\.js|@sapphire\/framework|@discordjs\/.+)$/;

/**
 * The packages of a repository that are plugins of a bot, judged by their dependencies; if there are none, all packages
 * except the workspace root.
 */
export function findPackages(tree: Folder, repository: string, json: ReadJson): FoundPlugin[] {
  const all = foldersIn(tree).flatMap((folder) => {
    const manifest = folder.files.includes("package.json") ? json(join(folder.path, "package.json")) : undefined;
    return typeof manifest?.name === "string" && manifest.workspaces === undefined ? [{ folder, manifest }] : [];
  });
  const made = all.filter(({ manifest }) => dependenciesOf(manifest).some((name) => frameworks.test(name)));
  return (made.length > 0 ? made : all).map(({ folder, manifest }) => describePackage(folder, manifest, repository));
}

const dependenciesOf = (manifest: Json) =>
  ["dependencies", "peerDependencies", "devDependencies"].flatMap((key) =>
    Object.keys((manifest[key] as object) ?? {}),
  );

function describePackage(folder: Folder, manifest: Json, repository: string): FoundPlugin {
  const full = manifest.name as string;
  const name = full.replace(/^@[^/]*\//, "");
  const installed = manifest.private === true ? [] : [`node_modules/${full}`];
  const inClone = folder.path === "" ? (installed.length > 0 ? [] : [repository]) : [join(repository, folder.path)];
  return {
    ...{ kind: "package", name, folder: folder.path, loggers: [], paths: [...installed, ...inClone] },
    files: filesIn(folder).filter((file) => /\.[cm]?[jt]sx?$/.test(file) && !/\.(?:d\.ts|config\.\w+)$/.test(file)),
    ...(typeof manifest.version === "string" && { version: manifest.version }),
  };
}

const join = (...parts: readonly string[]) => parts.filter((part) => part !== "").join("/");
