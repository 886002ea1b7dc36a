import { expect, test } from "vitest";
import { nameKey } from "../../src/cli/screen/key-name.ts";

test("keys have the names that key bindings use; keys with Alt or Control are not letters", () => {
  const pressed = [
    [{ name: "return", sequence: "\r" }, "enter"],
    [{ name: "enter", sequence: "\n" }, "enter"],
    [{ name: "escape", meta: true, sequence: "\u001b" }, "escape"],
    [{ name: "s", sequence: "s" }, "s"],
    [{ name: "n", shift: true, sequence: "N" }, "N"],
    [{ name: "s", meta: true, sequence: "\u001bs" }, "meta-s"],
    [{ name: "c", ctrl: true, sequence: "\u0003" }, "ctrl-c"],
    [{ name: "paste-start", sequence: "\u001b[200~" }, "paste-start"],
    [{ name: undefined, sequence: "?" }, "?"],
    [{ name: undefined, sequence: "天" }, "天"],
  ] as const;
  expect(pressed.map(([key]) => nameKey(key))).toEqual(pressed.map(([, name]) => name));
});
