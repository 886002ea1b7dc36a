// Reports errors one after another, and prints each receipt at once, until it is killed. With CLEAN, it ends when all
// sessions of killed bots have been handled.
import { existsSync, readdirSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const { createReporter } = await import(process.env.VEXTEL_LIBRARY);
const reporter = createReporter({
  ...{ publisher: "moth", plugin: { name: "lamps", version: "1.0.0" }, dsn: process.env.DSN, sampling: { loops: 0 } },
});
writeSync(1, "ready\n");
await reporter.start();
writeSync(1, "started\n");
for (let serial = 0; serial < Number(process.env.ERRORS); serial++) {
  class Trouble extends Error {
    name = `Trouble${"ABCDEFGH"[serial]}`;
  }
  const { state, id } = await reporter.report(new Trouble(`run ${process.env.RUN} error ${serial}`));
  writeSync(1, `${state} ${id} run ${process.env.RUN} error ${serial}\n`);
}
if (process.env.CLEAN) {
  const folder = join(process.env.VEXTEL_HOME, "sessions");
  const sessions = () => (existsSync(folder) ? readdirSync(folder) : []).filter((name) => name.endsWith(".json"));
  while (sessions().length > 1) await setTimeout(100);
  await reporter.stop();
} else setInterval(() => {}, 1000);
