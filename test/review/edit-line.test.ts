import fc from "fast-check";
import { expect, test } from "vitest";
import { type EditedLine, editLine } from "../../src/review/edit-line.ts";

const type = (keys: readonly string[], from: EditedLine = { text: "", cursor: 0 }) => keys.reduce(editLine, from);

test("typed text is inserted at the cursor", () => {
  expect(type([..."only after", "space", ..."it"])).toEqual({ text: "only after it", cursor: 13 });
  expect(type([..."ac", "left", "b"])).toEqual({ text: "abc", cursor: 2 });
  expect(type([..."abc", "home", "delete", "end", "backspace"]).text).toBe("b");
  expect(type([..."one two ", "ctrl-w"]).text).toBe("one ");
  expect(type([..."one", "left", "ctrl-u"])).toEqual({ text: "e", cursor: 0 });
  expect(type([..."one", "left", "ctrl-k"]).text).toBe("on");
});

test("one key deletes what looks like one character", () => {
  const family = "👩‍👩‍👧";
  expect(type(["backspace"], { text: `a${family}`, cursor: 1 + family.length }).text).toBe("a");
  expect(type(["left"], { text: "e\u0301", cursor: 2 }).cursor).toBe(0);
});

test("no key inserts a control character, and the cursor stays within the text", () => {
  const keys = fc.constantFrom(
    "a",
    "天",
    "👧",
    "left",
    "right",
    "home",
    "end",
    "backspace",
    "delete",
    "ctrl-u",
    "ctrl-w",
    "ctrl-k",
    "ctrl-x",
    "f5",
    "\u001b",
    "\u0000",
    "tab",
    "space",
    "meta-s",
  );
  const property = fc.property(fc.array(keys), (pressed) => {
    const { text, cursor } = type(pressed);
    expect(text).not.toMatch(/\p{Cc}/u);
    expect(cursor).toBeGreaterThanOrEqual(0);
    expect(cursor).toBeLessThanOrEqual(text.length);
  });
  fc.assert(property);
});
