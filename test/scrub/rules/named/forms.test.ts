import { expect, test } from "vitest";
import { createScrubber } from "../../../../src/scrub/scrub.ts";
import { forms, HERE, lookAlikes, SECRET } from "../../inputs/known-forms.ts";
import { missedEncoded, missedInLines, missedInRecords, missedInUrls } from "../../inputs/missed-forms.ts";
import { scrubInPieces } from "../../inputs/pieces.ts";

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

test("the secret is removed also where lines end as on Windows", () => {
  const inLines = (form: string): string => `x\n${form}\ny`.replaceAll(/\r?\n/g, "\r\n").replaceAll(HERE, SECRET);
  expect(forms.map(inLines).filter((input) => text(input).text.includes(SECRET))).toEqual([]);
});

test("the secret is removed from a string also behind an escaped carriage return", () => {
  for (const line of ['{token\r: Just "§" }', '"password":\n\r  "§"', "$ printenv TOKEN\r\r\n§\r\n$ "])
    for (const string of [line, `x\r\n${line}\r\ny`])
      expect(text(JSON.stringify({ m: string.replaceAll(HERE, SECRET) })).text).not.toContain(SECRET);
});

test.each(lookAlikes)("text without a secret stays: %s", (line) => {
  expect(text(line).text).toBe(line);
});

/** Values that only look like secrets to people, among the lines of a string without the name of one. */
const KNOWN_MISSES = /^(?:api_keys: \[ |(?:.* )?(?:localhost|db\.example\.net|\*):[0-9*]+:|\{"m":"\{\\"n)/;
const OTHER_SECRET = "q7Hn3bXc5Rt4Kp";

test.each([SECRET, OTHER_SECRET])(
  "a secret that is removed from a text is also removed from a string of JSON: %s",
  (secret) => {
    const isIn = (input: string): boolean => text(input).text.includes(secret);
    const removed = forms.map((form) => form.replaceAll(HERE, secret)).filter((form) => !isIn(form));
    expect(removed.length).toBeGreaterThan(300);
    const inLog = (form: string): string => JSON.stringify({ m: `started\n${form}\nended` });
    const kept = removed.filter((form) => isIn(inLog(form)) || isIn(JSON.stringify({ log: inLog(form) })));
    expect(kept.filter((form) => !KNOWN_MISSES.test(form))).toEqual([]);
  },
);

const inHtml = (input: string): string =>
  input
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

test.each([
  ["HTML", inHtml, [...missedEncoded, ...missedInLines]],
  ["HTML, line ends included,", (input: string) => inHtml(input).replaceAll("\n", "&#10;"), missedEncoded],
  ["a URL", encodeURIComponent, [...missedEncoded, ...missedInUrls]],
])("a secret that is removed from a text is also removed where %s encodes it", (_, encode, missed) => {
  const isKept = (form: string, write = (input: string) => input): boolean =>
    text(write(form.replaceAll(HERE, OTHER_SECRET))).text.includes(OTHER_SECRET);
  const removed = forms.filter((form) => !isKept(form));
  const kept = removed.filter((form) => isKept(form, encode));
  expect(kept.toSorted()).toEqual(missed.toSorted());
  for (const form of removed) {
    const scrubbed = text(encode(form.replaceAll(HERE, OTHER_SECRET))).text;
    expect(text(scrubbed).text).toBe(scrubbed);
  }
});

const inRecords = (input: string): string =>
  input
    .split("\n")
    .map((line) => JSON.stringify({ log: `${line}\n`, stream: "stdout", time: "2026-11-28T10:00:00.123456789Z" }))
    .join("\n");

test.each([SECRET, OTHER_SECRET])(
  "a secret that is removed from a text is also removed from the records of Docker's log: %s",
  (secret) => {
    const isIn = (input: string): boolean => text(input).text.includes(secret);
    const removed = forms.map((form) => form.replaceAll(HERE, secret)).filter((form) => !isIn(form));
    const kept = removed.filter((form) => isIn(inRecords(form)));
    expect(kept.filter((form) => !missedInRecords.includes(form.replaceAll(secret, HERE)))).toEqual([]);
    for (const form of removed.filter((one) => one.includes("\n"))) {
      const input = Buffer.from(`${inRecords(form)}\n${inRecords("Ready")}\n`);
      const whole = text(input.toString()).text;
      for (const line of whole.trim().split("\n")) expect(() => JSON.parse(line)).not.toThrow();
      expect(scrubInPieces(scrubber, input, [7]).toString()).toBe(whole);
      expect(text(whole).text).toBe(whole);
    }
  },
);

test("text that only resembles a form stays in a string of JSON", () => {
  const changes = (string: string): boolean =>
    text(JSON.stringify({ m: string })).text !== JSON.stringify({ m: string });
  expect(lookAlikes.filter((line) => !changes(line) && !changes(`${line}\n`) && changes(`x\n${line}\n\n.`))).toEqual(
    [],
  );
});
