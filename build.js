// Makes what ships: `node build.js --outdir=dist` the programs, `node build.js --types` the declarations, after tsc.
//
// The command line is one bundle in lazily loaded chunks. Each door of the library is a bundle of its own, in ESM and in
// CommonJS: sixteen small shared files took six times as long to import as one of 64 KB.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
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
const doors = ["index", "testing/testing", "discord/discord", "sentry/sentry"];
const doorFiles = doors.map((door) => `src/${door}.ts`);

async function buildPrograms() {
  const programs = ["src/cli/main.ts", "src/reporter/vextel-postman.ts"];
  await Promise.all([
    build({ ...esm, plugins: [withoutChildProcess], entryPoints: programs }),
    ...doorFiles.map((door) => build({ ...esm, entryPoints: [door] })),
    build({ ...cjs, entryPoints: doorFiles }),
  ]);
}

/**
 * Keeps the declarations that a door of the library leads to, lets them name each other as the files that ship, and
 * gives CommonJS a copy.
 */
function finishTypes() {
  const [types, all] = ["dist/types", "dist/types.all"];
  const relativeImport = /((?:from|import)\s*\(?\s*")(\.[^"]*)\.(?:ts|js)"/g;
  rmSync(all, { recursive: true, force: true });
  renameSync(types, all);
  const open = doors.map((door) => `${door}.d.ts`);
  for (const name of open) {
    const text = readFileSync(join(all, name), "utf8");
    mkdirSync(dirname(join(types, name)), { recursive: true });
    writeFileSync(join(types, name), text.replace(relativeImport, '$1$2.js"'));
    for (const [, , target] of text.matchAll(relativeImport)) {
      const path = join(dirname(name), `${target}.d.ts`);
      if (!open.includes(path) && existsSync(join(all, path))) open.push(path);
    }
  }
  rmSync(all, { recursive: true });
  cpSync(types, "dist/cjs/types", { recursive: true });
  writeFileSync("dist/cjs/package.json", '{"type":"commonjs"}\n');
}

if (process.argv.includes("--types")) finishTypes();
else await buildPrograms();
