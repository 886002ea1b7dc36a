import { expect, test } from "vitest";
import { createScrubber } from "../../src/scrub/scrub.ts";
import { forms, HERE, lookAlikes, SECRET } from "./known-forms.ts";
import { scrubInPieces } from "./pieces.ts";

const scrubber = createScrubber();
const { text } = scrubber;

test.each(forms)("the secret is removed, whatever it looks like: %s", (form) => {
  const input = form.replaceAll(HERE, SECRET);
  const scrubbed = text(input).text;
  expect(scrubbed).not.toContain(SECRET);
  expect(text(scrubbed).text).toBe(scrubbed);
});

test.each(forms)("the secret is removed from a text in pieces of any size as well: %s", (form) => {
  const input = form.replaceAll(HERE, SECRET);
  for (const after of ["", "\nx"])
    for (const size of [1, 7])
      expect(scrubInPieces(scrubber, Buffer.from(input + after), [size]).toString()).toBe(text(input + after).text);
});

test.each(lookAlikes)("text without a secret stays: %s", (line) => {
  expect(text(line).text).toBe(line);
});

/** Their beginning is read as part of a longer name behind an escape. */
const KNOWN_MISSES = /^(?:user\[password\]=|Password=\{)/;

test("a secret that is removed at the beginning of a JSON string is also removed behind an escaped line end", () => {
  const stays = (string: string): boolean => text(JSON.stringify({ m: string })).text.includes(SECRET);
  const removed = forms.map((form) => form.replaceAll(HERE, SECRET)).filter((form) => !stays(form));
  expect(removed.length).toBeGreaterThan(300);
  expect(removed.filter((form) => !KNOWN_MISSES.test(form) && stays(`x\n${form}`))).toEqual([]);
});
