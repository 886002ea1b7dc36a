import { bestAnchor } from "../../find/frequency.ts";
import type { Anchor } from "../../rule.ts";
import { alphanumerics, type ByteClass, byteClass, membersOf } from "../../text/bytes.ts";
import { vendorFormats } from "./formats.ts";
import type { VendorFormat } from "./vendor-format.ts";

/** The alphabets, each read once. */
const alphabets = new Map<string, ByteClass>();

function readAlphabet(alphabet: string): ByteClass {
  const known = alphabets.get(alphabet);
  if (known !== undefined) return known;
  const members = byteClass(alphabet);
  alphabets.set(alphabet, members);
  return members;
}

/** A format with its alphabet. */
export type Format = VendorFormat & { readonly members: ByteClass };

/** Formats with the same prefix, which begins so many bytes before an anchor. */
export interface Beginning {
  readonly back: number;
  readonly prefix: Uint8Array;
  /** Most prefixes are ruled out by these. */
  readonly first: number;
  readonly last: number;
  /** Whether it may be the end of a file's name: `box.ico-7a38….png`. */
  readonly isShort: boolean;
  readonly formats: readonly Format[];
}

const HYPHEN = 0x2d;
const NONE: readonly Beginning[] = [];
const fold = (first: number, second: number): number => ((first & 31) << 5) | (second & 31);
/**
 * By an anchor and the byte before it, reduced to ten bits: the prefixes that hold both, the longest before it first.
 */
const byAnchor: (Beginning[] | undefined)[] = Array.from({ length: 1_024 });
/** By an anchor: the prefixes that begin with it. */
const byFirst: (Beginning[] | undefined)[] = Array.from({ length: 256 });

const byPrefix = new Map<string, { readonly prefix: Uint8Array; readonly formats: Format[] }>();
for (const format of vendorFormats) {
  const full = { ...format, members: readAlphabet(format.alphabet) };
  const known = byPrefix.get(format.prefix);
  if (known === undefined)
    byPrefix.set(format.prefix, { prefix: Buffer.from(format.prefix, "latin1"), formats: [full] });
  else known.formats.push(full);
}
/** Anchors with what is before them: what is looked at in one prefix is looked at in all that hold it there. */
const anchored = new Set<number>();
for (const { prefix } of byPrefix.values()) anchored.add(placeIn(prefix, bestAnchor(prefix)));
for (const { prefix, formats } of byPrefix.values()) {
  const first = prefix[0]!;
  const last = prefix[prefix.length - 1]!;
  const isShort = prefix.length <= 4 && last === HYPHEN;
  for (let back = 0; back < prefix.length; back++) {
    if (!anchored.has(placeIn(prefix, back))) continue;
    const table = back === 0 ? byFirst : byAnchor;
    const place = back === 0 ? first : fold(prefix[back - 1]!, prefix[back]!);
    table[place] ??= [];
    table[place].push({ back, prefix, first, last, isShort, formats });
  }
}
for (const beginnings of byAnchor) if (beginnings !== undefined) beginnings.sort((a, b) => b.back - a.back);

/** A place in a prefix: how far it is from the beginning, the first byte, the byte before it and the one there. */
function placeIn(prefix: Uint8Array, back: number): number {
  return ((back * 256 + prefix[0]!) * 256 + (back > 0 ? prefix[back - 1]! : 0)) * 256 + prefix[back]!;
}

/** The prefixes that hold the byte at `at` and the one before it. */
export const prefixesAround = (text: Uint8Array, at: number): readonly Beginning[] =>
  byAnchor[fold(text[at - 1]!, text[at]!)] ?? NONE;

/** The prefixes that are recognised by their first byte. */
export const prefixesFrom = (first: number): readonly Beginning[] => byFirst[first] ?? NONE;

function anchorIn({ prefix }: VendorFormat): number {
  return bestAnchor(Buffer.from(prefix, "latin1"));
}

export function anchorsOf(format: VendorFormat): readonly Anchor[] {
  const { prefix, alphabet } = format;
  const at = anchorIn(format);
  const anchor = {
    at: prefix[at]!,
    ...(at > 0 && { before: prefix[at - 1]! }),
    ...(at > 1 && { beforeThat: prefix[at - 2]! }),
    ...(at > 2 && { thirdBefore: prefix[at - 3]! }),
    after: prefix[at + 1] ?? membersOf(readAlphabet(alphabet)),
  };
  return at === 1 ? atWordStart(anchor) : [anchor];
}

/** The same where no letter or digit is before the prefix, unless it may end an escape (`isWordStart`). */
const atWordStart = (anchor: Anchor): readonly Anchor[] => [
  { ...anchor, beforeThat: membersOf(alphanumerics.map((isMember) => 1 - isMember)) },
  { ...anchor, beforeThat: "0123456789ABCDEFabcdefnrtvm", thirdBefore: "0123456789ABCDEFabcdef\\;:[" },
];
