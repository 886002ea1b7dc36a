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
