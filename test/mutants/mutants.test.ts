import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/program.ts";
import { mutants } from "./list.ts";

test.each(mutants)("$name: the text to replace exists once, and its tests exist", ({ file, text, tests }) => {
  expect(readFileSync(join(repository, file), "utf8").split(text)).toHaveLength(2);
  for (const path of tests) expect(existsSync(join(repository, path)), path).toBe(true);
});
