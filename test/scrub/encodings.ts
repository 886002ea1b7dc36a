import fc from "fast-check";
import { anySecret } from "./planting.ts";

const isSign = (character: string): boolean => /[!-/:-@[-`{-~]/.test(character);
const ofSigns = (write: (code: number) => string) => (text: string) =>
  [...text].map((one) => (isSign(one) ? write(one.charCodeAt(0)) : one)).join("");
const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, "0");
const inside = (mark: string) => (text: string) => `${text.slice(0, -6)}${mark}${text.slice(-6)}`;
const entities: Readonly<Record<string, string>> = {
  ".": "period",
  _: "lowbar",
  "@": "commat",
  ":": "colon",
  "/": "sol",
};

interface Encoding {
  readonly name: string;
  readonly encode: (text: string) => string;
  /** Whether it puts a mark into the middle, which a second one may cut. */
  readonly isInside?: true;
}

/** What tools make of a text on its way into a log. */
const encodings: readonly Encoding[] = [
  { name: "Markdown", encode: (text) => text.replaceAll(/[_*~|>`.#:()[\]-]/g, "\\$&") },
  { name: "colour inside", encode: inside("\x1b[1;35m"), isInside: true },
  { name: "zero width inside", encode: inside("\u200b"), isInside: true },
  { name: "soft hyphen inside", encode: inside("\u00ad"), isInside: true },
  { name: "\\u", encode: ofSigns((code) => `\\u${hex(code, 4)}`) },
  { name: "\\u in capitals", encode: ofSigns((code) => `\\u${hex(code, 4).toUpperCase()}`) },
  { name: "\\u in braces", encode: ofSigns((code) => `\\u{${hex(code, 2)}}`) },
  { name: "\\U", encode: ofSigns((code) => `\\U${hex(code, 8)}`) },
  { name: "\\x", encode: ofSigns((code) => `\\x${hex(code, 2)}`) },
  { name: "octal", encode: ofSigns((code) => `\\${code.toString(8).padStart(3, "0")}`) },
  { name: "entities", encode: ofSigns((code) => `&#${code};`) },
  { name: "entities in hex", encode: ofSigns((code) => `&#x${hex(code, 2)};`) },
  { name: "entities with names", encode: (text) => text.replaceAll(/[._@:/]/g, (sign) => `&${entities[sign]};`) },
  { name: "percent", encode: ofSigns((code) => `%${hex(code, 2).toUpperCase()}`) },
  { name: "a part of an address", encode: encodeURIComponent },
  { name: "JSON", encode: (text) => JSON.stringify(text).slice(1, -1) },
];

/** Kinds of one line whose own form survives on both sides of a cut near its end. */
const plain = anySecret.filter(({ kind, text }) => kind !== "private-key" && !text.includes("\\"));
const chain = fc
  .uniqueArray(fc.constantFrom(...encodings), { minLength: 1, maxLength: 2 })
  .map((chosen) => chosen.toSorted((a, b) => Number(a.isInside ?? false) - Number(b.isInside ?? false)))
  .filter((chosen) => chosen.filter(({ isInside }) => isInside).length < 2);

/** A secret, and what two of these in a row make of it. */
export const encoded = fc.tuple(plain, chain).map(([{ kind, text, core }, chosen]) => ({
  kind,
  core,
  encodings: chosen.map(({ name }) => name),
  written: chosen.reduce((done, { encode }) => encode(done), text),
}));
