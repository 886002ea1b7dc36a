import { tellsItself } from "../../claim/telling.ts";
import { bestAnchor } from "../../find/frequency.ts";

/** Shorter secrets would match in many words. */
export const MIN_SECRET = 8;

/** A text to search for. */
export interface Form {
  readonly bytes: Uint8Array;
  readonly becomes: string;
  /** Which of the bytes is the anchor. */
  readonly anchorAt: number;
  /** How many of the first bytes are kept. */
  readonly keep: number;
  /** The text of which the form is the beginning or the end: it is removed as far as the text contains it. */
  readonly partOf?: Buffer;
  /** How many characters of base64 before and after it carry the first and last bytes of the secret as well. */
  readonly beside?: readonly [before: number, after: number];
}

/** @param kept - The part of its beginning that is kept. */
export function formOf(value: string, becomes: string, kept = ""): Form {
  const bytes = Buffer.from(value, "utf8");
  return { bytes, becomes, anchorAt: bestAnchor(bytes), keep: Buffer.byteLength(kept, "utf8") };
}

/** The length of a part that identifies a secret that was cut at either end. */
const CUT = 12;

/** Its beginning and its end, unless these are words that anybody may write. */
export function cutForms(value: string, becomes: string): Form[] {
  const bytes = Buffer.from(value, "utf8");
  if (bytes.length <= CUT) return [];
  const pieces = [bytes.subarray(0, CUT), bytes.subarray(-CUT)].filter((piece) => tellsItself(piece, 0, CUT));
  return pieces.map((piece) => ({ bytes: piece, becomes, anchorAt: bestAnchor(piece), keep: 0, partOf: bytes }));
}

/** The forms in which a text may appear: unchanged, in JSON once and twice, in a URL, with doubled backslashes. */
export function escapedForms(value: string): string[] {
  const json = (text: string): string => JSON.stringify(text).slice(1, -1);
  const slashed = value.replaceAll("/", "\\/");
  const encoded = encodeURIComponent(Buffer.from(value, "utf8").toString("utf8"));
  const forms = [
    value,
    json(value),
    json(json(value)),
    slashed,
    encoded,
    encoded.replace(/%../g, (code) => code.toLowerCase()),
    encodeURIComponent(encoded),
  ];
  return [...new Set(forms)];
}

/** The same in hex, as numbers of bytes, in one case. */
export function encodedForms(value: string): string[] {
  const bytes = Buffer.from(value, "utf8");
  const pairs = [...bytes].map((byte) => byte.toString(16).padStart(2, "0"));
  const forms = [
    ...[pairs.join(""), pairs.join(" "), [...bytes].join(", "), [...bytes].join(",")],
    ...[pairs.join("").toUpperCase(), value.toLowerCase(), value.toUpperCase()],
  ];
  return [...new Set(forms)].filter((form) => form !== value && form.length >= MIN_SECRET);
}

/**
 * The same in base64, at each of three offsets: the groups of four characters that depend on nothing else, and how many
 * characters beside them do so in part.
 */
export function base64Forms(value: string, becomes: string): Form[] {
  const bytes = Buffer.from(value, "utf8");
  return [0, 1, 2].flatMap((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes]);
    const rest = shifted.length % 3;
    const whole = shifted.subarray(offset === 0 ? 0 : 3, shifted.length - rest).toString("base64");
    if (whole.length < MIN_SECRET) return [];
    const beside = [offset === 0 ? 0 : 4 - offset, rest === 0 ? 0 : rest + 1] as const;
    const forms = new Set([whole, whole.replaceAll("+", "-").replaceAll("/", "_")]);
    return [...forms].map((form) => ({ ...formOf(form, becomes), beside }));
  });
}
