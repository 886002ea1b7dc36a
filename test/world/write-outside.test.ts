import { lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeOutside } from "../../src/world/outside/write-outside.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test.skipIf(process.platform === "win32")("a file that exists keeps its mode and the links to it", () => {
  const folder = temporaryFolder();
  const [file, link] = [join(folder, "page.md"), join(folder, "link.md")];
  writeFileSync(file, "old", { mode: 0o600 });
  symlinkSync("page.md", link);
  writeOutside(link, "new");
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(file, "utf8")).toBe("new");
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a new file is written with its folders", () => {
  const file = join(temporaryFolder(), "docs", "page.md");
  writeOutside(file, "new");
  expect(readFileSync(file, "utf8")).toBe("new");
});
