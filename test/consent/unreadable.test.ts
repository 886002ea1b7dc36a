import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test.each([
  ["a folder", (path: string) => mkdirSync(path), "is not a plain file"],
  ["a symbolic link", (path: string) => symlinkSync("/dev/null", path), "is a symbolic link"],
])("a consent file that is %s is refused in one sentence that names it once", async (_, make, reason) => {
  const home = temporaryFolder();
  const path = join(home, "consent.json");
  make(path);
  const { status, stderr } = await runVextel(["enable", "default", "--yes"], { home });
  expect(status).toBe(7);
  expect(stderr).toContain(
    `The consent file cannot be used: ${path} ${reason}; nothing is enabled and nothing was changed\n`,
  );
});
