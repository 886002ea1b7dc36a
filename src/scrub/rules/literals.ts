import { tellsItself } from "../claim/telling.ts";
import { bestAnchor } from "../find/frequency.ts";
import type { Literals } from "../options.ts";
import type { Anchor, Rule, RuleEntry, Span, Window } from "../rule.ts";
import { alphanumerics, wideLetter } from "../text/bytes.ts";
import { escapeEnd, isLeftEdge } from "../text/edges.ts";

const MIN_SECRET = 8;
const MIN_NAME = 3;
/** Names that half the world has: taking them out would say nothing and break words. */
const COMMON_NAMES = new Set(
  "root user users admin administrator red redbot bot app node ubuntu debian localhost home container runner discord docker git www nobody guest test default public shared python vagrant pi ec2-user server host".split(
    " ",
  ),
);

interface Form {
  readonly bytes: Uint8Array;
  readonly becomes: string;
  /** Which of the bytes is the anchor. */
  readonly anchorAt: number;
  /** How many of the first bytes stay. */
  readonly keep: number;
  /** Of what the form is the beginning or the end: as much of it goes as stands there. */
  readonly partOf?: Buffer;
}

function formOf(value: string, becomes: string, kept = ""): Form {
  const bytes = Buffer.from(value, "utf8");
  return { bytes, becomes, anchorAt: bestAnchor(bytes), keep: Buffer.byteLength(kept, "utf8") };
}

/** So much of a secret tells it, if it was cut off before or behind. */
const CUT = 12;

/** Its beginning and its end, where these are not words that anybody may write. */
function cutForms(value: string, becomes: string): Form[] {
  const bytes = Buffer.from(value, "utf8");
  if (bytes.length <= CUT) return [];
  const pieces = [bytes.subarray(0, CUT), bytes.subarray(-CUT)].filter((piece) => tellsItself(piece, 0, CUT));
  return pieces.map((piece) => ({ bytes: piece, becomes, anchorAt: bestAnchor(piece), keep: 0, partOf: bytes }));
}

/** How a text may turn up: as it is, inside JSON once and twice, in a URL, with doubled backslashes. */
function escapedForms(value: string): string[] {
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

/** The same in base64 (at each of three offsets), in hex, as numbers of bytes, in one case. */
function encodedForms(value: string): string[] {
  const bytes = Buffer.from(value, "utf8");
  const pairs = [...bytes].map((byte) => byte.toString(16).padStart(2, "0"));
  const base64 = [0, 1, 2].flatMap((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), bytes]);
    const most = whole.length - (whole.length % 3); // what follows changes the rest
    const form = whole
      .subarray(0, most)
      .toString("base64")
      .slice(offset === 0 ? 0 : 4);
    return [form, form.replaceAll("+", "-").replaceAll("/", "_")];
  });
  const forms = [
    ...base64,
    ...[pairs.join(""), pairs.join(" "), [...bytes].join(", "), [...bytes].join(",")],
    ...[pairs.join("").toUpperCase(), value.toLowerCase(), value.toUpperCase()],
  ];
  return [...new Set(forms)].filter((form) => form !== value && form.length >= MIN_SECRET);
}

const anchorOf = ({ bytes, anchorAt }: Form): Anchor => ({
  at: String.fromCharCode(bytes[anchorAt]!),
  ...(anchorAt > 0 && { before: String.fromCharCode(bytes[anchorAt - 1]!) }),
  ...(anchorAt > 1 && { beforeThat: String.fromCharCode(bytes[anchorAt - 2]!) }),
  ...(anchorAt > 2 && { thirdBefore: String.fromCharCode(bytes[anchorAt - 3]!) }),
  ...(anchorAt + 1 < bytes.length && { after: String.fromCharCode(bytes[anchorAt + 1]!) }),
});

function standsAt({ text, from, to }: Window, start: number, bytes: Uint8Array): boolean {
  if (start < from || start + bytes.length > to) return false;
  for (let i = 0; i < bytes.length; i++) if (text[start + i] !== bytes[i]) return false;
  return true;
}

