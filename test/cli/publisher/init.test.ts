import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { madeUpCogs, makeCogRepository } from "../../support/cog-repository.ts";
import { runVextel } from "../../support/run-vextel.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const dsn = "https://key@o1.ingest.sentry.io/42";
const init = (folder: string, ...flags: string[]) =>
  runVextel(["publisher", "init", ...flags], { home: temporaryFolder(), cwd: folder });
const read = (folder: string) => JSON.parse(readFileSync(join(folder, "vextel.json"), "utf8"));
const check = (folder: string) =>
  runVextel(["publisher", "check", "--strict"], { home: temporaryFolder(), cwd: folder });

test("init finds the cogs of a repository, with their versions, loggers and links; check finds nothing wrong", async () => {
  const root = makeCogRepository();
  const { status, stderr } = await init(root, "--dsn", dsn);
  expect([status, stderr]).toEqual([0, expect.stringContaining("vextel.json is written, with 10 plugins.")]);
  expect(stderr).toContain("No version was found in jetty, so 0.0.0 is written.");
  expect(stderr).toContain(
    "The logger red.harbour.utils is not claimed, because several plugins use it: anchor, bilge, compass.",
  );
  const { plugins, ...manifest } = read(root);
  expect(manifest).toEqual({
    publisher: "harbour-cogs",
    title: "Wren's harbour",
    privacy: "https://github.com/wren/Harbour-Cogs/blob/HEAD/TELEMETRY.md",
    support: "https://github.com/wren/Harbour-Cogs/issues",
    repository: "https://github.com/wren/Harbour-Cogs",
  });
  expect(plugins).toEqual(
    Object.fromEntries(
      madeUpCogs.map(([name, version, logger]) => [
        name,
        {
          ...{ version: version ?? "0.0.0", dsn, loggers: logger ? [logger] : [] },
          paths: [`cogs/${name}`, `Harbour-Cogs/${name}`],
        },
      ]),
    ),
  );
  const { stdout } = await check(root);
  expect(stdout).toMatch(/^vextel\.json:4:3: warning: privacy names TELEMETRY\.md, .*\n {2}Make it: .*\n$/);
  writeFileSync(join(root, "TELEMETRY.md"), "");
  expect(await check(root)).toMatchObject({ status: 0, stderr: "vextel.json: no problems found.\n" });
}, 120_000);

test("init keeps what the author wrote, asks before it changes a manifest, and changes nothing if it is up to date", async () => {
  const root = makeCogRepository();
  await init(root, "--dsn", dsn, "--name", "wren");
  expect((await init(root)).stderr).toContain("is up to date; nothing was changed");
  const other = await init(root, "--dsn", dsn.replace("42", "43"), "--name", "robin");
  expect(other.stderr).toMatch(/^--name is not used: the publisher in .*vextel\.json stays wren\.$/m);
  expect(other.stderr).toMatch(/^--dsn is for new plugins only: anchor, .* in .*vextel\.json keep what is written/m);
  expect((await init(root, "--dsn", dsn, "--name", "wren")).stderr).not.toContain("--dsn");
  const manifest = read(root);
  manifest.title = "Mine";
  manifest.plugins.anchor.dsn = dsn;
  manifest.plugins.anchor.paths = ["cogs/anchor", "wharf/anchor"];
  manifest.plugins.anchor.later = true;
  delete manifest.plugins.bilge;
  manifest.plugins.ebb.version = "4.1.6";
  manifest.plugins.kraken = manifest.plugins.islet;
  const before = JSON.stringify(manifest);
  writeFileSync(join(root, "vextel.json"), before);
  const { stdout: found } = await check(root);
  expect(found).toMatch(/warning: bilge\/ is a cog that no plugin of the manifest claims \[unclaimed\]/);
  expect(found).toMatch(/:\d+:\d+: warning: the code has version 4\.1\.7 \[version-stale\]/);
  const refused = await init(root);
  expect([refused.status, readFileSync(join(root, "vextel.json"), "utf8")]).toEqual([2, before]);
  expect(refused.stderr).toContain("bilge is new\n  ebb was 4.1.6, is 4.1.7\n");
  expect(refused.stderr).toContain("kraken is in vextel.json but not in the repository; it was left as it is.");
  const { stdout } = await init(root, "--dry-run");
  expect(readFileSync(join(root, "vextel.json"), "utf8")).toBe(before);
  expect((await init(root, "--yes")).status).toBe(0);
  expect(JSON.parse(stdout)).toEqual(read(root));
  const after = read(root);
  expect(after).toMatchObject({ publisher: "wren", title: "Mine", plugins: { kraken: {}, bilge: { dsn } } });
  expect(after.plugins.anchor).toEqual(manifest.plugins.anchor);
  expect(after.plugins.ebb.version).toBe("4.1.7");
}, 120_000);

