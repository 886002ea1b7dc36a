import { execFile } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { ownerCommand } from "../../src/world/process/owner-command.ts";
import { programPath } from "../support/program.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const bot = `
import { createReporter } from "lamps";
const reporter = createReporter({
  publisher: "moth", plugin: { name: "lamps", version: "1.0.0" }, dsn: "https://public@sentry.example/42",
  notifyOwner: ({ commands }) => console.log(commands.status),
});
const { notice } = await reporter.start();
await notice;
console.log((await reporter.report(new RangeError("no oil"))).command.replace(" send ", " show "));
await reporter.stop();
`;

/** A bot whose plugin depends on vextel, installed as by pnpm, without a link to vextel for the bot itself. */
function installAsPnpm(folder: string): void {
  const store = join(folder, "node_modules/.pnpm/vextel@0.1.0/node_modules/vextel");
  cpSync(dirname(dirname(programPath())), store, { recursive: true });
  const plugin = join(folder, "node_modules/.pnpm/lamps@1.0.0/node_modules/lamps");
  mkdirSync(plugin, { recursive: true });
  writeFileSync(join(plugin, "package.json"), '{ "name": "lamps", "type": "module", "main": "index.js" }');
  writeFileSync(join(plugin, "index.js"), 'export * from "vextel";');
  symlinkSync(store, join(dirname(plugin), "vextel"));
  symlinkSync(plugin, join(folder, "node_modules/lamps"));
  writeFileSync(join(folder, "bot.mjs"), bot);
}

test.each(["plain", "with a 'blank"])(
  "the commands of notices and receipts run under pnpm, in a folder %s",
  {
    timeout: 120_000,
  },
  async (name) => {
    const folder = join(temporaryFolder(), name);
    installAsPnpm(folder);
    const env = { PATH: process.env.PATH, HOME: folder, VEXTEL_HOME: join(folder, "home") };
    const { stdout } = await promisify(execFile)(process.execPath, ["bot.mjs"], { cwd: folder, env });
    const [status, show] = stdout.trim().split("\n");
    for (const [command, said] of [
      [status!, "moth: disabled"],
      [show!, "no oil"],
    ] as const) {
      expect(command).not.toContain(folder); // relative to the bot's working directory
      const { stdout: answer } = await promisify(execFile)("sh", ["-c", command], { cwd: folder, env });
      expect(answer).toContain(said);
    }
  },
);

test("commands use npx if it finds the program; otherwise the known path", () => {
  const folder = temporaryFolder();
  const sender = join(folder, "vextel/dist/reporter/sender/vextel-sender.js");
  const bot = join(folder, "bot/inner");
  mkdirSync(bot, { recursive: true });
  expect(ownerCommand(undefined, bot, "/usr/bin/node")).toBe("npx vextel");
  expect(ownerCommand(sender, bot, "/usr/bin/node")).toBe("npx vextel");
  mkdirSync(join(folder, "vextel/bin"), { recursive: true });
  writeFileSync(join(folder, "vextel/bin/vextel.js"), "");
  const program = join(folder, "vextel/bin/vextel.js");
  expect(ownerCommand(sender, bot, "/usr/bin/node")).toBe(`node ${program}`);
  expect(ownerCommand(sender, join(folder, "vextel"), "/usr/bin/bun")).toBe(`bun ${join("bin", "vextel.js")}`);
  expect(ownerCommand(sender, bot, "/usr/bin/deno")).toBe(`deno run -A ${program}`);
  mkdirSync(join(folder, "bot/node_modules/.bin"), { recursive: true });
  writeFileSync(join(folder, "bot/node_modules/.bin/vextel"), "");
  expect(ownerCommand(sender, bot, "/usr/bin/node")).toBe("npx vextel");
});
