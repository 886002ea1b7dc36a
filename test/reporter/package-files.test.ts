import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { parseEnvelope } from "../../src/seal/envelope.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { libraryPath } from "./bot-process.ts";

const bot = `
import { createReporter } from ${JSON.stringify(pathToFileURL(libraryPath()).href)};
const reporter = createReporter({
  publisher: "moth",
  plugin: { name: "lamps", version: "1.2.3" },
  dsn: "https://public@sentry.example/42",
});
await reporter.start();
await reporter.report(new RangeError("no oil"));
await reporter.stop();
`;

interface Frame {
  readonly context_line?: string;
}

test.each([
  ["its package", "bot-lamps", true],
  ["another package", "bot", false],
])("without paths, source lines are included only if the file is in the plugin's package: %s", (_, name, isOwn) => {
  const [home, folder] = [temporaryFolder(), join(temporaryFolder(), "lamps")];
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, version: "1.2.3" }));
  writeFileSync(join(folder, "bot.mjs"), bot);
  const { status, stderr } = spawnSync(process.execPath, [join(folder, "bot.mjs")], {
    env: { ...process.env, HOME: home, VEXTEL_HOME: home },
    encoding: "utf8",
  });
  expect(status, stderr).toBe(0);
  const waiting = join(home, "outbox", "waiting");
  const [envelope] = readdirSync(waiting).filter((file) => file.endsWith(".envelope"));
  const { payload } = parseEnvelope(readFileSync(join(waiting, envelope!)));
  const { exception } = payload as { exception: { values: { stacktrace: { frames: Frame[] } }[] } };
  const lines = exception.values.flatMap(({ stacktrace }) => stacktrace.frames.map((frame) => frame.context_line));
  expect(lines.some((line) => line?.includes("no oil"))).toBe(isOwn);
});
