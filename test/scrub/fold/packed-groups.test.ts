import { expect, test } from "vitest";
import { compileEngine } from "../../../src/scrub/engine.ts";
import { PackedGroups } from "../../../src/scrub/fold/packed-groups.ts";
import { FoldedView } from "../../../src/scrub/fold/view.ts";
import { selectRules } from "../../../src/scrub/rules/index.ts";

test("lines that read differently are the same after they were packed", () => {
  const view = new FoldedView(compileEngine(selectRules({})));
  const wide = `${"x".repeat(40)} token=q7Lm2Xz9Rt4Kp0Vdq7Lm2Xz9Rt4K`.padEnd(79, "7");
  const text = Buffer.from(`one \x1b[31mred\x1b[0m\nplain\n${wide}\nq7Lm2Xz9\n\\u0041bc\n`.repeat(3));
  view.look(text, 0, text.length, text.length, true);
  expect(view.groups.length).toBeGreaterThan(5);
  const expected = view.groups.map(({ start, end, isPlain, parts }) => ({ start, end, isPlain, parts: [...parts] }));
  expect(new PackedGroups(view.groups).unpack()).toEqual(expected);
  expect(new PackedGroups([]).unpack()).toEqual([]);
});
