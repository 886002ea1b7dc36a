import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Registers a publisher with one plugin that claims these paths and loggers. */
async function add(home: string, publisher: string, paths: readonly string[], loggers: readonly string[] = []) {
  const path = join(temporaryFolder(), "vextel.json");
  const plugin = { version: "1.0.0", dsn: "https://key@sentry.example/42", paths, loggers };
  writeFileSync(path, JSON.stringify({ publisher, plugins: { bank: plugin } }));
  return runVextel(["publisher", "add", path], { home });
}

test("publisher add refuses folders and loggers that are too general, and claims of another publisher", {
  timeout: 240_000,
}, async () => {
  const home = temporaryFolder();
  for (const path of ["site-packages", "cogs", "home", "python3.11", ".", ".."]) {
    const { status, stderr } = await add(home, "mallory", [path]);
    expect([path, status, stderr]).toEqual([path, 2, expect.stringContaining("nothing was changed")]);
  }
  for (const logger of ["red", "discord", "root"]) {
    const { status, stderr } = await add(home, "mallory", ["mallory/bank"], [logger]);
    expect([logger, status, stderr]).toEqual([logger, 2, expect.stringContaining("nothing was changed")]);
  }
  expect((await add(home, "bob", ["cogs/bank"], ["red.bank"])).status).toBe(0);
  for (const [paths, loggers] of [
    [["cogs/bank"], []],
    [["opt/cogs/bank"], []],
    [["zed/own"], ["red.bank.vault"]],
  ] as const) {
    const { status, stderr } = await add(home, "zed", paths, loggers);
    expect([status, stderr]).toEqual([2, expect.stringContaining("zed claims errors of another publisher")]);
    expect(stderr).toContain("bob/bank");
  }
  const listed = await runVextel(["publisher", "list"], { home });
  expect(listed.stdout).toContain("bob");
  expect(listed.stdout).not.toMatch(/mallory|zed/);
});
