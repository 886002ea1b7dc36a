// Builds what is shipped: `node build.js --outdir=dist` the programs, `node build.js --types` the declarations, after
// tsc.  The command line consists of a few bundles, each with V8's compiled code (`src/world/process/bundle.ts`). Each
// entry point of the library is one bundle, in ESM and in CommonJS: importing sixteen small shared files took six
// times as long as importing one of 64 KB.
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { Readable } from "node:stream";
import v8 from "node:v8";
import { build, transform } from "esbuild";

const outdir = process.argv.find((word) => word.startsWith("--outdir="))?.slice(9) ?? "dist";

/** Leaves out code of Sentry's SDK that reads the machine's id; nothing in vextel calls it. */
const withoutMachineId = {
  name: "without-machine-id",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]machine-id[/\\]getMachineId\.js$/ }, () => ({
      contents: "export const getMachineId = async () => undefined;",
    }));
  },
};

/** conf would add listeners to a bot's process to remove temporary files, which vextel removes anyway. */
const withoutExitListeners = {
  name: "without-exit-listeners",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^when-exit$/ }, () => ({ path: "when-exit", namespace: "no-listeners" }));
    onLoad({ filter: /./, namespace: "no-listeners" }, () => ({ contents: "export default () => () => {};" }));
  },
};

/**
 * Loads parts of Node that are slow to load only when they are first used. Members that are not imported are not in the
 * bundle.
 *
 * @param soon - Parts that are already loaded when a program starts.
 */
const lateBuiltins = (soon) => ({
  name: "late-builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path }) => (soon.includes(path) ? undefined : { path, namespace: "late" }));
    onLoad({ filter: /./, namespace: "late" }, async ({ path }) => ({ contents: late(path, await import(path)) }));
  },
});
/** For CommonJS: requiring these costs nothing. */
const laterThanFiles = lateBuiltins(["node:fs", "node:path", "node:events", "node:process"]);
/** For ESM: importing `node:fs` would load all of its streams. */
const allLate = lateBuiltins(["node:process"]);

const late = (path, { default: builtin, ...members }) => `
  let loaded;
  const load = () => loaded ??= process.getBuiltinModule("${path}");
  const lateClass = (own) => new Proxy(function () {}, {
    get: (_, key) => own()[key],
    apply: (_, self, args) => Reflect.apply(own(), self, args),
    construct: (late, args, target) => Reflect.construct(own(), args, target.prototype === own().prototype ? own() : target),
  });
  ${Object.entries(members)
    .filter(([name]) => /^\w+$/.test(name))
    .map(([name, member]) => `export ${lateMember(name, member)}`)
    .join("\n")}
  export default /* @__PURE__ */ (() => {
    const all = ${typeof builtin === "function" ? "(...args) => load()(...args)" : "{}"};
    for (const name of ${JSON.stringify(Object.keys(members))})
      Object.defineProperty(all, name, { get: () => load()[name], enumerable: true });
    return all;
  })();`;

/** Plain values differ between systems, and other objects may use private fields of `this`: both are loaded at once. */
function lateMember(name, member) {
  const own = `load().${name}`;
  if (isPlainFunction(member)) return `function ${name}(...args) { return ${own}(...args); }`;
  if (typeof member === "function") return `const ${name} = /* @__PURE__ */ lateClass(() => ${own});`;
  if (isPlainObject(member)) return `const ${name} = /* @__PURE__ */ new Proxy({}, { get: (_, key) => ${own}[key] });`;
  return `const ${name} = /* @__PURE__ */ (() => ${own})();`;
}

/** A function that is not used as a class and has no properties. */
const isPlainFunction = (member) =>
  typeof member === "function" &&
  Reflect.ownKeys(member).every((key) => ["length", "name", "prototype"].includes(key)) &&
  Reflect.ownKeys(member.prototype ?? {}).every((key) => key === "constructor");

const isPlainObject = (member) =>
  typeof member === "object" && [null, Object.prototype].includes(member && Object.getPrototypeOf(member));

