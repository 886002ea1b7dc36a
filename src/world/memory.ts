import { VextelError } from "../errors.ts";
import { largerThan, type Outside, type OutsideFiles } from "./outside/outside.ts";
import type { Files, Post, PostAnswer, PostRequest, World } from "./world.ts";

/** A world for tests: it touches neither disk nor clock nor network. */
export interface MemoryWorld extends World {
  /** Set or increase it to let time pass. */
  clockMs: number;
  readonly env: Record<string, string | undefined>;
  /** Every file, path to bytes. */
  readonly disk: Map<string, Uint8Array>;
  /** Requests, oldest first. */
  readonly posted: PostRequest[];
  /** The server's next answer; 200 by default. */
  answer: PostAnswer | ((request: PostRequest) => PostAnswer);
}

/** @param env - The environment; `VEXTEL_HOME` is `/vextel` unless it names another. */
export function createMemoryWorld(env: Record<string, string | undefined> = {}): MemoryWorld {
  const disk = new Map<string, Uint8Array>();
  const posted: PostRequest[] = [];
  let serial = 0;
  const post: Post = async (request) => {
    posted.push(request);
    return typeof world.answer === "function" ? world.answer(request) : world.answer;
  };
  const world: MemoryWorld = {
    clockMs: Date.UTC(2026, 0, 1),
    nowMs: () => world.clockMs,
    uuid: () => `00000000-0000-4000-8000-${(++serial).toString(16).padStart(12, "0")}`,
    env: { VEXTEL_HOME: "/vextel", ...env },
    platform: "linux",
    machine: { home: "/home/keeper", user: "keeper", host: "lighthouse" },
    files: createMemoryFiles(disk),
    outside: createMemoryOutside(disk),
    disk,
    posted,
    post,
    answer: { kind: "answered", status: 200, headers: {} },
  };
  return world;
}

/** The same disk, as files that do not belong to vextel. */
export function createMemoryOutside(disk: ReadonlyMap<string, Uint8Array>): OutsideFiles {
  const namesIn = (folder: string) => [
    ...new Set(
      [...disk.keys()].flatMap((path) =>
        path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1).split("/")[0]!] : [],
      ),
    ),
  ];
  const versions = new WeakMap<Uint8Array, number>(); // each write puts new bytes there
  let version = 0;
  const versionOf = (path: string): Outside<number> => {
    const bytes = disk.get(path);
    if (!bytes) return { kind: "absent" };
    if (!versions.has(bytes)) versions.set(bytes, ++version);
    return { kind: "found", value: versions.get(bytes)! };
  };
  return {
    readText(path, maxBytes) {
      const bytes = disk.get(path);
      if (!bytes) return namesIn(path).length > 0 ? { kind: "closed", reason: "it is not a file" } : { kind: "absent" };
      if (bytes.length > maxBytes) return { kind: "closed", reason: largerThan(maxBytes) };
      return { kind: "found", value: new TextDecoder().decode(bytes) };
    },
    list(folder) {
      const names = namesIn(folder);
      return names.length > 0 ? { kind: "found", value: names.sort() } : { kind: "absent" };
    },
    realPath: (path) =>
      disk.has(path) || namesIn(path).length > 0 ? { kind: "found", value: path } : { kind: "absent" },
    modifiedMs: versionOf,
    versionOf(path) {
      const found = versionOf(path);
      return found.kind === "found" ? { kind: "found", value: String(found.value) } : found;
    },
  };
}

function createMemoryFiles(disk: Map<string, Uint8Array>): Files {
  const locks = new Map<string, Promise<unknown>>();
  const namesIn = (folder: string) =>
    [...disk.keys()].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
  const put = (path: string, bytes: Uint8Array | string) => void disk.set(path, Buffer.from(bytes as Uint8Array));
  const rename = (from: string, to: string) => {
    const bytes = disk.get(from);
    if (bytes && disk.delete(from)) disk.set(to, bytes);
  };
  return {
    read: async (path) => {
      if (namesIn(path).length)
        throw new VextelError("STATE_UNTRUSTED", `${path} is a folder, not a file`, "Move it away.");
      return disk.get(path)?.slice();
    },
    list: async (folder) => [...new Set(namesIn(folder).map((name) => name.split("/")[0]!))].sort(),
    readMany: async (folder, names, parse) => names.map((name) => parse(textOf(disk.get(`${folder}/${name}`)))),
    write: async (path, bytes) => put(path, bytes),
    writeAll: async (all) => {
      for (const [path, bytes] of all) put(path, bytes);
    },
    append: async (path, text) =>
      void disk.set(path, Buffer.concat([disk.get(path) ?? Buffer.alloc(0), Buffer.from(text)])),
    move: async (from, to) => rename(from, to),
    moveAll: async (all) => {
      for (const [from, to] of all) rename(from, to);
    },
    writeSettings: async (path, content) => void disk.set(path, Buffer.from(JSON.stringify(content, null, 2))),
    readSettings: async (path) => {
      const bytes = disk.get(path);
      return bytes && JSON.parse(new TextDecoder().decode(bytes));
    },
    appendLine: async (path, render) => {
      const text = new TextDecoder().decode(disk.get(path));
      disk.set(path, Buffer.from(`${text}${render(text.split("\n").at(-2))}\n`));
    },
    stateOf: async () => undefined,
    versionsOf: async (_, names) => names.map(() => undefined),
    sweep: async () => {},
    remove: async (path) => disk.delete(path),
    makeFolder: async () => {},
    withLock(path, work) {
      const turn = (locks.get(path) ?? Promise.resolve()).then(work, work);
      const tail = turn.catch(() => {});
      locks.set(path, tail);
      void tail.then(() => {
        if (locks.get(path) === tail) locks.delete(path);
      });
      return turn;
    },
    isLocked: async (path) => locks.has(path),
  };
}

const textOf = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);
