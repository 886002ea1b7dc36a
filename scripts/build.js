// Bundles what ships: `node scripts/build.js --outdir=dist`.
//
// The command line is one bundle in lazily loaded chunks. Each door of the library is a bundle of its own, in ESM and in
// CommonJS: sixteen small shared files took six times as long to import as one of 64 KB.
import { build } from "esbuild";

const outdir = process.argv.find((word) => word.startsWith("--outdir="))?.slice(9) ?? "dist";

const common = {
  bundle: true,
  platform: "node",
  target: "node20.19",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "linked",
  outbase: "src",
  logLevel: "warning",
  external: ["discord.js"],
};
const esm = {
  ...common,
  format: "esm",
  splitting: true,
  outdir,
  banner: { js: "const require=(name)=>process.getBuiltinModule(name);" }, // what is bundled requires nothing else
};
const cjs = { ...common, format: "cjs", outdir: `${outdir}/cjs`, define: { "import.meta.dirname": "__dirname" } };
/** commander wants it for commands that are programs of their own; vextel has none, and loading it takes milliseconds. */
const withoutChildProcess = {
  name: "commander-without-child-process",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes("/commander/") ? { path: "child_process", namespace: "absent" } : undefined,
    );
    onLoad({ filter: /./, namespace: "absent" }, () => ({ contents: "module.exports = {};" }));
  },
};
const doors = ["src/index.ts", "src/testing/testing.ts", "src/discord/discord.ts", "src/sentry/sentry.ts"];

await Promise.all([
  build({ ...esm, plugins: [withoutChildProcess], entryPoints: ["src/cli/main.ts", "src/reporter/vextel-postman.ts"] }),
  ...doors.map((door) => build({ ...esm, entryPoints: [door] })),
  build({ ...cjs, entryPoints: doors }),
]);