const common = {
  plugins: [withoutMachineId, withoutExitListeners],
  metafile: true,
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
  plugins: [...common.plugins, allLate],
  format: "esm",
  splitting: true,
  outdir,
  banner: { js: "const require=(name)=>process.getBuiltinModule(name);" }, // bundled code requires only parts of Node
};
const cjs = {
  ...common,
  plugins: [...common.plugins, laterThanFiles],
  format: "cjs",
  define: { "import.meta.dirname": "__dirname" },
};
/** Code that is loaded on demand: separate bundles, which share nothing with the program that loads them. */
const parts = {
  post: "src/deliver/http/post.ts",
  settings: "src/world/files/settings.ts",
  chalk: "chalk",
  inquirer: "inquirer",
  keys: "@inquirer/core",
};
const partBehind = new Map(Object.entries(parts).map(([name, entry]) => [entry, name]));
const separateParts = {
  name: "parts",
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ path, kind, resolveDir }) => {
      const entry = path.startsWith(".") ? relative(".", resolve(resolveDir, path)).replaceAll("\\", "/") : path;
      const part = kind === "dynamic-import" ? partBehind.get(entry) : undefined;
      return part && { path: `./${part}.cjs`, external: true };
    });
  },
};

/** commander needs it for subcommands that are separate programs; vextel has none. */
const withoutChildProcess = {
  name: "without-child-process",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes("/commander/") ? { path: "child_process", namespace: "absent" } : undefined,
    );
    onLoad({ filter: /./, namespace: "absent" }, () => ({ contents: "module.exports = {};" }));
  },
};

/** Keeps only these of the commands that the program loads on demand. */
const onlyCommands = (names) => ({
  name: "only-commands",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.\/review\/raw\.ts$/ }, () => ({ path: "raw", namespace: "absent" })); // see start.ts
    onResolve({ filter: /^\.\/commands\// }, ({ path, kind }) =>
      kind === "dynamic-import" && !names.some((name) => path === `./commands/${name}.ts`)
        ? { path: "command", namespace: "absent" }
        : undefined,
    );
  },
});

/** A bundle as one function expression, for `loadBundle`. */
const bundle = {
  ...common,
  plugins: [...common.plugins, withoutChildProcess, laterThanFiles],
  format: "cjs",
  define: { "import.meta.dirname": "__dirname" },
  supported: { "dynamic-import": false }, // uses `require` instead
  banner: { js: "(function(exports,require,module,__filename,__dirname){" },
  footer: { js: "})" },
};
const doors = ["index", "testing/testing", "discord/discord", "sentry/sentry"];
const doorFiles = doors.map((door) => `src/${door}.ts`);

async function buildPrograms() {
  const builds = await Promise.all([
    buildCommandLine(),
    build({ ...esm, entryPoints: ["src/reporter/sender/vextel-sender.ts"] }),
    ...doorFiles.map((door) => build({ ...esm, entryPoints: [door] })),
    ...doorFiles.map(buildDoorInCommonJs),
  ]);
  writeFileSync(`${outdir}/cjs/package.json`, '{"type":"commonjs"}\n');
  writeLicences(builds.flat().flatMap(({ metafile }) => Object.keys(metafile.inputs)));
}

/** Builds an entry point in CommonJS by translating the ESM files, because esbuild can split only ESM. */
async function buildDoorInCommonJs(door) {
  const split = { ...esm, banner: {}, outdir: `${outdir}/cjs`, write: false };
  const { outputFiles, metafile } = await build({ ...split, entryPoints: [door] });
  for (const { path, text } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, path.endsWith(".js") ? await toCommonJs(text) : text);
  }
  return { metafile };
}

async function toCommonJs(text) {
  const { target, platform, minifySyntax, minifyWhitespace } = common;
  const { define } = cjs;
  const supported = { "dynamic-import": false }; // uses `require` instead
  const options = { target, platform, minifySyntax, minifyWhitespace, define, supported, format: "cjs" };
  return (await transform(text, options)).code;
}

/** Writes the licence of each package that has code in a bundle. */
function writeLicences(inputs) {
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? []);
  const texts = [...new Set(folders)].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? readFileSync(join(folder, file), "utf8").trim() : `Licence: ${license}`;
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  const all = texts.sort().join(`\n${"-".repeat(80)}\n\n`);
  writeFileSync(`${outdir}/THIRD-PARTY-LICENSES`, `vextel's bundles hold parts of these packages.\n\n${all}`);
}

