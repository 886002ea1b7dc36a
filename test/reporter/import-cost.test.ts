import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { repository } from "../support/program.ts";
import { libraryPath } from "./bot-process.ts";

/** All files of src/ that are loaded together with one, except for dynamic imports. */
async function loadedWith(entry: string): Promise<Set<string>> {
  const { metafile } = await build({
    ...{ entryPoints: [entry], absWorkingDir: repository, bundle: true, splitting: true, format: "esm" },
    ...{
      platform: "node",
      outdir: "unwritten",
      write: false,
      metafile: true,
      packages: "external",
      logLevel: "silent",
    },
  });
  const loaded = new Set([entry]);
  for (const path of loaded)
    for (const { path: next, kind } of metafile.inputs[path]?.imports ?? [])
      if (kind === "import-statement" && next in metafile.inputs) loaded.add(next);
  return loaded;
}

test("a bot that loads the library loads no rule of the scrubber before it has an error", {
  timeout: 60_000,
}, async () => {
  const loaded = await loadedWith("src/index.ts");
  expect(loaded).toContain("src/reporter/submit/submit.ts");
  expect([...loaded].filter((path) => /^src\/(?:scrub\/rules|deliver\/post)/.test(path))).toEqual([]);
});

/** Loads an entry point of the built library in its own process; returns Node's parts and the bytes that it loads. */
function load(path: string, load: string): { readonly parts: readonly string[]; readonly bytes: number } {
  const script = `
    const [parts, getBuiltinModule] = [[], process.getBuiltinModule];
    process.getBuiltinModule = (name) => (parts.push(name), getBuiltinModule(name));
    (async () => {
      await ${load}(${JSON.stringify(path)});
      process.getBuiltinModule = getBuiltinModule;
      const bytes = Object.keys(require.cache).reduce((sum, path) => sum + require("fs").statSync(path).size, 0);
      console.log(JSON.stringify({ parts: parts.filter((name) => name !== "node:path"), bytes }));
    })();`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

const inCommonJs = join(dirname(libraryPath()), "cjs/index.js");

test("importing the library loads no part of Node that a bot might not need", () => {
  expect(load(libraryPath(), "import").parts).toEqual([]);
});

test("requiring it loads no such part either, and no rule of the scrubber", () => {
  const { parts, bytes } = load(inCommonJs, "require");
  expect(parts).toEqual([]);
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThan(250_000);
});
