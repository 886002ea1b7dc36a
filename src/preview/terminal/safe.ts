/**
 * What could steer a terminal, turn the direction of text or hide in it: controls but tab, format characters, variation
 * selectors, tags, fillers, blank Braille, halves of surrogates. Made when it is wanted: Unicode's classes take time.
 */
const unsafe = () => /(?!\t)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const isPlain = /^[\t\x20-\x7e]*$/;

const named: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\u001b": "\\e" };

/** Text from outside for a terminal: what could not be seen is shown instead, as an escape. One line stays one line. */
export const toSafeText = (text: string): string => (isPlain.test(text) ? text : text.replace(unsafe(), escapeOne));

function escapeOne(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return named[character] ?? (code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`);
}

/** JSON text for a terminal: the same characters as escapes that JSON knows. */
export const toSafeJson = (json: string): string =>
  json.replace(/[\u007f-\u{10ffff}]/gu, (character) =>
    character.replace(unsafe(), (hidden) =>
      [...Array(hidden.length).keys()]
        .map((at) => `\\u${hidden.charCodeAt(at).toString(16).padStart(4, "0")}`)
        .join(""),
    ),
  );
