import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseNodeStacks } from "../../../src/capture/node/stack.ts";

const folder = join(import.meta.dirname, "cases");

for (const name of readdirSync(folder)) {
  const expectedPath = join(folder, name, "expected.json");
  const found = parseNodeStacks(readFileSync(join(folder, name, "input.txt"), "utf8").split("\n"));

  test(`Node stacks: ${name.replaceAll("-", " ")}`, () => {
    if (process.env.UPDATE_GOLDEN) writeFileSync(expectedPath, `${JSON.stringify(found, null, 2)}\n`);
    expect(found).toEqual(JSON.parse(readFileSync(expectedPath, "utf8")));
    if (name.startsWith("miss.")) expect(found).toEqual([]);
  });
}
