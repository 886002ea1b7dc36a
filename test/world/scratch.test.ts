import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openScratch } from "../../src/world/process/scratch.ts";

const making = `
  const { writeFileSync } = require("node:fs");
  const endsMs = Date.now() + 1500;
  process.stdout.write("x");
  for (let n = 0; Date.now() < endsMs; n++) try { writeFileSync(process.argv[1] + "/a/b/" + n, ""); } catch {}
`;

test("a temporary folder is removed, even if a process that is ending makes files in it meanwhile", async () => {
  const scratch = openScratch();
  mkdirSync(join(scratch.path, "a/b"), { recursive: true });
  for (let n = 0; n < 3000; n++) writeFileSync(join(scratch.path, "a/b", `before ${n}`), ""); // removing these takes a while
  const maker = spawn(process.execPath, ["-e", making, scratch.path], { stdio: ["ignore", "pipe", "inherit"] });
  await once(maker.stdout, "data");
  const ended = once(maker, "exit");
  scratch.remove();
  expect(existsSync(scratch.path)).toBe(false);
  await ended;
});
