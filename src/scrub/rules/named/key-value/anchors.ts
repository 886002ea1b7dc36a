import type { Anchor } from "../../../rule.ts";
import { byteClass, membersOf } from "../../../text/bytes.ts";
import { programTails, tails } from "../name/key-words.ts";
import { credentialsAnchors } from "./credentials.ts";
import { foreignAnchors } from "./foreign-names.ts";
import { leaderAnchors } from "./leader.ts";
import { remarkAnchors } from "./remark.ts";

const lastThree = [...new Set(tails.filter((tail) => tail.length > 2).map((tail) => tail.slice(-3)))];

/** The last three letters of names, and what may be before them: `ord` of password, `ret` of secret … */
const endings = (all: readonly string[]) =>
  [...new Set(all.filter((tail) => tail.length > 2).map((tail) => tail.slice(-3)))].map((three) => {
    const names = all.filter((tail) => tail.endsWith(three));
    const fourth = [...new Set(names.map((name) => name.at(-4)))].join("");
    return {
      ...{ before: anyCase(three[2]!), beforeThat: anyCase(three[1]!), thirdBefore: anyCase(three[0]!) },
      ...(names.every((name) => name.length > 3) && { fourthBefore: anyCase(fourth) }),
    };
  });
const LAST = anyCase([...new Set(lastThree.map((word) => word[2]!))].join(""));
/** The last letters of names in capitals. */
const ENDS_OF_NAMES = LAST.toUpperCase().replace(/[^A-Z]/g, "");
/** Not that of an address: `postgres://`. */
const noSlash = (): string => membersOf(byteClass("/").map((isSlash) => 1 - isSlash));
const DIGITS = "0123456789";
const CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ALNUM = `${DIGITS}${anyCase("abcdefghijklmnopqrstuvwxyz")}`;

function anyCase(lower: string): string {
  return lower + lower.toUpperCase();
}

type Ending = { readonly before: string; readonly beforeThat: string } & Pick<Anchor, "thirdBefore" | "fourthBefore">;

const oneFurther = ({ before, beforeThat, thirdBefore }: Ending) => ({
  ...{ beforeThat: before, thirdBefore: beforeThat },
  ...(thirdBefore !== undefined && { fourthBefore: thirdBefore }),
});

const countable = endings(tails.filter((tail) => /^[a-z].*[dtynes]$/.test(tail)));
const after = (number: string, ending: Ending): Ending => ({ ...oneFurther(ending), before: number });
/** The ends of names with a number of one or two digits, perhaps after an underscore. */
const numbered: readonly Ending[] = [
  ...countable.map((ending) => after(DIGITS, ending)),
  ...countable.map((ending) => after(DIGITS, after(DIGITS, ending))),
  { before: DIGITS, beforeThat: "v", thirdBefore: "_" },
  { before: DIGITS, beforeThat: "_-", thirdBefore: "dtynesDTYNES" },
  { before: "ABCD", beforeThat: "_", thirdBefore: "DTYN" },
  { before: DIGITS, beforeThat: DIGITS, thirdBefore: "_", fourthBefore: "dtynesDTYNES" },
];

/** Where else a value may follow a name with this ending. */
const behindEnding = (ending: Ending): Anchor[] => [
  { at: ",", unlessProse: true, ...ending, after: `${ALNUM} "<` },
  { at: "({", ...ending, after: "\"'\\" },
  { at: "=:>", before: "\"'` ?\t", ...oneFurther(ending) },
  { at: ",", unlessProse: true, before: "\"'", ...oneFurther(ending), after: " \"'" },
  {
    at: ",",
    unlessProse: true,
    before: " ",
    beforeThat: "\"'",
    thirdBefore: ending.before,
    fourthBefore: ending.beforeThat,
    after: " \"'",
  },
];

