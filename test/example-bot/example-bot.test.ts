import { spawn } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { createTestWorld, vextelMatchers } from "../../src/testing/testing.ts";
import { programPath } from "../support/program.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** The example next to the built package, as if the package had been installed. */
function installExample(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(dirname(programPath()), ".."), join(folder, "node_modules/vextel"));
  cpSync(import.meta.dirname, join(folder, "example-bot"), { recursive: true });
  return folder;
}

function talk(folder: string, lines: readonly string[]): Promise<{ code: number | null; said: string }> {
  const env = { PATH: process.env.PATH, HOME: folder, VEXTEL_HOME: join(folder, "vextel"), BOT_TOKEN: "" };
  const child = spawn(process.execPath, ["example-bot/bot.js"], { cwd: folder, env });
  child.stdin.end(lines.join("\n"));
  return new Promise((resolve) => {
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        said += chunk;
      });
    child.on("close", (code) => resolve({ code, said }));
  });
}

test("the example bot asks its owner, answers, and says how to report what went wrong", async () => {
  const folder = installExample();
  const { code, said } = await talk(folder, ["remember 24.12.", "remember tomorrow", "list", "quit"]);
  expect({ code, said }).toMatchObject({ code: 0 });
  expect(said).toMatch(/\nYes: `node \S+\/bin\/vextel\.js enable example`\n/); // npx would not find it
  expect(said).toContain("Noted: 24.12.");
  expect(said).toContain("Something went wrong.");
  expect(said).toMatch(/\[to the owner\]\nTo report this error: node \S+\/bin\/vextel\.js send [0-9a-f]{32}/);
});

test("a test shows an author what the example's plugin would report", async () => {
  const { BirthdayPlugin } = await import(join(installExample(), "example-bot/birthdays.js"));
  const world = createTestWorld();
  const plugin = new BirthdayPlugin({ token: "a very secret token", tellOwner: () => {}, world });
  await plugin.load();
  await expect(plugin.handle("ann", "remember", ["a very secret token"])).rejects.toThrow(TypeError);
  await plugin.unload();
  const { pass, message } = vextelMatchers.toHaveReported(world, {
    ...{ type: "TypeError", message: /not iterable/, tags: { during: "birthday command" }, sent: false },
  });
  expect(pass, message()).toBe(true);
  expect(vextelMatchers.toLeak(world, "a very secret token").pass).toBe(false);
  expect(vextelMatchers.toLeak(world, "got a command").pass).toBe(true); // other texts are kept
});