/** What stands before an anchor that is the first byte of its form: anything. */
const ANY = 0x100;
const pair = (before: number, at: number): number => (before << 8) | at;
const NONE: readonly Form[] = [];

/** The forms by their anchor and the byte before it: of thousands a few are left. */
function groupByAnchor(forms: readonly Form[]): ReadonlyMap<number, readonly Form[]> {
  const groups = new Map<number, Form[]>();
  for (const form of forms) {
    const { bytes, anchorAt } = form;
    const key = pair(anchorAt > 0 ? bytes[anchorAt - 1]! : ANY, bytes[anchorAt]!);
    groups.set(key, [...(groups.get(key) ?? []), form]);
  }
  return groups;
}

function literalRule(entry: RuleEntry, forms: readonly Form[], isWhole: (window: Window, span: Span) => boolean): Rule {
  const groups = groupByAnchor(forms);
  return {
    ...entry,
    anchors: () => forms.map(anchorOf),
    match(window, at) {
      const { text, from } = window;
      let longest: Span | undefined;
      for (const before of at > from ? [text[at - 1]!, ANY] : [ANY])
        for (const form of groups.get(pair(before, text[at]!)) ?? NONE) {
          if (!standsAt(window, at - form.anchorAt, form.bytes)) continue;
          const span = spanOf(window, at - form.anchorAt, form);
          if (isWhole(window, span) && (longest === undefined || span.end - span.start > longest.end - longest.start))
            longest = span;
        }
      return longest;
    },
  };
}

/** What goes where a form begins at `start`: of a piece, as much before and behind it as belongs to the same secret. */
function spanOf({ text, from, to }: Window, start: number, { bytes, becomes, keep, partOf }: Form): Span {
  let [first, end] = [start, start + bytes.length];
  if (partOf !== undefined) {
    let known = partOf.length - bytes.length;
    if (partOf.indexOf(bytes) === 0) known = 0;
    for (let i = known + bytes.length; i < partOf.length && end < to && text[end] === partOf[i]; i++) end++;
    for (let i = known - 1; i >= 0 && first > from && text[first - 1] === partOf[i]; i--) first--;
    const ends = escapeEnd(text, first, from, to);
    if (ends > first && ends <= start) first = ends; // the `n` of a `\\n`, not of the secret
  }
  return { start: first + keep, end, becomes };
}

const isLetter = (text: Uint8Array, at: number, to: number): boolean =>
  alphanumerics[text[at]!] === 1 || text[at] === 0x5f || wideLetter(text, at, to) > 0;

/** A whole word: neither a letter, a digit nor `_` on either side. */
export function isWholeWord({ text, from, to }: Window, { start, end }: Span): boolean {
  if (end < to && isLetter(text, end, to)) return false;
  if (start > from && text[start - 1]! >= 0x80) return !(start - 2 >= from && wideLetter(text, start - 2, to) === 2);
  return start <= from || (text[start - 1] !== 0x5f && isLeftEdge(text, start, from, to, alphanumerics));
}

const literalEntry: RuleEntry = {
  name: "literal",
  recognises: "the bot's own tokens and other configured secrets, in every usual escape, also cut short",
  becomes: "BOT-TOKEN or API-SECRET",
  example: "",
  priority: 110,
  on: true,
};

const homeEntry: RuleEntry = {
  name: "home-path",
  recognises: "the home folder of this machine",
  becomes: "USERNAME",
  example: "",
  priority: 50,
  on: true,
};

const userEntry: RuleEntry = {
  name: "user-name",
  recognises: "the account name of this machine, as a whole word",
  becomes: "USERNAME",
  example: "",
  priority: 45,
  on: true,
};

const hostEntry: RuleEntry = {
  name: "host-name",
  recognises: "the name of this machine, as a whole word",
  becomes: "HOSTNAME",
  example: "",
  priority: 45,
  on: true,
};

/** The rules for what is known of this machine and bot, with what they need to be any use. */
export const literalEntries: readonly RuleEntry[] = [literalEntry, userEntry, hostEntry];

