import { afterEach, expect, test } from "vitest";
import { defaultPolicy, rulesFor } from "../../src/policy/policy.ts";
import { createScrubContexts } from "../../src/policy/scrub-context.ts";
import { createScrubber } from "../../src/scrub/scrub.ts";
import { createMemoryWorld } from "../../src/world/memory.ts";

const prototype = Object.prototype as Record<string, unknown>;
const added = { off: ["ipv4"], on: ["uuid"], ids: "any", words: [{ text: "lamp", becomes: "OWN" }] };

afterEach(() => {
  for (const name of Object.keys(added)) delete prototype[name];
});

const text = "lamp 198.51.100.7, 18446744073709551615, 3d5a1c1e-0c5e-4d3e-9c1e-0f9a7b6c5d4e";

test("what another plugin adds to Object.prototype switches no rule on or off", async () => {
  const policyFile = { current: async () => defaultPolicy } as Parameters<typeof createScrubContexts>[1];
  const before = rulesFor({ ...defaultPolicy, publishers: { moth: {} } }, "moth");
  const scrubbed = createScrubber().text(text).text;
  Object.assign(prototype, added);
  expect(createScrubber().text(text).text).toBe(scrubbed);
  expect(rulesFor({ ...defaultPolicy, publishers: { moth: {} } }, "moth")).toEqual(before);
  const { scrubber } = await createScrubContexts(createMemoryWorld({}), policyFile, () => ({}))("moth");
  expect(scrubber.text(text).text).toBe(scrubbed);
});
