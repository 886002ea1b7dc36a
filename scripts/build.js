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
  banner: { js: "import{createRequire as vextelRequire}from'node:module';const require=vextelRequire(import.meta.url);" },
};
const cjs = { ...common, format: "cjs", outdir: `${outdir}/cjs`, define: { "import.meta.dirname": "__dirname" } };
const doors = ["src/index.ts", "src/testing/testing.ts", "src/discord/discord.ts", "src/sentry/sentry.ts"];

await Promise.all([
  build({ ...esm, entryPoints: ["src/cli/main.ts", "src/reporter/vextel-postman.ts"] }),
  ...doors.map((door) => build({ ...esm, entryPoints: [door] })),
  build({ ...cjs, entryPoints: doors }),
]);
