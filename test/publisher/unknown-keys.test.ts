import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findUnknownKeys } from "../../src/publisher/unknown-keys.ts";
import { runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const plugin = { version: "1.0.0", dsn: "https://key@sentry.example/1", loggers: ["moth.lamps"] };

test.each([
  [{ publisher: "moth", titel: "Moth", plugins: { lamps: plugin } }, [{ place: ["titel"], nearest: "title" }]],
  [
    { publisher: "moth", plugins: { lamps: { ...plugin, pahts: ["cogs/lamps"] } } },
    [{ place: ["plugins", "lamps", "pahts"], nearest: "paths" }],
  ],
  [
    { publisher: "moth", title: "Moth", privacy: "https://moth.example", plugins: { lamps: { ...plugin, paths: [] } } },
    [],
  ],
])("keys that a manifest should not have are named with the nearest right one: %j", (manifest, expected) => {
  expect(findUnknownKeys(manifest)).toEqual(expected);
});

test("publisher add registers a manifest with an unknown key, and says that the key is ignored", async () => {
  const home = temporaryFolder();
  const file = join(home, "vextel.json");
  writeFileSync(file, JSON.stringify({ publisher: "moth", plugins: { lamps: { ...plugin, pahts: ["cogs/lamps"] } } }));
  const { status, stderr } = await runVextel(["publisher", "add", file], { home });
  expect(status).toBe(0);
  expect(stderr).toContain("plugins.lamps.pahts is not known and was ignored; did the author mean paths?");
});

test("publisher add names several unknown keys in one line", async () => {
  const home = temporaryFolder();
  const file = join(home, "vextel.json");
  const unknown = Object.fromEntries(["pahts", "logers", "one", "two", "three", "four"].map((key) => [key, []]));
  writeFileSync(file, JSON.stringify({ publisher: "moth", plugins: { lamps: { ...plugin, ...unknown } } }));
  const { status, stderr } = await runVextel(["publisher", "add", file], { home });
  expect([status, stderr.match(/not known/g)?.length]).toEqual([0, 1]);
  expect(stderr.replace(/\s+/g, " ")).toMatch(
    /^6 keys are not known and were ignored: plugins\.lamps\.pahts \(paths\?\), plugins\.lamps\.logers \(loggers\?\), .*, 1 more\s*$/m,
  );
});
