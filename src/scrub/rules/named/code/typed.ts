import { holdsPlaceholder } from "../../../claim/placeholders.ts";
import { type KeyName, type Span, undecided, type Window } from "../../../rule.ts";
import { byteClass, latin1, skipWhile } from "../../../text/bytes.ts";
import { elements } from "../lists/elements.ts";
import type { KeyStrength } from "../name/secret-keys.ts";
import { valueAt } from "../value/extent.ts";
import { mayBeRandom } from "../value/randomness.ts";
import { accept } from "../value/secret-looks.ts";
import { startOfValue } from "../value/start.ts";
import { withJoined } from "./joined.ts";

/** The greatest distance between the colon and the equals sign. */
const MAX_TYPE = 128;
const EQUALS = 0x3d;
const OPEN = 0x5b;
const signs = byteClass("=\n");
const blank = byteClass(" \t");
/** What is in types without brackets. */
const plainBytes = byteClass("0-9a-zA-Z_.: \t");
/** What the pattern below begins with, after blanks. */
const typeStarts = byteClass("a-zA-Z_&*[(\"'");

/** What is behind a type: a secret, or nothing that is one, and then the type is none either. */
interface Typed {
  readonly span: Span | undefined;
}

/**
 * `name: Type = "…"` as TypeScript, Python, Rust, Kotlin, Swift and Scala declare it, also with a list of strings.
 * Called at the colon.
 *
 * @param isPlural - Whether only a list is wanted.
 */
export function behindType(
  window: Window,
  key: KeyName,
  strength: KeyStrength,
  colon: number,
  isPlural: boolean,
): Typed | undefined {
  const { text, to } = window;
  if (strength === "none") return undefined;
  const limit = Math.min(to, colon + MAX_TYPE);
  if (typeStarts[text[skipWhile(text, colon + 1, Math.min(limit, colon + 5), blank)]!] !== 1) return undefined;
  const first = window.nextAfar(signs, colon + 1, limit);
  if (first === limit || text[first] !== EQUALS) return undefined;
  const isPlain = skipWhile(text, colon + 1, first, plainBytes) === first; // then the type ends there
  const type = TYPE.exec(latin1(text, colon + 1, isPlain ? Math.min(limit, first + 8) : limit));
  if (type === null || (type[2] === "" && !WRITTEN_TYPE.test(type[1]!) && !isDeclared(window, key))) return undefined;
  const behind = colon + 1 + type[0].length;
  if (holdsPlaceholder(text, colon, behind)) return undefined; // it is no type
  const start = startOfValue(text, behind, to);
  if (text[start] === OPEN)
    return { span: strength === "strong" ? elements(window, start, key.name, false) : undefined };
  const value = valueAt(window, start, "text");
  if (!value.isQuoted || isPlural) return undefined;
  if (strength === "weak" && !mayBeRandom(window, value)) return { span: undefined };
  const span = accept(window, value, strength, key.name, "certain");
  return { span: span === undefined || span === undecided ? span : withJoined(window, key, span) };
}

/** A word, `[u8; 4]`, `(str, int)`. */
const WORD = /(?:[A-Za-z_][\w.:]{0,40}|\[[^\]\n=]{1,40}\]|\([^)\n=]{1,40}\))/.source;
/** `[…]`, `<…>` */
const GROUP = /(?:\[[^\n;{}]{0,80}?\]|<[^\n;{}"]{0,80}?>)?/.source;
const LEAD = /(?:&\s?(?:'\w{1,16} )?|\*)?(?:(?:mut|dyn|impl|const|final|unsigned) ){0,2}/.source;
const QUOTED = /"[A-Za-z_][\w.[\] |]{1,40}"|'[A-Za-z_][\w.[\] |]{1,40}'/.source;
/** Rust's `*b"…"` is a string as well. */
const TYPE = new RegExp(
  `^[ \\t]{0,4}(${LEAD}(?:${WORD}${GROUP}(?: ?[|&] ?${WORD}${GROUP}){0,4}|${QUOTED})[?!*]?)([ \\t]{0,4})=(?![=>~])(?: ?\\*(?=b"))?`,
);
/** A single small word that names no type is as likely a name: `token: id='…'`. */
const WRITTEN_TYPE = /^[^a-z]|[^\w.]|^(?:str|string|bytes|char|text|any)$/;

/** `const name: Type`, `private readonly name: Type` */
function isDeclared({ text, from }: Window, { start }: KeyName): boolean {
  return DECLARES.test(latin1(text, Math.max(from, start - 16), start));
}

const DECLARES = /\b(?:const|let|var|val|final|static|public|private|protected|internal|readonly|pub) $/;
