import {
  alphanumerics,
  type ByteClass,
  byteClass,
  digits,
  hasExactly,
  hasWord,
  membersOf,
  skipWhile,
} from "../bytes.ts";
import { escapeEnd, isWordStart } from "../edges.ts";
import { bestAnchor } from "../frequency.ts";
import { holdsPlaceholder } from "../placeholders.ts";
import { type Anchor, openAt, type Rule, type Span, type Window } from "../rule.ts";
import { type VendorFormat, vendorFormats } from "./vendor-formats.ts";

interface Compiled extends VendorFormat {
  readonly members: ByteClass;
  /** Which byte of the prefix is the anchor. */
  readonly anchorAt: number;
}

/** The alphabets, each read once. */
const alphabets = new Map<string, ByteClass>();

function readAlphabet(alphabet: string): ByteClass {
  const known = alphabets.get(alphabet);
  if (known !== undefined) return known;
  const members = byteClass(alphabet);
  alphabets.set(alphabet, members);
  return members;
}

const compile = (format: VendorFormat): Compiled => ({
  ...format,
  members: readAlphabet(format.alphabet),
  anchorAt: bestAnchor(Buffer.from(format.prefix, "latin1")),
});

interface Formats {
  readonly all: readonly Compiled[];
  /** By anchor and the byte before it; 0 stands for any. */
  readonly byAnchor: ReadonlyMap<number, Compiled[]>;
}

let formats: Formats | undefined;

/** Compiled when they are first asked for: most texts hold nothing that looks like one of them. */
function readFormats(): Formats {
  if (formats !== undefined) return formats;
  const all = vendorFormats.map(compile);
  const byAnchor = new Map<number, Compiled[]>();
  for (const format of all) {
    const { prefix, anchorAt } = format;
    const key = pair(prefix.charCodeAt(anchorAt), anchorAt > 0 ? prefix.charCodeAt(anchorAt - 1) : 0);
    byAnchor.set(key, [...(byAnchor.get(key) ?? []), format]);
  }
  formats = { all, byAnchor };
  return formats;
}

function pair(anchor: number, before: number): number {
  return (anchor << 8) | before;
}

const anchorOf = ({ prefix, anchorAt, members }: Compiled): Anchor => ({
  at: prefix[anchorAt]!,
  ...(anchorAt > 0 && { before: prefix[anchorAt - 1]! }),
  ...(anchorAt > 1 && { beforeThat: prefix[anchorAt - 2]! }),
  ...(anchorAt > 2 && { thirdBefore: prefix[anchorAt - 3]! }),
  after: prefix[anchorAt + 1] ?? membersOf(members),
});

/**
 * Secrets whose vendor gave them a form of their own: a fixed prefix, an alphabet, a length.
 *
 * Misses the bare prefix (`glpat- prefix`, `hf_hub_download`), publishable keys, and words that begin alike.
 */
export const vendorSecret: Rule = {
  name: "api-secret",
  recognises: "keys and tokens of some 80 vendors, by their form",
  becomes: "API-SECRET",
  example: "ghp_0nceUponATimeThereWasATokenThat9One1",
  priority: 80,
  on: true,
  anchors: () => readFormats().all.map(anchorOf),
  match(window, at) {
    const { text, from } = window;
    return (
      (at > from && firstOf(window, at, pair(text[at]!, text[at - 1]!))) || firstOf(window, at, pair(text[at]!, 0))
    );
  },
};

function firstOf({ text, from, to }: Window, at: number, key: number): Span | undefined {
  for (const format of readFormats().byAnchor.get(key) ?? []) {
    const start = at - format.anchorAt;
    const rest = start + format.prefix.length;
    if (start < from || !hasExactly(text, start, to, format.prefix)) continue;
    const end = trimmedEnd(text, rest, skipWhile(text, rest, to, format.members));
    if (!isFormat(text, rest, end, to, format) || holdsPlaceholder(text, rest, end)) continue;
    if (!isWordStart(text, start, from, to)) continue;
    const isEscape = escapeEnd(text, start + 1, from, to) === start + 1; // `\npm_…` may be a line end before `pm_…`
    return { start: isEscape ? start + 1 : start, end, ...openAt(end, to, format.members) };
  }
  return undefined;
}

/** Whether the part behind the prefix is as long as the vendor makes it, and no ordinary word. */
function isFormat(text: Uint8Array, rest: number, end: number, to: number, format: Compiled): boolean {
  const { min, max, needsDigit } = format;
  if (end - rest < min) return false;
  if (max !== undefined && (end - rest > max || (end < to && alphanumerics[text[end]!] === 1))) return false;
  if (isRepetitive(text, rest, end)) return false;
  return needsDigit !== true || text.subarray(rest, end).some((byte) => digits[byte] === 1);
}

/** `xxxxxxxx`, `0000-0000`: fewer than four different characters stand for a secret. */
function isRepetitive(text: Uint8Array, start: number, end: number): boolean {
  const seen: number[] = [];
  for (let i = start; i < end && seen.length < 4; i++) if (!seen.includes(text[i]!)) seen.push(text[i]!);
  return seen.length < 4;
}

const PERCENT = 0x25;

/** A dot at the end belongs to what follows, and so does an escape that stands for no character of base64. */
function trimmedEnd(text: Uint8Array, start: number, end: number): number {
  let i = end;
  const percent = text.subarray(start, end).indexOf(PERCENT);
  if (percent >= 0 && !["%2b", "%2f", "%3d"].some((written) => hasWord(text, start + percent, end, written)))
    i = start + percent;
  while (i > start && (text[i - 1] === 0x2e || text[i - 1] === PERCENT)) i--;
  return i;
}
