import { frameworkPart, isSharedPackage } from "./shared-packages.ts";

/** Names of folders that belong to no plugin: of systems, bots and languages. */
const folders = new Set([
  ...["", ".", "..", "~", "home", "users", "root", "opt", "srv", "usr", "var", "etc", "tmp", "lib", "lib64", "local"],
  ...["share", ".local", ".config", "data", "mnt", "media", "volumes", "c:", "d:", "documents", "desktop", "library"],
  ...["appdata", "roaming", "program files", "program files (x86)", "workspaces"],
  ...["app", "apps", "src", "dist", "build", "out", "target", "bin", "code", "projects", "repos", "git", "workspace"],
  ...["bot", "bots", "discordbot", "discord-bot", "cog", "cogs", "plugin", "plugins", "extension", "extensions", "ext"],
  ...["exts", "module", "modules", "command", "commands", "event", "events", "listeners", "handlers", "interactions"],
  ...["core", "utils", "util", "helpers", "common", "shared", "services", "tasks", "tests", "test", "main", "index"],
  ...["red", "redbot", "red-discordbot", "cogmanager", "repomanager", "downloader", "discord", "discord.js"],
  ...[
    "discord.py",
    "python",
    "node",
    "js",
    "ts",
    "py",
    "main.py",
    "bot.py",
    "index.js",
    "__init__.py",
    "__main__.py",
    "venv",
    ".venv",
    "env",
    "vendor",
    ".yarn",
  ],
]);

/** Folders that contain packages of others. */
const libraries = /^(?:site-packages|dist-packages|node_modules|python-?\d[\d.]*|lib-dynload|\.pnpm|__pypackages__)$/i;

/** Whether a folder of this name contains packages of others: a frame in it belongs to a library. */
export const isLibraryFolder = (segment: string): boolean => libraries.test(segment);

const isGenericSegment = (segment: string) =>
  folders.has(segment.toLowerCase()) || isLibraryFolder(segment) || /^(?:[\s*?.]*|node:.*|<.*)$/.test(segment);

/** Whether no part of a claimed path is specific, so that it would also match files of others. */
export function isGenericPath(path: string): boolean {
  const segments = path.split("/");
  const isGeneric = (segment: string, at: number) => isGenericSegment(segment) || isAccount(segments, at);
  return /[*?]/.test(path) || segments.includes("..") || segments.every(isGeneric) || isOfHost(segments);
}

/**
 * Whether a claim names files of the language, or of a package that many bots share: they are in everybody's errors.
 */
function isOfHost(segments: readonly string[]): boolean {
  if (segments.some((segment) => /^node:/i.test(segment))) return true;
  const at = segments.findLastIndex((segment, index) => isLibraryFolder(segment) || isDownloaderLib(segments, index));
  if (at < 0) return frameworkPart.test(segments.join("/"));
  const [name] = segments.slice(at + 1);
  return name !== undefined && (isLanguageFolder(segments[at]!) || isSharedPackage(name));
}

/** Where the language keeps its own modules: below it, packages are in a further folder. */
const isLanguageFolder = (segment: string) => /^python-?\d/i.test(segment);

/** Where Red installs what cogs require. */
const isDownloaderLib = (segments: readonly string[], at: number) =>
  segments[at]!.toLowerCase() === "lib" && segments[at - 1]?.toLowerCase() === "downloader";

/**
 * Whether a segment is the name of an account: `container` in `/home/container`, where hosting panels keep every bot.
 */
const isAccount = (segments: readonly string[], at: number) =>
  homes.test(segments[at - 1] ?? "") &&
  /^(?:[a-z]:)?$/i.test(segments.slice(0, at - 1).join("")) &&
  isName(segments[at]!);
const homes = /^(?:home|users|documents and settings)$/i;
const isName = (segment: string) => !/\.[cm]?[jt]sx?$|\.py$/i.test(segment);

/** Loggers of the bot, its framework or the language, and all below those to which no plugin logs. */
const hostLoggers = new Set([
  ...["root", "red", "redbot", "discord", "bot", "cogs", "cog", "main", "__main__", "app", "plugins", "extensions"],
  ...["red.core", "red.cogs", "red.main", "python", "py", "logging", "asyncio", "client", "commands", "index"],
]);
const hostTrees = /^(?:__main__|red\.core|red\.main)\./;

/** Whether a claimed logger belongs to the host, so that it would match lines of everybody. */
export function isHostLogger(name: string): boolean {
  const known = name.toLowerCase();
  return (
    hostLoggers.has(known) ||
    hostTrees.test(`${known}.`) ||
    isSharedPackage(known.split(".")[0]!) ||
    !/^[^.\s*][^*]*$/.test(name) ||
    /\.\.|\.$/.test(name)
  );
}
