// Makes what ships: `node build.js --outdir=dist` the programs, `node build.js --types` the declarations, after tsc.
//
// The command line is a few bundles, each with the code that V8 made of it (`src/world/bundle.ts`). Each door of the
// library is a bundle of its own, in ESM and in CommonJS: sixteen small shared files took six times as long to import as
// one of 64 KB.
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Readable } from "node:stream";
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
/** What is loaded only when it is needed: bundles of their own, which share nothing with the program that loads them. */
const parts = {
  post: "src/deliver/post.ts",
  settings: "src/world/settings.ts",
  chalk: "chalk",
  inquirer: "inquirer",
};
const partBehind = { "../deliver/post.ts": "post", "./settings.ts": "settings", chalk: "chalk", inquirer: "inquirer" };
const apart = {
  name: "parts",
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ path, kind }) =>
      kind === "dynamic-import" && partBehind[path] ? { path: `./${partBehind[path]}.cjs`, external: true } : undefined,
    );
  },
};

/** Leaves out what a bundle never gets to. */
const without = (name, from, what) => ({
  name: `without-${name}`,
  setup({ onResolve, onLoad }) {
    onResolve({ filter: what }, ({ importer }) => (from.test(importer) ? { path: name, namespace: name } : undefined));
    onLoad({ filter: /./, namespace: name }, () => ({ contents: "module.exports = {};" }));
  },
});
/** commander wants it for commands that are programs of their own; vextel has none, and loading it takes milliseconds. */
const withoutChildProcess = without("child-process", /\/commander\//, /^node:child_process$/);
/** `src/cli/start.ts` takes the other bundle for them. */
const withoutWorkers = without("workers", /\/cli\/program\.ts$/, /^\.\/workers\.ts$/);

/** One function expression, for `loadBundle`. */
const bundle = {
  ...common,
  format: "cjs",
  define: { "import.meta.dirname": "__dirname" },
  supported: { "dynamic-import": false }, // `require` it is
  banner: { js: "(function(exports,require,module,__filename,__dirname){" },
  footer: { js: "})" },
};
const doors = ["index", "testing/testing", "discord/discord", "sentry/sentry"];
const doorFiles = doors.map((door) => `src/${door}.ts`);

async function buildPrograms() {
  await Promise.all([
    buildCommandLine(),
    build({ ...esm, entryPoints: ["src/reporter/vextel-postman.ts"] }),
    ...doorFiles.map((door) => build({ ...esm, entryPoints: [door] })),
    build({ ...cjs, entryPoints: doorFiles }),
  ]);
}

async function buildCommandLine() {
  const to = (name) => `${outdir}/cli/${name}.cjs`;
  const program = { ...bundle, entryPoints: ["src/cli/main.ts"] };
  await Promise.all([
    build({ ...cjs, outdir: undefined, entryPoints: ["src/cli/start.ts"], outfile: to("start") }),
    build({ ...program, plugins: [withoutChildProcess, withoutWorkers, apart], outfile: to("light") }),
    build({ ...program, plugins: [withoutChildProcess, apart], outfile: to("whole") }),
    ...Object.entries(parts).map(([name, entry]) => build({ ...bundle, entryPoints: [entry], outfile: to(name) })),
  ]);
  await rehearse(resolve(outdir, "cli"));
}

/** Runs commands as a user would, and keeps the code that V8 made for them. */
async function rehearse(folder) {
  const { loadBundle } = createRequire(import.meta.url)(join(folder, "start.cjs"));
  const home = mkdtempSync(join(tmpdir(), "vextel-rehearsal-"));
  const server = createServer((request, response) => request.resume().on("end", () => response.end()));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const run = async (name, ...words) => {
    const said = [];
    const stdout = { isTty: false, write: async (data) => said.push(data) };
    const streams = { stdin: Readable.from([Buffer.from(rehearsedLog)]), stdout, stderr: stdout };
    const status = await loadBundle(folder, name).exports.main(words, streams, { VEXTEL_HOME: home });
    if (status !== 0) throw new Error(`vextel ${words.join(" ")} ended with status ${status}: ${said.join("")}`);
    return said.join("");
  };
  try {
    await run("whole.cjs", "scrub");
    const [id] = /[0-9a-f]{32}/.exec(await run("whole.cjs", "capture"));
    for (const words of [["status"], ["list"], ["show", id]]) await run("light.cjs", ...words);
    await run("whole.cjs", "send", "--dsn", `http://key@127.0.0.1:${server.address().port}/1`, id);
    for (const name of ["light.cjs", "whole.cjs", "post.cjs", "settings.cjs"])
      writeFileSync(join(folder, `${name}.cache`), loadBundle(folder, name).script.createCachedData());
  } finally {
    server.close();
    rmSync(home, { recursive: true });
  }
}

const rehearsedLog = `[2026-01-31 12:00:00] [ERROR] red.birthdays: member 123456789012345678 from 192.0.2.17 made this fail
Traceback (most recent call last):
  File "/home/keeper/cogs/birthdays/core.py", line 7, in today
    raise ValueError("no such day")
ValueError: no such day
`;

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
