// Tests the built package in typical projects of authors: `npm run matrix`, after `npm run build`; arguments choose
// cases. Needs the registry of npm or its cache; without both, cases are skipped with a message.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { asksForCommand, bundled, crossed, plainCjs, plainEsm, runnerTest } from "./programs.ts";

const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = mkdtempSync(join(tmpdir(), "vextel-matrix-"));
const tools = [
  "typescript-old@npm:typescript@5.4",
  "typescript-new@npm:typescript@latest",
  "esbuild",
  "vitest@4",
  "jest@30",
  "pnpm@9",
];
/** Later versions of Node, as the packages that hold its program for this platform. */
const laterNodes = ["22", "24", "26"];
const nodePackage = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
const beside = ["discord.js@14", "@sentry/node@10.78.0", "@types/node@20", "@types/jest@30"];

interface Case {
  readonly name: string;
  run(): Promise<unknown>;
}

/** @throws With the program's complete output, if it fails or prints something else than expected. */
async function run(at: string, command: string, args: readonly string[], expected?: string): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    VEXTEL_HOME: join(folder, "home"),
    npm_config_cache: process.env.npm_config_cache ?? join(process.env.HOME ?? "", ".npm"),
    CI: "1",
  };
  const { stdout } = await promisify(execFile)(command, args, { cwd: at, env, maxBuffer: 1 << 26 }).catch((failed) => {
    throw new Error(`${command} ${args.join(" ")}\n${failed.stdout}\n${failed.stderr}`);
  });
  if (expected !== undefined && stdout !== expected) throw new Error(`${command} ${args.join(" ")} printed ${stdout}`);
  return stdout;
}

function write(path: string, text: string | object): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof text === "string" ? text : JSON.stringify(text, null, 2));
}

const strict = {
  ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noEmit: true },
  ...{ target: "ES2022", lib: ["ES2023", "DOM", "ESNext.Disposable"], types: ["node"] },
};

const tsc = (compiler: "old" | "new", at: string, args: readonly string[]) =>
  run(at, process.execPath, [join(folder, `node_modules/typescript-${compiler}/bin/tsc`), ...args]);

/** An author's plugin, compiled with one compiler and one way to resolve modules. */
function compiles(compiler: "old" | "new", options: { module: string; moduleResolution: string }, type: string): Case {
  const name = `types-${compiler}-${options.moduleResolution}-${type}`;
  return {
    name,
    async run() {
      write(`${name}/package.json`, { type });
      for (const file of ["plugin", "sentry"])
        cpSync(join(repository, "test/types/consumer", `${file}.ts.txt`), join(folder, name, `${file}.ts`));
      const files = ["plugin.ts", "sentry.ts"];
      write(`${name}/tsconfig.json`, { compilerOptions: { ...strict, ...options, skipLibCheck: true }, files });
      await tsc(compiler, join(folder, name), ["-p", "."]);
    },
  };
}

const program = (
  name: string,
  type: string,
  files: Record<string, string>,
  steps: (at: string) => Promise<unknown>,
): Case => ({
  name,
  async run() {
    write(`${name}/package.json`, { type, private: true });
    for (const [file, text] of Object.entries(files)) write(`${name}/${file}`, text);
    await steps(join(folder, name));
  },
});

const bin = (name: string) => join(folder, "node_modules/.bin", name);
const node = (at: string, file: string, expected: string) => run(at, process.execPath, [file], expected);

/** Scrubs and previews a log that is long enough for all settings of V8, of which none may be mentioned. */
const onLaterNode = (version: string): Case => {
  const name = `node-${version}`;
  return {
    name,
    async run() {
      const lines = [
        "Traceback (most recent call last):",
        '  File "cogs/lamps/lamps.py", line 3, in light',
        "    oil()",
      ];
      write(`${name}/package.json`, { type: "module", private: true });
      write(`${name}/run.js`, plainEsm);
      write(`${name}/bot.log`, `${"a quiet night\n".repeat(200_000)}${lines.join("\n")}\nValueError: no oil\n`);
      const at = join(folder, name);
      const later = join(folder, "node_modules", name, "bin/node");
      const command = (...args: string[]) =>
        run(at, "sh", ["-c", '"$@" 2>&1', "sh", later, join(folder, "node_modules/vextel/bin/vextel.js"), ...args]);
      const [shown, scrubbed] = [await command("preview", "bot.log"), await command("scrub", "bot.log")];
      if (!/^Event 1 /.test(shown) || !shown.includes("no oil")) throw new Error(`preview printed ${shown}`);
      if (!scrubbed.startsWith("a quiet night\n")) throw new Error(`scrub printed ${scrubbed.slice(0, 400)}`);
      await run(at, later, ["run.js"], "held function function\n");
    },
  };
};

