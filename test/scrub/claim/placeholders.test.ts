import { expect, test } from "vitest";
import { endsInPlaceholder, holdsPlaceholder, isStandIn } from "../../../src/scrub/claim/placeholders.ts";
import { rules } from "../../../src/scrub/rules/index.ts";

test("the placeholder of every rule is recognised as one", () => {
  const chosen = new Set(["PRIVATE-WORD"]); // owners choose its replacement
  for (const { name, becomes } of rules)
    for (const word of becomes.match(/[A-Z][A-Z0-9_-]{3,}/g) ?? []) {
      if (chosen.has(word)) continue;
      const bytes = Buffer.from(word);
      expect(holdsPlaceholder(bytes, 0, bytes.length), `${name}: ${word}`).toBe(true);
      expect(isStandIn(bytes, 0, bytes.length), `${name}: ${word}`).toBe(true);
      expect(endsInPlaceholder(word), `${name}: ${word}`).toBe(true);
    }
});
