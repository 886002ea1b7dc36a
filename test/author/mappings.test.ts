import { expect, test } from "vitest";
import { findMappings } from "../../src/author/mappings.ts";
import type { FoundPlugin } from "../../src/author/repository/plugin.ts";
import { parseManifest } from "../../src/publisher/parse.ts";

const dsn = "https://key@o1.ingest.sentry.io/42";
const manifest = parseManifest(
  JSON.stringify({
    publisher: "moth",
    plugins: { lamps: { version: "1.0.0", dsn, paths: ["node_modules/@moth/lamps"] } },
  }),
  String,
);

/** Maps a file name of an event to the repository as Sentry does, by the longest matching prefix. */
function sourceOf(filename: string, files: readonly string[], kind: FoundPlugin["kind"] = "package"): string {
  const code = {
    ...{ kind, name: "lamps", folder: "packages/lamps", version: "1.0.0" },
    paths: [],
    loggers: [],
    files,
  };
  const fitting = findMappings(manifest, () => code).filter(({ stackRoot }) => filename.startsWith(stackRoot));
  const [{ stackRoot, sourceRoot }] = fitting.sort((a, b) => b.stackRoot.length - a.stackRoot.length) as [never];
  return filename.replace(stackRoot, sourceRoot);
}

test.each([
  ["lamps/dist/light.js", ["src/light.ts"], "packages/lamps/src/light.js"],
  ["lamps/lib/deep/light.js", ["src/deep/light.mts"], "packages/lamps/src/deep/light.js"],
  ["lamps/index.js", ["src/light.ts"], "packages/lamps/index.js"],
  ["lamps/dist/light.js", ["src/light.ts", "dist/light.js"], "packages/lamps/dist/light.js"],
  ["lamps/dist/light.js", ["index.js"], "packages/lamps/dist/light.js"],
  ["lamps/src/light.js", ["src/light.js"], "packages/lamps/src/light.js"],
])("%s of a package of %j is %s in the repository", (filename, files, expected) => {
  expect(sourceOf(filename, files)).toBe(expected);
});

test("a cog's files are mapped to its folder, whatever its folders are called", () => {
  expect(sourceOf("lamps/dist/light.py", ["src/light.ts"], "cog")).toBe("packages/lamps/dist/light.py");
});
