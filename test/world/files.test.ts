import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { expect, test, vi } from "vitest";
import { VextelError } from "../../src/errors.ts";
import { createMemoryWorld } from "../../src/world/memory.ts";
import { createNodeWorld } from "../../src/world/node.ts";
import type { Files } from "../../src/world/world.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const noPost = () => Promise.reject(new Error("no network here"));
const openDisk = (home: string) => createNodeWorld(noPost, { VEXTEL_HOME: home }).files;
const same = (text: string | undefined) => text;
const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();

const worlds: [string, () => { files: Files; home: string }][] = [
  ["memory", () => ({ files: createMemoryWorld().files, home: "/vextel" })],
  [
    "disk",
    () => {
      const home = temporaryFolder();
      return { files: openDisk(home), home };
    },
  ],
];

test.each(worlds)("%s: files can be written, read, listed and removed", async (_, open) => {
  const { files, home } = open();
  const folder = join(home, "a/b");
  expect(await files.read(join(folder, "x"))).toBeUndefined();
  expect(await files.list(folder)).toEqual([]);
  expect(await files.remove(join(folder, "x"))).toBe(false);
  await files.write(join(folder, "x"), "first");
  await files.write(join(folder, "x"), Buffer.from("second"));
  await files.write(join(folder, "w"), "");
  expect(text(await files.read(join(folder, "x")))).toBe("second");
  expect(await files.list(folder)).toEqual(["w", "x"]);
  expect(await files.list(home)).toEqual(["a"]);
  expect(await files.readMany(folder, ["x", "gone", "w"], same)).toEqual(["second", undefined, ""]);
  expect(await files.remove(join(folder, "x"))).toBe(true);
  expect(await files.list(folder)).toEqual(["w"]);
});

test.each(worlds)("%s: many files can be written and renamed at once", async (_, open) => {
  const { files, home } = open();
  const at = (name: string) => join(home, name);
  await files.writeAll([]);
  await files.writeAll([
    [at("a/x"), "first"],
    [at("b/y"), Buffer.from("second")],
    [at("a/x"), "third"],
  ]);
  expect([text(await files.read(at("a/x"))), text(await files.read(at("b/y")))]).toEqual(["third", "second"]);
  await files.moveAll([
    [at("a/x"), at("c/x")],
    [at("a/gone"), at("c/gone")],
    [at("b/y"), at("c/y")],
  ]);
  expect([await files.list(at("a")), await files.list(at("b")), await files.list(at("c"))]).toEqual([
    [],
    [],
    ["x", "y"],
  ]);
});

test("if one of many files cannot be written, the error names it, and no temporary file is left", async () => {
  const home = temporaryFolder();
  mkdirSync(join(home, "a/folder/x"), { recursive: true });
  const files = openDisk(home);
  const all = ["before", "folder", "after"].map((name) => [join(home, "a", name), "text"] as const);
  await expect(files.writeAll(all)).rejects.toThrow(join(home, "a/folder"));
  expect(await files.list(join(home, "a"))).toEqual(["before", "folder"]);
});

test.each(worlds)("%s: settings are written completely, as JSON", async (_, open) => {
  const { files, home } = open();
  const path = join(home, "consent.json");
  await files.writeSettings(path, { version: 1, "a.b": { __proto__: null, c: [1] } });
  await files.writeSettings(path, { version: 1, "a.b": { c: [2] } });
  expect(JSON.parse(text(await files.read(path))!)).toEqual({ version: 1, "a.b": { c: [2] } });
  expect(await files.list(home)).toEqual(["consent.json"]);
});

test.each(worlds)("%s: a folder where a file was expected is not trusted", async (_, open) => {
  const { files, home } = open();
  await files.write(join(home, "folder/x"), "");
  await expect(files.read(join(home, "folder"))).rejects.toMatchObject({ code: "STATE_UNTRUSTED" });
});

