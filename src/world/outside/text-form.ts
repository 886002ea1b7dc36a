/** The kind of a file, judged by its first bytes: text in UTF-8, text in UTF-16, or the name of another format. */
export type TextForm = "utf-8" | "utf-16le" | "utf-16be" | { readonly noText: string };

const SIGNATURES: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], "it is a zip archive, not text"],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], "it is compressed with xz, not text"],
  [[0x28, 0xb5, 0x2f, 0xfd], "it is compressed with zstd, not text"],
  [[0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59], "it is compressed with bzip2, not text"],
  [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "it is a 7z archive, not text"],
  [[0x7f, 0x45, 0x4c, 0x46], "it is a program, not text"],
  [[0x89, 0x50, 0x4e, 0x47], "it is a picture, not text"],
];
/** How many bytes are examined; a shorter input counts as text. */
const SAMPLE = 4_096;
const LEAST = 256;
/** Below this many bytes, every other byte of UTF-16 must be zero. */
const SHORT = 64;
/** Of 24 control characters; text with colours of IRC has 9. */
const KINDS = 12;

/**
 * Judges the first bytes. bzip2 with another block size is recognised by its control characters, like other binary
 * files.
 */
export function textFormOf(beginning: Uint8Array): TextForm {
  for (const [bytes, what] of SIGNATURES) if (bytes.every((byte, i) => beginning[i] === byte)) return { noText: what };
  if (isUtf32(beginning)) return { noText: "it is text in UTF-32, which is not supported" };
  if (beginning[0] === 0xff && beginning[1] === 0xfe) return "utf-16le";
  if (beginning[0] === 0xfe && beginning[1] === 0xff) return "utf-16be";
  const sample = beginning.subarray(0, SAMPLE);
  return unmarkedUtf16(sample) ?? (isBinary(sample) ? { noText: "it is binary, not text" } : "utf-8");
}

/** UTF-32 with or without a mark: every four bytes are a character's code in the same order, and none is zero. */
function isUtf32(beginning: Uint8Array): boolean {
  const units = Math.min(beginning.length, SAMPLE) >> 2;
  const view = new DataView(beginning.buffer, beginning.byteOffset, units * 4);
  const isCode = (code: number) => code > 0 && code <= 0x10ffff;
  const areCodes = (isLittle: boolean) => {
    for (let i = 0; i < units; i++) if (!isCode(view.getUint32(i * 4, isLittle))) return false;
    return units > 1;
  };
  return areCodes(true) || areCodes(false);
}

/**
 * UTF-16 without a mark, such as the end of a log that another program passes on: about half of its bytes are zero, all
 * of them at odd places, or all at even places. A text of which the first byte is missing is read in the other order.
 */
function unmarkedUtf16(sample: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (!sample.includes(0)) return undefined;
  const zeros = [0, 0];
  for (const [at, byte] of sample.entries()) if (byte === 0) zeros[at % 2]! += 1;
  const [even, odd] = zeros as [number, number];
  const least = sample.length < SHORT ? Math.max(2, (sample.length - 1) / 2) : sample.length / 4;
  if (even > 0 === odd > 0 || even + odd < least) return undefined;
  return odd > 0 ? "utf-16le" : "utf-16be";
}

/**
 * Whether a tenth of the bytes are control characters that logs do not contain, and not always the same one; or a
 * twentieth, if they are of most kinds, as in whatever is compressed or encrypted.
 */
function isBinary(sample: Uint8Array): boolean {
  if (sample.length < LEAST) return false;
  let odd = 0;
  const seen = new Set<number>();
  for (const byte of sample)
    if (byte < 0x20 && (byte < 0x07 || byte > 0x0d) && byte !== 0x1b) {
      odd++;
      seen.add(byte);
    }
  return (odd * 10 > sample.length && seen.size > 1) || (odd * 20 > sample.length && seen.size >= KINDS);
}

/** The same text in UTF-8, piece by piece. */
export async function* decodeUtf16(
  pieces: AsyncIterable<Uint8Array>,
  form: "utf-16le" | "utf-16be",
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(form);
  for await (const piece of pieces) yield Buffer.from(decoder.decode(piece, { stream: true }), "utf8");
  yield Buffer.from(decoder.decode(), "utf8");
}
