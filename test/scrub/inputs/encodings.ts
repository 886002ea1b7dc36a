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

const json = (text: string): string => JSON.stringify(text).slice(1, -1);
/** The bytes of a text as Python's `repr` shows them. */
const reprOfBytes = (text: string): string =>
  Array.from(Buffer.from(text), (byte) => {
    if (byte === 0x5c) return "\\\\";
    return byte < 0x20 || byte > 0x7e ? `\\x${hex(byte, 2)}` : String.fromCharCode(byte);
  }).join("");

const MARGIN = " ".repeat(20);

/**
 * Text in lines of quoted-printable, which has at most 76 columns. A known limit is left out: a backslash and what it
 * escapes are not recognised in two lines.
 */
function quotedPrintable(text: string): string {
  const lines = [];
  for (let at = 0; at < text.length; at += lines.at(-1)!.length)
    lines.push(/^.{0,63}[^\\]/su.exec(text.slice(at))?.[0] ?? text.slice(at));
  return lines.join("=\n");
}

/** Text that is wrapped at the right edge of a terminal of 80 columns, after `got `. */
function atTheEdge(text: string): string {
  const first = text.slice(0, -6);
  const columns = first.replaceAll(/\x1b\[[0-9;]*m|[\u200b\u00ad]/g, "").length;
  return columns < 70 ? `${"x".repeat(75 - columns)} ${first}\n${text.slice(-6)}` : text;
}

interface Encoding {
  readonly name: string;
  readonly encode: (text: string) => string;
  /** It inserts a mark in the middle, which a second encoding might cut. */
  readonly isInside?: true;
  /** It breaks the line. */
  readonly isWrap?: true;
  /** It encodes line breaks and margins completely or not at all, so that a wrap can still be recognised. */
  readonly keepsWraps?: true;
}

/** What tools do to a text before it is in a log. */
const encodings: readonly Encoding[] = [
  { name: "Markdown", encode: (text) => text.replaceAll(/[_*~|>`.#:()[\]-]/g, "\\$&"), keepsWraps: true },
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
  { name: "a part of an address", encode: encodeURIComponent, keepsWraps: true },
  { name: "the same, twice", encode: (text) => encodeURIComponent(encodeURIComponent(text)), keepsWraps: true },
  { name: "JSON", encode: json, keepsWraps: true },
  { name: "JSON in JSON", encode: (text) => json(json(text)), keepsWraps: true },
  { name: "repr of bytes", encode: reprOfBytes, keepsWraps: true },
  { name: "indented", encode: (text) => `${MARGIN}${inside(`\n${MARGIN}`)(text)}`, isWrap: true },
  { name: "at the edge", encode: atTheEdge, isWrap: true },
  { name: "quoted-printable", encode: quotedPrintable, isWrap: true },
  { name: "a backslash before the line end", encode: inside("\\\n"), isWrap: true },
];

/** Secrets in one line that keep their form on both sides of a cut near their end. */
const plain = anySecret.filter(({ kind, text }) => kind !== "private-key" && !text.includes("\\"));

/** Whether the result of both can still be read: no mark and no break is inside another. */
function isReadable(first: Encoding, second: Encoding | undefined): boolean {
  if (second === undefined) return true;
  const isMark = second.isInside === true || second.isWrap === true;
  if (first.isWrap) return !isMark && second.keepsWraps === true;
  return !(first.isInside && isMark);
}

const chain = fc
  .uniqueArray(fc.constantFrom(...encodings), { minLength: 1, maxLength: 2 })
  .filter(([first, second]) => isReadable(first!, second));

/** A secret after one or two of these encodings. */
export const encoded = fc.tuple(plain, chain).map(([{ kind, text, core }, chosen]) => ({
  kind,
  core,
  encodings: chosen.map(({ name }) => name),
  written: chosen.reduce((done, { encode }) => encode(done), text),
}));
