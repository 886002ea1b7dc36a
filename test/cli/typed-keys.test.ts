import { expect, test } from "vitest";
import { TypedKeys } from "../../src/cli/terminal/typed-keys.ts";

const esc = "\u001b[";
const pasted = `y${esc}200~yes\nyes\u0003 ü${esc}201~n\r${esc}A`;

test.each([
  ["a choice", false, `yn\r${esc}A`],
  ["a text", true, `yyes yes  ün\r${esc}A`],
])("what is pasted at the question for %s never answers it, wherever its bytes are cut", (_, keeps, expected) => {
  const bytes = Buffer.from(pasted);
  for (let cut = 0; cut <= bytes.length; cut++) {
    const parts = [bytes.subarray(0, cut), bytes.subarray(cut)];
    if (cut === 2 || cut === 3) continue; // Esc, and Alt with a bracket, are keys
    const keys = new TypedKeys(process.stdin, keeps, () => {});
    for (const part of parts) keys.write(part);
    expect([cut, String(keys.read())]).toEqual([cut, expected]);
  }
});