async function buildCommandLine() {
  const to = (name) => `${outdir}/cli/${name}.cjs`;
  await build({ ...cjs, entryPoints: ["src/cli/start.ts"], outfile: to("start") });
  const { bundles, digestOf, loadBundle } = createRequire(import.meta.url)(resolve(to("start")));
  const program = (name, ...more) =>
    build({
      ...{ ...bundle, entryPoints: ["src/cli/main.ts"], outfile: to(name) },
      minifyIdentifiers: name === "status", // reading it takes a fifth of the command's time
      plugins: [...bundle.plugins, separateParts, ...more],
    });
  const builds = await Promise.all([
    program("whole"),
    ...bundles.map(([name, commands]) => program(name, onlyCommands(commands))),
    ...Object.entries(parts).map(([name, entry]) => build({ ...bundle, entryPoints: [entry], outfile: to(name) })),
  ]);
  for (const name of ["whole", ...bundles.map(([name]) => name), ...Object.keys(parts)]) writeInAscii(to(name));
  await rehearse((name) => loadBundle(resolve(outdir, "cli"), `${name}.cjs`), digestOf);
  return builds;
}

/** Escapes what esbuild leaves in regular expressions, because `loadBundle` needs one byte for each character. */
function writeInAscii(path) {
  const text = readFileSync(path, "utf8");
  const escaped = text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  if (escaped !== text) writeFileSync(path, escaped);
}

/**
 * Runs commands as a user would, and keeps the code that V8 compiled for them. V8 flags that commands set are ignored
 * here: the next process would reject code that was compiled with other flags.
 */
async function rehearse(load, digestOf) {
  const home = mkdtempSync(join(tmpdir(), "vextel-rehearsal-"));
  const server = createServer((request, response) => request.resume().on("end", () => response.end()));
  await once(server.listen(0, "127.0.0.1"), "listening");
  let stdin = rehearsedLog;
  const run = async (name, ...words) => {
    const said = [];
    const stdout = { isTty: false, write: async (data) => said.push(data) };
    const streams = { stdin: Readable.from([Buffer.from(stdin)]), stdout, stderr: stdout };
    const status = await load(name).exports.main(words, streams, { VEXTEL_HOME: home });
    if (status !== 0) throw new Error(`vextel ${words.join(" ")} ended with status ${status}: ${said.join("")}`);
    return said.join("");
  };
  const { setFlagsFromString } = v8;
  v8.setFlagsFromString = () => {};
  try {
    const [id] = /[0-9a-f]{32}/.exec(await run("whole", "capture"));
    for (const words of [["--version"], ["status"]]) await run("status", ...words);
    for (const words of [["list"], ["show", id]]) await run("light", ...words);
    const rules = JSON.parse(await run("whole", "scrub", "--rules", "--json"));
    stdin = `${rehearsedLog}${rules.map(({ name, example }) => `${name} ${example} ${example}\n`).join("")}`.repeat(20);
    await run("scrub", "scrub");
    const log = join(home, "bot.log");
    writeFileSync(log, stdin);
    await run("scrub", "scrub", log);
    await run("send", "send", "--dsn", `http://key@127.0.0.1:${server.address().port}/1`, id);
    const digests = ["status", "light", "scrub", "send", "whole", "post", "settings"].map((name) => {
      const cache = load(name).script.createCachedData();
      writeFileSync(`${load(name).path}.cache`, cache);
      return `${name}.cjs=${digestOf(cache)}`;
    });
    const start = resolve(outdir, "cli/start.cjs");
    writeFileSync(start, readFileSync(start, "utf8").replace("@@digests of caches@@", digests.join(" ")));
  } finally {
    v8.setFlagsFromString = setFlagsFromString;
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
 * Keeps the declarations that the library's entry points need, makes their imports name the shipped files, and copies
 * them for CommonJS.
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
}

if (process.argv.includes("--types")) finishTypes();
else await buildPrograms();