/**
 * The rules for the private strings that are given; none for those that are empty, too short or everybody's.
 *
 * Hits: them in every usual escape, in base64, hex, numbers and one case, and cut short to 12 bytes. Misses: other
 * encodings, and ends that anybody may write. Costs: a comparison at the rarest byte of each form and its neighbours.
 */
export function literalRules({ tokens = [], secrets = [], home = "", ...names }: Literals): Rule[] {
  const { user = "", host = "", userAliases = [], hostAliases = [] } = names;
  const long = (values: readonly string[], becomes: string): Form[] =>
    values
      .filter((value) => Buffer.byteLength(value.trim(), "utf8") >= MIN_SECRET)
      .flatMap((value) =>
        [...escapedForms(value.trim()), ...encodedForms(value.trim())]
          .map((form) => formOf(form, becomes))
          .concat(cutForms(value.trim(), becomes)),
      );
  const known = [...long(tokens, "BOT-TOKEN"), ...long(secrets, "API-SECRET")];
  const rules = [
    known.length > 0 && literalRule(literalEntry, known, () => true),
    isTelling(home) && literalRule(homeEntry, homeForms(home), isWholeWord),
    ...namesRule(userEntry, [user, ...userAliases], "USERNAME"),
    ...namesRule(hostEntry, [host, ...hostAliases], "HOSTNAME"),
  ];
  return rules.filter((rule) => rule !== false);
}

const isName = (name: string): boolean =>
  name.trim().length >= MIN_NAME && !COMMON_NAMES.has(name.trim().toLowerCase());

function namesRule(entry: RuleEntry, names: readonly string[], becomes: string): Rule[] {
  const texts = [...new Set(names.filter(isName).flatMap((name) => escapedForms(name.trim())))];
  if (texts.length === 0) return [];
  const rule = literalRule(
    entry,
    texts.map((text) => formOf(text, becomes)),
    isWholeWord,
  );
  const isPartOf = (text: string) => texts.some((other) => other.length > text.length && other.includes(text));
  return [texts.some(isPartOf) ? inLongest(rule, texts) : rule];
}

/** A name that stands in a longer one of the same goes with it, wherever either is found. */
function inLongest(rule: Rule, names: readonly string[]): Rule {
  const all = names.map((name) => Buffer.from(name, "utf8")).sort((a, b) => b.length - a.length);
  return {
    ...rule,
    match(window, at) {
      const span = rule.match(window, at);
      if (span === undefined) return undefined;
      const found = Buffer.from(window.text.subarray(span.start, span.end));
      for (const longer of all.filter(({ length }) => length > found.length))
        for (let offset = longer.indexOf(found); offset >= 0; offset = longer.indexOf(found, offset + 1)) {
          const whole = { ...span, start: span.start - offset, end: span.start - offset + longer.length };
          if (standsAt(window, whole.start, longer) && isWholeWord(window, whole)) return whole;
        }
      return span;
    },
  };
}

const lastPart = (path: string): string =>
  path
    .split(/[\\/]+/)
    .filter((part) => part !== "")
    .at(-1) ?? "";

const isTelling = (home: string): boolean =>
  home.split(/[\\/]+/).filter((part) => part !== "").length >= 2 && isName(lastPart(home));

function homeForms(home: string): Form[] {
  return spellingsOf(home.replace(/[\\/]+$/, "")).flatMap((path) => {
    const parents = escapedForms(path.slice(0, -lastPart(path).length));
    return escapedForms(path).map((form, i) =>
      formOf(form, "USERNAME", form.startsWith(parents[i] ?? "\0") ? parents[i]! : parentOf(form)),
    );
  });
}

/** A path of Windows is the same with either slash, in capitals or not. */
function spellingsOf(path: string): string[] {
  if (!/^(?:[a-z]:)?\\/i.test(path)) return [path];
  const slashes = [path, path.replaceAll("\\", "/")];
  return [...new Set(slashes.flatMap((one) => [one, one.toLowerCase(), one.toUpperCase()]))];
}

const parentOf = (form: string): string => /^.*(?:[\\/]|%(?:25)?2F|%(?:25)?5C)/i.exec(form)?.[0] ?? "";
