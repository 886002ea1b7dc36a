import fc from "fast-check";
import { expect, test } from "vitest";
import { createScrubber } from "../../../src/scrub/scrub.ts";

const words = [
  { text: "Anna", becomes: "FRIEND" },
  { text: "Die Alte Mühle", becomes: "PRIVATE-WORD" },
  { text: "ü", becomes: "PRIVATE-WORD" },
  { text: "李雷", becomes: "FRIEND" },
];
const scrubber = createScrubber({ words });

test.each([
  ["Anna said so", "FRIEND said so"],
  ["ANNA, anna; (aNNa)", "FRIEND, FRIEND; (FRIEND)"],
  ["Joanna and Annals and anna_2", "Joanna and Annals and anna_2"],
  ["in die alte mühle, DIE ALTE MÜHLE", "in PRIVATE-WORD, PRIVATE-WORD"],
  ['{"at":"Die Alte M\\u00fchle"}', '{"at":"PRIVATE-WORD"}'],
  ["/guild/Die%20Alte%20M%C3%BChle/", "/guild/PRIVATE-WORD/"],
  ["ü over über", "PRIVATE-WORD over über"],
  ["李雷 came", "FRIEND came"],
])("the owner's private words: %j becomes %j", (text, expected) => {
  expect(scrubber.text(text).text).toBe(expected);
});

test("a private word of the owner is removed wherever it appears as a whole word, in any case, in a stream and in a text", () => {
  const some = fc.stringMatching(/^[A-Za-zäöüß]{1,12}$/);
  const around = fc.constantFrom(" ", "(", ",", "<@", '"', "\n");
  fc.assert(
    fc.property(some, around, fc.boolean(), fc.nat(30), (word, edge, isUpper, cut) => {
      fc.pre(word.toLowerCase().toUpperCase().length === word.length);
      const one = createScrubber({ words: [{ text: word, becomes: "GONE" }] });
      const text = `x${edge}${isUpper ? word.toUpperCase() : word.toLowerCase()}${edge}y`;
      const expected = `x${edge}GONE${edge}y`;
      fc.pre(!/^(?:x|y)$/i.test(word));
      expect(one.text(text).text).toBe(expected);
      const bytes = Buffer.from(text);
      const stream = one.stream();
      const pieces = [stream.push(bytes.subarray(0, cut)), stream.push(bytes.subarray(cut)), stream.end()];
      expect(Buffer.concat(pieces.map((piece) => Buffer.from(piece))).toString()).toBe(expected);
    }),
  );
});

/** Text in a string of JSON, and in a string of JSON in that. */
const inJson = (text: string) => JSON.stringify({ at: text });
const ways: readonly ((text: string) => string)[] = [(text) => text, inJson, (text) => inJson(inJson(text))];

test.each([
  [String.raw`MILL\karl`, String.raw`user 'MILL\\karl' or MILL\karl or "{\"user\":\"MILL\\\\karl\"}"`],
  [String.raw`D:\Mill\old`, "No such file: d:/mill/OLD"],
  ["D:/Mill/old", String.raw`No such file: 'D:\\Mill\\old'`],
  [String.raw`D:\Mill\old`, String.raw`No such file: 'd:\\mill\\OLD'`],
  [String.raw`\\mill\share`, String.raw`\\mill\share and '\\\\mill\\share'`],
  [`"Old" Karl`, String.raw`{"name":"\"Old\" Karl"}`],
  ["Karl O'Mill", String.raw`'Karl O\'Mill' and Karl O'Mill`],
])("the owner's private word %j is removed wherever strings escape it, in %j", (word, text) => {
  const { text: scrubbed } = createScrubber({ words: [{ text: word, becomes: "GONE" }] }).text(text);
  expect(scrubbed).toContain("GONE");
  expect(scrubbed).not.toMatch(/karl|mill|old/i);
});

test("a private word of the owner with signs that strings escape is removed at any depth, and JSON stays valid", () => {
  const letters = fc.stringMatching(/^[qvz]{2,5}$/);
  const word = fc.tuple(letters, fc.stringMatching(/^(?:\\{1,2}|["'/])$/), letters).map((parts) => parts.join(""));
  fc.assert(
    fc.property(word, fc.constantFrom(...ways), fc.nat(40), (own, way, cut) => {
      const one = createScrubber({ words: [{ text: own, becomes: "GONE" }] });
      const text = way(`the ${own} is`);
      const expected = way("the GONE is");
      expect(one.text(text).text).toBe(expected);
      const stream = one.stream();
      const bytes = Buffer.from(text);
      const pieces = [stream.push(bytes.subarray(0, cut)), stream.push(bytes.subarray(cut)), stream.end()];
      expect(Buffer.concat(pieces.map((piece) => Buffer.from(piece))).toString()).toBe(expected);
    }),
  );
});