test.each(worlds)("%s: under a lock, work runs one at a time, even after a failure", async (_, open) => {
  const { files, home } = open();
  let running = 0;
  let done = 0;
  const work = async () => {
    running += 1;
    expect(running).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running -= 1;
    done += 1;
    if (done % 3 === 0) throw new Error("on purpose");
    return done;
  };
  const results = await Promise.allSettled(
    Array.from({ length: 12 }, () => files.withLock(join(home, "the.lock"), work)),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(8);
  expect(await files.list(home)).toEqual([]);
});

test("folders are made 0700 and files 0600, whatever the umask", async () => {
  const home = join(temporaryFolder(), "new");
  const before = process.umask(0);
  try {
    const files = openDisk(home);
    await files.write(join(home, "a/b/x"), "");
    await files.writeSettings(join(home, "c/settings.json"), {});
    for (const name of readdirSync(home, { recursive: true }).map(String)) {
      const entry = statSync(join(home, name));
      expect([name, entry.mode & 0o777]).toEqual([name, entry.isDirectory() ? 0o700 : 0o600]);
    }
    expect(statSync(home).mode & 0o777).toBe(0o700);
  } finally {
    process.umask(before);
  }
});

test.skipIf(!existsSync("/proc/self"))("a folder in which none can be made is an error, without waiting", async () => {
  const [mine, beyond] = ["/proc/vextel", join(temporaryFolder(), "file", "x")];
  writeFileSync(dirname(beyond), "");
  for (const home of [mine, beyond])
    await expect(openDisk(home).makeFolder(join(home, "a", "b"))).rejects.toThrow(VextelError);
});

test("no symbolic link below vextel's folders is followed, but the folders themselves may be links", async () => {
  const elsewhere = temporaryFolder();
  writeFileSync(join(elsewhere, "x"), "theirs");
  const home = temporaryFolder();
  const files = openDisk(home);
  symlinkSync(elsewhere, join(home, "folder"));
  mkdirSync(join(home, "real"));
  symlinkSync(join(elsewhere, "x"), join(home, "real/link"));
  const untrusted = { code: "STATE_UNTRUSTED" };
  await expect(files.read(join(home, "folder/x"))).rejects.toMatchObject(untrusted);
  await expect(files.list(join(home, "folder"))).rejects.toMatchObject(untrusted);
  await expect(files.write(join(home, "folder/y"), "")).rejects.toMatchObject(untrusted);
  await expect(files.writeSettings(join(home, "folder/y.json"), {})).rejects.toMatchObject(untrusted);
  await expect(files.remove(join(home, "folder/x"))).rejects.toMatchObject(untrusted);
  await expect(files.withLock(join(home, "folder/l"), async () => 0)).rejects.toMatchObject(untrusted);
  await expect(files.makeFolder(join(home, "folder/z"))).rejects.toMatchObject(untrusted);
  await expect(files.read(join(home, "real/link"))).rejects.toMatchObject(untrusted);
  expect(await files.readMany(join(home, "real"), ["link"], same)).toEqual([undefined]);
  await files.write(join(home, "real/link"), "ours");
  expect(lstatSync(join(home, "real/link")).isFile()).toBe(true);
  expect([readdirSync(elsewhere), readFileSync(join(elsewhere, "x"), "utf8")]).toEqual([["x"], "theirs"]);

  const linked = join(temporaryFolder(), "home");
  symlinkSync(home, linked);
  expect(text(await openDisk(linked).read(join(linked, "real/link")))).toBe("ours");
});

test("pipes, sockets and devices do not block", async () => {
  const home = temporaryFolder();
  spawnSync("mkfifo", [join(home, "pipe")]);
  await expect(openDisk(home).read(join(home, "pipe"))).rejects.toMatchObject({ code: "STATE_UNTRUSTED" });
});

test("temporary files that a killed process left are removed after a minute, others are not", async () => {
  const home = temporaryFolder();
  const files = openDisk(home);
  const stale = ["x.json.123-abcd.tmp", "consent.json.tmp-1234567890abcdef", "keep.lock.1-2-ff.tmp"];
  const others = ["x.json", "notes.tmp.txt", "my.json.tmpl"];
  for (const name of [...stale, ...others, "young.tmp"]) writeFileSync(join(home, name), "");
  for (const name of [...stale, ...others]) utimesSync(join(home, name), 0, 0);
  await files.sweep(home);
  expect(readdirSync(home).sort()).toEqual([...others, "young.tmp"].sort());
});

test("a lock in a folder that cannot be written is refused at once", async () => {
  const home = temporaryFolder();
  const path = join(home, "file/the.lock");
  writeFileSync(dirname(path), "");
  await expect(openDisk(home).withLock(path, async () => 0)).rejects.toMatchObject({
    code: expect.stringMatching(/FILE_UNWRITABLE|STATE_UNTRUSTED/),
  });
});

test("SNAP in the environment, which would make settings be written in place, has no effect", async () => {
  const home = temporaryFolder();
  const path = join(home, "consent.json");
  const files = openDisk(home);
  await files.writeSettings(path, { version: 1 });
  const before = statSync(path).ino;
  process.env.SNAP = "/snap/x";
  try {
    await files.writeSettings(path, { version: 2 });
    expect(process.env.SNAP).toBe("/snap/x");
  } finally {
    delete process.env.SNAP;
  }
  expect(statSync(path).ino).not.toBe(before);
});

test("after a file is replaced or written to, its version is different or undefined", async () => {
  const folder = join(temporaryFolder(), "versions");
  const files = openDisk(folder);
  const names = ["kept", "replaced", "written into", "written into at the same time", "gone"];
  for (const name of names) await files.write(join(folder, name), "first");
  const versions = () => files.versionsOf(folder, names);
  expect(await versions(), "the next change might look like this one").toEqual(names.map(() => undefined));
  const before = await vi.waitUntil(async () => (await versions().then((all) => all.every(Boolean) && all)) || null, {
    timeout: 30_000,
  });
  await files.write(join(folder, "replaced"), "other");
  for (const name of names.slice(2, 4)) {
    const { atime, mtime } = statSync(join(folder, name));
    writeFileSync(join(folder, name), "other");
    if (name.endsWith("time")) utimesSync(join(folder, name), atime, mtime);
  }
  await files.remove(join(folder, "gone"));
  const after = await versions();
  expect(after[0]).toBe(before[0]);
  for (const [at, version] of after.entries()) if (at > 0) expect(version, names[at]).not.toBe(before[at]);
});

test.skipIf(process.platform === "win32")(
  "after each change, the state of a folder is different or undefined",
  async () => {
    const home = temporaryFolder();
    const files = openDisk(home);
    const folders = ["add", "replace", "move", "remove"].map((name) => join(home, name));
    for (const folder of folders) await files.write(join(folder, "x"), "first");
    expect(await files.stateOf(folders[0]!)).toBeUndefined(); // the next change might have the same time
    const states = await vi.waitUntil(
      async () => {
        const all = await Promise.all(folders.map(files.stateOf));
        return all.every(Boolean) && all;
      },
      { timeout: 30_000 },
    );
    expect(await Promise.all(folders.map(files.stateOf))).toEqual(states);
    await files.write(join(folders[0]!, "y"), "second");
    await files.write(join(folders[1]!, "x"), "other");
    await files.move(join(folders[2]!, "x"), join(folders[2]!, "z"));
    await files.remove(join(folders[3]!, "x"));
    for (const [at, folder] of folders.entries()) expect(await files.stateOf(folder)).not.toBe(states[at]);
    expect(await files.stateOf(join(home, "nowhere"))).toBeUndefined();
  },
);
