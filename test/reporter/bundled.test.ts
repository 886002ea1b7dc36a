import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { createHome, libraryPath } from "./bot-process.ts";

const dsn = "https://public@sentry.example/42";

const bot = `
const names = ["one", "two"];
const reporters = names.map((name) =>
  require("./" + name + ".cjs").createReporter({
    publisher: "moth",
    plugin: { name: "lamps", version: "1.0.0", paths: ["lamps/"] },
    dsn: "${dsn}",
  }),
);
(async () => {
  const runs = [];
  for (const [at, reporter] of reporters.entries()) {
    await reporter.start();
    reporter.onCrash();
    reporter.loop("sweep", 20, () => runs.push(names[at]));
  }
  const watchers = process.listenerCount("uncaughtExceptionMonitor");
  runs.length = 0;
  await new Promise((resolve) => setTimeout(resolve, 200));
  const receipt = await reporters[1].report(new RangeError("no oil"));
  for (const reporter of reporters) await reporter.stop();
  const left = process.listenerCount("uncaughtExceptionMonitor");
  console.log(JSON.stringify({ receipt, watchers, left, runs: [...new Set(runs)] }));
})();
`;

test("a library bundled to CommonJS keeps what it cannot send, and several copies of it act as one", {
  timeout: 120_000,
}, async () => {
  const [home, folder] = [createHome(), temporaryFolder()];
  await home.answer("moth", "enabled", dsn);
  for (const name of ["one", "two"])
    await build({
      ...{ entryPoints: [libraryPath()], outfile: join(folder, `${name}.cjs`), bundle: true, format: "cjs" },
      ...{ platform: "node", logLevel: "silent" },
    });
  const env = { PATH: process.env.PATH, HOME: home.path, VEXTEL_HOME: home.path };
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", bot], { cwd: folder, env });
  const { receipt, watchers, left, runs } = JSON.parse(stdout);
  expect(receipt).toMatchObject({ state: "held", reason: expect.stringContaining("keep vextel external") });
  expect({ watchers, left, runs }).toEqual({ watchers: 1, left: 0, runs: ["two"] });
});