/** Where a value may follow the name of a secret: the characters between them, and the endings of names. */
export const anchors = (): Anchor[] => [
  ...endings(tails.filter((tail) => !programTails.includes(tail))).flatMap((ending) => [
    { at: "=:>", ...ending },
    ...behindEnding(ending),
  ]),
  ...endings(programTails).flatMap((ending) => [
    { at: "=>", ...ending },
    { at: ":", unlessProse: true as const, ...ending, after: noSlash() },
    ...behindEnding(ending),
  ]),
  ...foreignAnchors(),
  { at: "=", before: "tT", beforeThat: "nN", thirdBefore: "eE", fourthBefore: "tT", after: "\"'" },
  { at: "|", before: " ", beforeThat: ` \`*${LAST}`, after: " " },
  { at: "\x82", before: "\x94", beforeThat: "\xe2", thirdBefore: " ", fourthBefore: ` ${LAST}'` },
  { at: " ", before: "k", beforeThat: "s", thirdBefore: "p" },
  { at: "(", before: "sqelh", beforeThat: "leBarc", thirdBefore: "asuoti.", after: "\"'\\" },
  { at: "(", before: "ntT", beforeThat: "uirR", thirdBefore: "rgaA", after: "\"'`\\" },
  { at: ":", before: "]", beforeThat: ")" },
  { at: ":", before: "*", beforeThat: `${LAST}*` },
  { at: ":", before: "_", beforeThat: "_", thirdBefore: LAST },
  { at: "=", before: "_ ", beforeThat: "_", thirdBefore: `_${LAST}` },
  { at: ":", before: "]", beforeThat: "dnty", thirdBefore: "re" },
  { at: "=", before: ")", beforeThat: LAST, after: "(" },
  { at: ":>", before: "e", beforeThat: "m", thirdBefore: "a" },
  { at: "=:", before: "\"' ]?\t", beforeThat: "\"'\\ ]" },
  { at: "=", before: "]", beforeThat: `${LAST}[` },
  { at: "=", before: "dD", beforeThat: "5", thirdBefore: "%" },
  {
    at: " ",
    before: ENDS_OF_NAMES,
    beforeThat: "ERSO",
    thirdBefore: "KRDAOW",
    after: `${ALNUM}"'`,
  },
  { at: " ", before: ENDS_OF_NAMES, beforeThat: "ERSO", thirdBefore: "KRDAOW", after: " " },
  { at: "\t", before: ENDS_OF_NAMES, beforeThat: "ERSO", thirdBefore: "KRDAOW" },
  { at: "\t", before: "dnty", beforeThat: "re", thirdBefore: "okr" },
  { at: " ", before: "dnty", beforeThat: "re", thirdBefore: "okr", after: " " },
  { at: " ", before: "n", beforeThat: "o", thirdBefore: "i", after: "\"'" },
  ...numbered.map((ending) => ({ at: "=:", ...ending })),
  ...numbered.map((ending) => ({ at: "=:", before: "\"'` \t", ...oneFurther(ending) })),
  { at: "=:", before: ";", beforeThat: "ts4927", thirdBefore: "oO3#2" },
  { at: "=:", before: "27", beforeThat: "24", thirdBefore: "%5x0" },
  { at: "\x1b", before: `${LAST}"'`, after: "[" },
  { at: ";", before: "ntyd", beforeThat: "ei", thirdBefore: "krd_", fourthBefore: "oct_", after: ALNUM },
  { at: "u", before: "\\", beforeThat: `${LAST}"'`, after: "0" },
  { at: ";", before: "t", beforeThat: "g", after: ALNUM },
  ...credentialsAnchors,
  ...leaderAnchors(),
  ...remarkAnchors(),
  { at: ",", unlessProse: true, before: "\"'", beforeThat: "\\", after: " \"'" },
  { at: ",", unlessProse: true, before: "\"'", beforeThat: "wW", thirdBefore: "pP", after: " \"'" },
  ...numbered.map((ending) => ({
    ...{ at: ",", unlessProse: true as const, before: "\"'", after: " \"'", ...oneFurther(ending) },
  })),
  { at: ",", unlessProse: true, before: "\"'", beforeThat: "nN", thirdBefore: "oe", after: "\r\n" },
  { at: ",", unlessProse: true, before: "\"'", beforeThat: "yY", thirdBefore: "eE", after: "\r\n" },
  { at: ",", unlessProse: true, before: "\"'", beforeThat: "e", thirdBefore: "i", after: "\r\n" },
  { at: "%", before: LAST, after: "3" },
  { at: "%", before: "27", beforeThat: "2", after: "3" },
  { at: "-", before: "-", after: ALNUM.slice(10) },
  { at: "w", before: "sS", after: "oOdD" },
  { at: "W", before: "S", after: "OD" },
  { at: "B", before: " \"'`=:,\n\t(", after: "e" },
  { at: "B", before: " ", after: "Y" },
  { at: "A", before: " ", beforeThat: "'\"`", after: "S" },
  { at: "_", before: CAPITALS, beforeThat: CAPITALS, after: "KPST" },
  { at: "=", before: "?+.:|&!=~<" },
  { at: "-", before: "<", after: " \"'" },
  { at: "-", before: " \n", after: ALNUM.slice(10) },
  { at: " ", before: "t", beforeThat: "e", thirdBefore: "r", after: `${ALNUM}-|'"\`` },
  { at: " ", before: "n", beforeThat: "e", thirdBefore: "k", after: `${ALNUM}-|'"\`` },
  { at: " ", before: "y", beforeThat: "e", thirdBefore: "k", after: ALNUM },
  { at: " ", before: "d", beforeThat: "i", thirdBefore: "_", after: ALNUM },
  { at: " ", before: "w", beforeThat: "p", thirdBefore: "dt", after: `${ALNUM}"'` },
  { at: "=", before: " ", after: " \"'" },
  { at: "=", before: "rgy]>", after: "\"'" },
  { at: "=:", before: "wW", beforeThat: "pP" },
  { at: "=:", before: "\"'", beforeThat: "wW", thirdBefore: "pP" },
  { at: ":", before: "\"'", beforeThat: "ey", thirdBefore: "me" },
  { at: "=", before: "kK", beforeThat: "?&sS" },
  { at: "=", before: "e", beforeThat: "d", thirdBefore: "o" },
  { at: "?", before: "?", after: " \"'" },
  { at: ":", before: "?", beforeThat: " ", after: " \"'" },
  { at: "|", before: "|", after: " \"'" },
  { at: "r", before: "o", beforeThat: " ", after: " " },
  { at: "=:", before: "s", beforeThat: "e", thirdBefore: "i" },
  { at: "e", before: "i", beforeThat: "k", thirdBefore: "o", after: " " },
  { at: "\t", before: "E", beforeThat: "US", thirdBefore: "RL" },
];
