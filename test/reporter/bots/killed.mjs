// Reports an error whenever the last one is answered, until somebody kills it. Prints each answer at once.
import { writeSync } from "node:fs";

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
if (process.env.CLEAN) await reporter.stop();
else setInterval(() => {}, 1000);
