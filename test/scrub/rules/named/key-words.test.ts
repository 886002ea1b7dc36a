import { expect, test } from "vitest";
import { mappingAnchors } from "../../../../src/scrub/rules/named/lists/mapping.ts";
import { mayTell } from "../../../../src/scrub/rules/named/name/ends.ts";
import { nameBefore } from "../../../../src/scrub/rules/named/name/key-name.ts";
import { endings, joinedSuffixes, partedSuffixes } from "../../../../src/scrub/rules/named/name/key-words.ts";
import { createScrubber } from "../../../../src/scrub/scrub.ts";
import { Window } from "../../../../src/scrub/window.ts";

const suffixes = [
  "",
  "2",
  "_2",
  ...joinedSuffixes,
  ...partedSuffixes.flatMap((suffix) => [`_${suffix}`, `-${suffix}`]),
];
const names = endings.flatMap((ending) =>
  suffixes.flatMap((suffix) => [`X_${ending}${suffix}`, `x-${ending}${suffix}`.toUpperCase()]),
);

test("every name of a secret passes the check of its last letters", () => {
  expect(names.filter((name) => !mayTell(name))).toEqual([]);
  const window = new Window();
  const isFound = (name: string, behind: string): boolean => {
    const text = Buffer.from(`said ${name}${behind}value`);
    window.read(text);
    window.to = text.length;
    return nameBefore(window, 5 + name.length + behind.length - 1) !== undefined;
  };
  for (const behind of ["=", '":', " ="]) expect(names.filter((name) => !isFound(name, behind))).toEqual([]);
});

test.each("password passwrd pasword pswd passphrase senha contrasena wachtwoord losenord passord".split(" "))(
  "lists of secrets are looked for after %ss",
  (name) => {
    expect(mayTell(`${name}s`)).toBe(true);
    expect(createScrubber().text(`${name}s: ["tavernlavalink", "x8Kq2vLm9Pz"]`).text).toBe(
      `${name}s: ["API-SECRET", "API-SECRET"]`,
    );
  },
);

test.each("secret password token key credential cred".split(" "))("maps are looked for after %ss", (name) => {
  const isLetThrough = mappingAnchors().some(
    ({ at, beforeThat, thirdBefore, fourthBefore }) =>
      at === ":]" &&
      beforeThat!.includes(name.at(-1)!) &&
      thirdBefore!.includes(name.at(-2)!) &&
      fourthBefore!.includes(name.at(-3)!),
  );
  expect(isLetThrough).toBe(true);
});

test("an escape before the shortest name is not part of it", () => {
  const scrubber = createScrubber();
  for (const before of ["\\n", "\\f", "\\t"])
    expect(scrubber.text(`said${before}pw=Zx81kqQ2lmN0x7Tq9`).text).toBe(`said${before}pw=API-SECRET`);
});
