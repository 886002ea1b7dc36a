/**
 * Characters that could control a terminal, change the direction of text or hide in it: controls except tab, format
 * characters, variation selectors, tags, fillers, blank Braille, lone surrogates. Compiled at first use, since
 * Unicode's classes take time.
 */
const unsafe = () => /(?!\t)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const plain = /^[\t\x20-\x7e]*$/;

/** Whether a text is safe as it is, being nothing but ASCII. */
export const isPlainText = (text: string): boolean => plain.test(text);

const named: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\u001b": "\\e" };

/** Makes text from outside safe for a terminal: invisible characters are shown as escapes. One line stays one line. */
export const toSafeText = (text: string): string => (isPlainText(text) ? text : text.replace(unsafe(), escapeOne));

function escapeOne(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return named[character] ?? (code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`);
}

/** JSON for a terminal: the same characters as escapes that JSON allows. */
export const toSafeJson = (json: string): string =>
  beyondAscii.test(json)
    ? json.replace(/[\u007f-\u{10ffff}]/gu, (character) =>
        character.replace(unsafe(), (hidden) =>
          [...Array(hidden.length).keys()]
            .map((at) => `\\u${hidden.charCodeAt(at).toString(16).padStart(4, "0")}`)
            .join(""),
        ),
      )
    : json;

/** Searched for first, since most texts have none. */
const beyondAscii = /[\u007f-\uffff]/;
