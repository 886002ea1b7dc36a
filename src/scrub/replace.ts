import type { Claim } from "./claims.ts";

/** Puts the bytes from `start` to `end` into `out`, with every claim replaced. The claims are disjoint and in order. */
export function replaceClaims(
  text: Uint8Array,
  start: number,
  end: number,
  claims: readonly Claim[],
  out: Uint8Array[],
): void {
  let at = start;
  for (const claim of claims) {
    if (claim.start > at) out.push(text.subarray(at, claim.start));
    if (claim.becomes !== "") out.push(Buffer.from(claim.becomes, "latin1"));
    at = Math.max(at, claim.end);
  }
  if (end > at) out.push(text.subarray(at, end));
}

/** One run of bytes; the piece itself if there is but one. */
export function joinPieces(pieces: readonly Uint8Array[]): Uint8Array {
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}

/**
 * The same for a string whose UTF-8 form was scanned. It is cut, not decoded, so that lone surrogates come through.
 *
 * @param length - How many bytes the UTF-8 form has.
 */
export function replaceInString(input: string, length: number, claims: readonly Claim[]): string {
  const index = length === input.length ? (offset: number): number => offset : utf16Index(input);
  let out = "";
  let at = 0;
  for (const claim of claims) {
    out += input.slice(at, index(claim.start)) + claim.becomes;
    at = index(claim.end);
  }
  return out + input.slice(at);
}

/** From byte offsets, which may only grow from call to call, to indices of the string. */
function utf16Index(input: string): (offset: number) => number {
  let bytes = 0;
  let index = 0;
  return (offset) => {
    while (bytes < offset) {
      const unit = input.charCodeAt(index++);
      if (unit < 0x80) bytes += 1;
      else if (unit < 0x800) bytes += 2;
      else if (unit >= 0xd800 && unit < 0xdc00 && (input.charCodeAt(index) & 0xfc00) === 0xdc00) {
        bytes += 4;
        index++;
      } else bytes += 3;
    }
    return index;
  };
}
