import type { Anchor, Span, Window } from "../../../rule.ts";
import { byteClass, hasExactly, letters, skipBack } from "../../../text/bytes.ts";
import { judge } from "../judge.ts";
import { FOREIGN_NAMES } from "../name/foreign-words.ts";
import { valueStart } from "../value/start.ts";

const blank = byteClass(" \t");
const quotes = byteClass("\"'`");
/** The sign between name and value in Chinese and Japanese: `：`. */
const WIDE_COLON = "\xef\xbc\x9a";

const inBytes = (word: string): string => Buffer.from(word, "utf8").toString("latin1");

const NAMES: readonly string[] = FOREIGN_NAMES.flatMap((name) => [
  name,
  name[0]!.toUpperCase() + name.slice(1),
  name.toUpperCase(),
]).map(inBytes);

/** The last bytes of them and those before, by which most text is ruled out. */
const [lasts, seconds] = [new Uint8Array(256), new Uint8Array(256)];
for (const name of NAMES) lasts[name.charCodeAt(name.length - 1)] = seconds[name.charCodeAt(name.length - 2)] = 1;

/** By the last two bytes. */
const byEnd = new Map<number, string[]>();
for (const name of new Set(NAMES)) {
  const end = (name.charCodeAt(name.length - 2) << 8) | name.charCodeAt(name.length - 1);
  byEnd.set(end, [...(byEnd.get(end) ?? []), name]);
}

const distinct = (anchors: readonly Anchor[]): Anchor[] => [
  ...new Map(anchors.map((anchor) => [JSON.stringify(anchor), anchor])).values(),
];

/** Where such a name may end before a sign, with or without a space or a quote between them. */
export const foreignAnchors = (): Anchor[] => [
  ...distinct(
    NAMES.flatMap((name) => {
      const [third = "", second = "", last = ""] = name.slice(-3);
      return [
        { at: "=:", before: last, beforeThat: second, thirdBefore: third },
        { at: "=:", before: "\"'` ", beforeThat: last, thirdBefore: second },
      ];
    }),
  ),
  { at: WIDE_COLON[2]!, before: WIDE_COLON[1]!, beforeThat: WIDE_COLON[0]! },
];

/**
 * `пароль: …`, `"contraseña" = "…"`, `密码：…`, and a name of ASCII before the wide sign. Called at the sign, at its last
 * byte.
 */
export function foreign(window: Window, at: number): Span | undefined {
  const { text, from } = window;
  const isWide = text[at] === 0x9a;
  const sign = isWide ? at - 2 : at;
  const close = skipBack(text, sign, Math.max(from, sign - 8), blank);
  const end = quotes[text[close - 1] ?? 0] === 1 ? close - 1 : close;
  if (lasts[text[end - 1] ?? 0] !== 1 || seconds[text[end - 2] ?? 0] !== 1) return undefined;
  const name = byEnd
    .get((text[end - 2]! << 8) | text[end - 1]!)
    ?.find((one) => end - one.length >= from && hasExactly(text, end - one.length, end, one));
  if (name === undefined) return undefined;
  const start = end - name.length;
  if (start > from && letters[text[start - 1]!] === 1) return undefined;
  const value = valueStart(window, at + 1);
  if (text[value]! >= 0x80) return undefined; // a word of that language
  const key = { start, end, name: "password", isQuoted: end !== close };
  return judge(window, key, "strong", value, "text", at);
}