test("init never overwrites a file that is not a manifest", async () => {
  const root = makeCogRepository();
  writeFileSync(join(root, "vextel.json"), "{ mine");
  const { status, stderr } = await init(root, "--dsn", dsn, "--yes");
  expect([status, stderr, readFileSync(join(root, "vextel.json"), "utf8")]).toEqual([
    2,
    expect.stringContaining("vextel publisher check"),
    "{ mine",
  ]);
});

test("init writes nothing without a DSN, with a secret one, or without a plugin", async () => {
  const root = makeCogRepository();
  expect(await init(root)).toMatchObject({ status: 2, stderr: expect.stringContaining("--dsn") });
  const secret = await init(root, "--dsn", "https://key:s3cr3t@o1.ingest.sentry.io/42");
  expect([secret.status, secret.stderr]).toEqual([2, expect.not.stringContaining("s3cr3t")]);
  expect(() => read(root)).toThrow("ENOENT");
  expect(await init(temporaryFolder(), "--dsn", dsn)).toMatchObject({ status: 3 });
});

test("init finds the packages of a workspace that are plugins of a bot", async () => {
  const root = join(temporaryFolder(), "larder");
  const write = (path: string, value: object) => {
    mkdirSync(join(root, path), { recursive: true });
    writeFileSync(join(root, path, "package.json"), JSON.stringify(value));
  };
  write("", {
    name: "larder",
    private: true,
    workspaces: ["packages/*"],
    repository: "wren/larder",
    bugs: { url: "https://help.example/larder" },
  });
  writeFileSync(join(root, "TELEMETRY.md"), "");
  write("packages/jam", { name: "@larder/jam", version: "1.2.3", peerDependencies: { "discord.js": "^14" } });
  write("packages/salt", { name: "salt", version: "0.1.0", private: true, dependencies: { vextel: "*" } });
  write("packages/site", { name: "site", version: "9.9.9", dependencies: { astro: "*" } });
  write("node_modules/flour", { name: "flour", version: "1.0.0", dependencies: { "discord.js": "*" } });
  expect((await init(root, "--dsn", dsn)).status).toBe(0);
  expect(read(root)).toMatchObject({
    ...{ publisher: "larder", support: "https://help.example/larder", repository: "https://github.com/wren/larder" },
    plugins: {
      jam: { version: "1.2.3", paths: ["node_modules/@larder/jam", "larder/packages/jam"] },
      salt: { version: "0.1.0", paths: ["larder/packages/salt"] },
    },
  });
  expect(Object.keys(read(root).plugins)).toEqual(["jam", "salt"]);
  expect((await check(root)).status).toBe(0);
  rmSync(join(root, "packages"), { recursive: true });
  write("", { name: "@wren/larder", version: "2.0.0", dependencies: { "discord.js": "^14" } });
  rmSync(join(root, "vextel.json"));
  await init(root, "--dsn", dsn);
  expect(read(root).plugins).toEqual({
    larder: { version: "2.0.0", dsn, paths: ["node_modules/@wren/larder"], loggers: [] },
  });
});

test("a folder that does not exist, or is a file, is not called a repository without plugins", async () => {
  const root = temporaryFolder();
  writeFileSync(join(root, "file"), "");
  const missing = await init(root, "no-folder");
  expect([missing.status, missing.stderr]).toEqual([
    1,
    expect.stringContaining("no-folder cannot be read: there is no such folder"),
  ]);
  const file = await init(root, "file");
  expect([file.status, file.stderr]).toEqual([
    1,
    expect.stringContaining("file cannot be read: there is no such folder"),
  ]);
});

test.skipIf(process.platform === "win32")(
  "init lists a cog once, whatever links in the repository lead to it",
  async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, "lamps"));
    writeFileSync(join(root, "lamps", "info.json"), "{}");
    writeFileSync(join(root, "lamps", "__init__.py"), "");
    for (const [name, target] of [
      ["all", "."],
      ["alias", "lamps"],
      ["lamps/up", ".."],
    ] as const)
      symlinkSync(target, join(root, name));
    expect((await init(root, "--dsn", dsn)).status).toBe(0);
    expect(Object.keys(read(root).plugins)).toEqual(["lamps"]);
  },
);
