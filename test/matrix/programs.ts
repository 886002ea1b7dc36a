const options =
  '{ publisher: "moth", plugin: { name: "lamps", version: "1.0.0" }, dsn: "https://k@o1.ingest.sentry.io/1" }';
const body = `
async function main() {
  const reporter = createReporter(${options});
  await reporter.start();
  const receipt = await reporter.report(new Error("x" + Math.random().toString(36)));
  await reporter.stop();
  return receipt;
}`;

/** Returns a receipt, which contains the owner's command. */
export const asksForCommand = `async function main() {
  const reporter = createReporter(${options});
  const receipt = await reporter.report(new RangeError("no oil"));
  await reporter.stop();
  return receipt;
}
`;

/** Imports every entry point; prints the state of a receipt. */
export const plainEsm = `import { createReporter } from "vextel";
import { createDiscordReporter } from "vextel/discord.js";
import { makeVextelTransport } from "vextel/sentry";
import "vextel/testing";
${body}
console.log((await main()).state, typeof createDiscordReporter, typeof makeVextelTransport);
`;

/** The same with `require`. */
export const plainCjs = `const { createReporter } = require("vextel");
const { createDiscordReporter } = require("vextel/discord.js");
const { makeVextelTransport } = require("vextel/sentry");
require("vextel/testing");
${body}
main().then(({ state }) => console.log(state, typeof createDiscordReporter, typeof makeVextelTransport));
`;

/** Two plugins in one bot, one in ESM and one in CommonJS. */
export const crossed = `import { createRequire } from "node:module";
import * as esm from "vextel";
const cjs = createRequire(import.meta.url)("vextel");
const states = [];
for (const { createReporter } of [esm, cjs]) {
  ${body}
  states.push((await main()).state);
}
console.log(...states);
`;

/** TypeScript that is compiled or bundled to CommonJS. */
export const bundled = `import { createReporter } from "vextel";
${body}
main().then((receipt) => console.log(receipt.state, receipt.state === "held" ? receipt.command.replace(/ [0-9a-f]+$/, "") : ""));
`;

/** The plugin's test from the README, run twenty times. */
export const runnerTest = (runner: "vitest" | "jest"): string => `${
  runner === "vitest"
    ? 'import { expect, test } from "vitest";\nimport { createReporter } from "vextel";\nimport { createTestWorld, vextelMatchers } from "vextel/testing";'
    : 'const { createReporter } = require("vextel");\nconst { createTestWorld, vextelMatchers } = require("vextel/testing");'
}
expect.extend(vextelMatchers);

class Birthdays {
  constructor({ world }) {
    this.reporter = createReporter({ ...${options}, secrets: () => ["hunter2hunter2"], world });
    void this.reporter.start();
    this.remember = this.reporter.guard("remember", async (day) => {
      throw new TypeError("no day: " + day + " hunter2hunter2");
    });
  }
}

for (let times = 0; times < 20; times++)
  test("an error arrives, and nothing leaks: " + times, async () => {
    const world = createTestWorld();
    await world.decide("moth", "enabled"); // gives consent
    const plugin = new Birthdays({ world });
    await plugin.remember("tomorrow").catch(() => {});
    await world.settle();
    expect(world).toHaveReported({ type: "TypeError", tags: { during: "remember" }, sent: true });
    expect(world).not.toLeak("hunter2hunter2");
  });
`;
