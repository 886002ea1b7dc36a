import { build } from "esbuild";
import { expect, test } from "vitest";
import { repository } from "../support/program.ts";

/** All files of src/ that are loaded with one, without those that are imported when they are needed. */
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
