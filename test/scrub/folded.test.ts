import fc from "fast-check";
import { expect, test } from "vitest";
import { createScrubber } from "../../src/scrub/scrub.ts";
import { anySecret } from "./planting.ts";

const scrubber = createScrubber();
const scrub = (text: string): string => scrubber.text(text).text;
const isSign = (character: string): boolean => /[!-/:-@[-`{-~]/.test(character);
const ofSigns = (write: (code: number) => string) => (text: string) =>
  [...text].map((one) => (isSign(one) ? write(one.charCodeAt(0)) : one)).join("");
const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, "0");
const inside = (mark: string) => (text: string) => `${text.slice(0, -6)}${mark}${text.slice(-6)}`;

/** What tools make of a text on its way into a log. */
const encodings: readonly { readonly name: string; readonly encode: (text: string) => string }[] = [
  { name: "Markdown", encode: (text) => text.replaceAll(/[_*~|>`.#:()[\]-]/g, "\\$&") },
  { name: "colour inside", encode: inside("\x1b[1;35m") },
  { name: "zero width inside", encode: inside("\u200b") },
  { name: "soft hyphen inside", encode: inside("\u00ad") },
  { name: "\\u", encode: ofSigns((code) => `\\u${hex(code, 4)}`) },
  { name: "\\x", encode: ofSigns((code) => `\\x${hex(code, 2)}`) },
  { name: "octal", encode: ofSigns((code) => `\\${code.toString(8).padStart(3, "0")}`) },
  { name: "entities", encode: ofSigns((code) => `&#${code};`) },
  { name: "entities in hex", encode: ofSigns((code) => `&#x${hex(code, 2)};`) },
  { name: "percent", encode: ofSigns((code) => `%${hex(code, 2).toUpperCase()}`) },
];

/** Kinds of one line whose own form survives on both sides of a cut near its end. */
const plain = anySecret.filter(({ kind, text }) => kind !== "private-key" && !text.includes("\\"));
const chain = fc.uniqueArray(fc.constantFrom(...encodings), { minLength: 1, maxLength: 2 });

test("no secret survives two encodings in a row, in text and in a value", () => {
  fc.assert(
    fc.property(plain, chain, ({ text, core }, chosen) => {
      // a code that is itself cut by another mark is no code any more
      fc.pre(new Set(chosen.map(({ name }) => name.includes("inside"))).size === chosen.length || chosen.length === 1);
      const encode = (part: string) => chosen.reduce((done, { encode }) => encode(done), part);
      const written = `got ${encode(text)} there`;
      const left = scrub(written);
      expect(left).not.toBe(written);
      expect(left).not.toContain(core);
      expect(JSON.stringify(scrubber.value({ message: written }).value)).toBe(JSON.stringify({ message: left }));
    }),
    { numRuns: 2_000 },
  );
});

test("a secret that was wrapped goes as a whole, in pieces as well", () => {
  const token = "MTMzMDQ5MjcyNTE3MDAxMjE3.Gx4mPl.o0nce-Upon-a-time-there-was-a-bot-007";
  const [first, rest] = [token.slice(0, 40), token.slice(40)];
  const wraps = [
    [`[10:11:12] ERROR    ${first}\n                    ${rest} left`, "[10:11:12] ERROR    BOT-TOKEN left"],
    [`token ${first}\\\n${rest} left`, "token BOT-TOKEN left"],
    [`${"x".repeat(39)} ${first}\n${rest} left`, `${"x".repeat(39)} BOT-TOKEN left`],
    [`│ ${first} │\n│ ${rest} │`, "│ BOT-TOKEN │"],
  ] as const;
  for (const [text, expected] of wraps) {
    expect(scrub(text)).toBe(expected);
    const stream = scrubber.stream();
    const out = [...Buffer.from(text)].map((byte) => Buffer.from(stream.push(Uint8Array.of(byte))));
    expect(Buffer.concat([...out, Buffer.from(stream.end())]).toString()).toBe(expected);
  }
});

test("lines of their own stay so", () => {
  const text = `${"x".repeat(70)} token=\nNAME=value\n  prefix: "?"\n        indented words\n`;
  expect(scrub(text)).toBe(text);
});
