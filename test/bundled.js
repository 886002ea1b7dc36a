// `node test/bundled.js PROGRAM [ARGUMENT…]` bundles a program, as what is shipped is bundled, and runs it. tsx is not
// fit for measuring: it names each function whenever it is made, which makes some rules several times as slow.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** Code knows the places of the files that it came from. */
const places = {
  name: "places",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8")
        .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)))
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href)),
      loader: "ts",
    }));
  },
};

const folder = join(import.meta.dirname, "../node_modules/.cache/vextel");
const outfile = join(folder, `${process.pid}.mjs`);
process.argv.splice(1, 1);
mkdirSync(folder, { recursive: true });
process.on("exit", () => rmSync(outfile, { force: true }));
await build({
  entryPoints: [process.argv[1]],
  outfile,
  ...{ bundle: true, platform: "node", format: "esm", target: "node20", packages: "external" },
  ...{ plugins: [places], logLevel: "warning" },
});
await import(pathToFileURL(outfile).href);
