import { expect, test } from "vitest";
import { createPolicyFile } from "../../src/policy/file.ts";
import { createMemoryWorld } from "../../src/world/memory.ts";
import { resolvePaths } from "../../src/world/paths.ts";

const words = (...texts: string[]) => texts.map((text) => ({ text, becomes: "PRIVATE-WORD" }));

test.each([
  ["an empty word", words("Anna", "")],
  ["a word of more than 200 characters", words("a".repeat(201))],
  ["more than 10,000 words", words(...Array.from({ length: 10_001 }, (_, at) => `word${at}`))],
])("%s does not get into the policy, which could not be read with it", async (_, added) => {
  const world = createMemoryWorld({ VEXTEL_HOME: "/vextel" });
  const file = createPolicyFile(resolvePaths(world.env, "/home/keeper"), world);
  await file.change((policy) => ({ ...policy, words: words("Tom") }));
  const refused = { code: "USAGE", message: expect.stringContaining("not changed") };
  await expect(file.change((policy) => ({ ...policy, words: added }))).rejects.toMatchObject(refused);
  await expect(file.change((policy) => ({ ...policy, publishers: { moth: { words: added } } }))).rejects.toMatchObject(
    refused,
  );
  expect((await file.read()).words).toEqual(words("Tom"));
});