const cases: Case[] = [
  ...laterNodes.map(onLaterNode),
  compiles("old", { module: "CommonJS", moduleResolution: "node10" }, "commonjs"),
  compiles("old", { module: "Node16", moduleResolution: "node16" }, "commonjs"),
  compiles("old", { module: "Node16", moduleResolution: "node16" }, "module"),
  compiles("old", { module: "ESNext", moduleResolution: "bundler" }, "module"),
  compiles("new", { module: "Node16", moduleResolution: "node16" }, "commonjs"),
  compiles("new", { module: "Node16", moduleResolution: "node16" }, "module"),
  compiles("new", { module: "ESNext", moduleResolution: "bundler" }, "module"),
  program("esm", "module", { "run.js": plainEsm }, (at) => node(at, "run.js", "held function function\n")),
  program("cjs", "commonjs", { "run.js": plainCjs }, (at) => node(at, "run.js", "held function function\n")),
  program("both", "module", { "run.js": crossed }, (at) => node(at, "run.js", "held held\n")),
  program("compiled", "commonjs", { "run.ts": bundled }, async (at) => {
    // checks the package's own declarations as well
    const options = { ...strict, noEmit: false, module: "CommonJS", moduleResolution: "node10", skipLibCheck: false };
    write("compiled/tsconfig.json", { compilerOptions: options, files: ["run.ts"] });
    await tsc("old", at, ["-p", "."]);
    await node(at, "run.js", "held npx vextel send\n");
  }),
  program("esbuild", "commonjs", { "run.ts": bundled }, async (at) => {
    await run(at, bin("esbuild"), [
      "run.ts",
      "--bundle",
      "--platform=node",
      "--format=cjs",
      "--outfile=out/run.cjs",
      "--log-level=error",
    ]);
    await node(at, "out/run.cjs", "held npx vextel send\n");
  }),
  program("vitest", "module", { "plugin.test.js": runnerTest("vitest") }, (at) =>
    run(at, bin("vitest"), ["run", "--root", at, "--reporter=dot", "--testTimeout=60000"]),
  ),
  program("jest", "commonjs", { "plugin.test.js": runnerTest("jest") }, (at) =>
    run(at, bin("jest"), ["--rootDir", at, "--silent", "--testTimeout=60000"]),
  ),
  program(
    "pnpm",
    "module",
    {
      "plugin/package.json": JSON.stringify({
        name: "lamps",
        version: "1.0.0",
        type: "module",
        main: "index.js",
        dependencies: { vextel: "file:../../vextel.tgz" },
      }),
      "plugin/index.js": plainEsm,
      "bot/package.json": JSON.stringify({
        name: "bot",
        private: true,
        type: "module",
        dependencies: { lamps: "file:../plugin", "discord.js": "^14", "@sentry/node": "10.78.0" },
      }),
      "bot/bot.js": 'import "lamps";\n',
      "bot/command.js": 'import { main } from "lamps/command.js";\nconsole.log((await main()).command);\n',
      "plugin/command.js": `import { createReporter } from "vextel";\nexport ${asksForCommand}`,
    },
    async (at) => {
      await run(join(at, "bot"), bin("pnpm"), [
        "install",
        "--prefer-offline",
        "--ignore-scripts",
        "--config.auto-install-peers=false",
      ]);
      await node(join(at, "bot"), "bot.js", "held function function\n");
      const command = await run(join(at, "bot"), process.execPath, ["command.js"]);
      const shown = await run(join(at, "bot"), "sh", ["-c", command.replace(" send ", " show ")]);
      if (!shown.includes("no oil")) throw new Error(`${command} showed ${shown}`);
    },
  ),
];

async function install(): Promise<boolean> {
  const out = await run(repository, "npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder]);
  cpSync(join(folder, out.trim()), join(folder, "vextel.tgz"));
  write("package.json", { private: true });
  const flags = [
    "install",
    "--silent",
    "--no-audit",
    "--no-fund",
    "--ignore-scripts",
    "--prefer-offline",
    "./vextel.tgz",
  ];
  try {
    const nodes = laterNodes.map((version) => `node-${version}@npm:${nodePackage}@${version}`);
    await run(folder, "npm", [...flags, ...beside, ...tools, ...nodes]);
    return true;
  } catch (error) {
    if (!/ENOTCACHED|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|network/i.test((error as Error).message)) throw error;
    return false;
  }
}

/** Runs two cases at a time, because each starts a compiler or a test runner. */
async function runAll(): Promise<number> {
  const words = process.argv.slice(2);
  const open = cases.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  let failed = 0;
  const work = async () => {
    for (let one = open.shift(); one; one = open.shift()) {
      const start = performance.now();
      const trouble = await one.run().then(
        () => undefined,
        (error: Error) => error,
      );
      console.log(`${trouble ? "FAILS" : "works"}  ${one.name}  ${((performance.now() - start) / 1000).toFixed(1)} s`);
      if (trouble) {
        failed += 1;
        console.log(trouble.message);
      }
    }
  };
  await Promise.all([work(), work()]);
  return failed;
}

try {
  if (!(await install())) console.log("Skipped: the packages for the matrix are neither cached nor to be had.");
  else if ((await runAll()) > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
