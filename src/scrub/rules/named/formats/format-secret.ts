import type { Anchor, Rule, Span, Window } from "../../../rule.ts";
import { byteClass, digits, skipBack } from "../../../text/bytes.ts";
import { maskedValue, pipelineVariable } from "../key-value/workflow.ts";
import { htmlAnchors, nextCell } from "../tables/html-cell.ts";
import { BECOMES } from "../value/secret-looks.ts";
import { connectedWith, equalTo, fallbackFor, signedWith } from "./calls.ts";
import { connectionPassword, loginAtHost, oracleDriver, oracleLogin, socketLogin } from "./connection-strings.ts";
import { community, deviceSecret, wirelessPassword } from "./devices.ts";
import { exampleOf } from "./example.ts";
import { jsonWebKey } from "./json-web-key.ts";
import { oktaToken, pointedAt, provided, unsealKey } from "./messages.ts";
import { mnemonic, mnemonicAnchors } from "./mnemonic.ts";
import { inputOfError, refusedInput } from "./refused-input.ts";
import { BEGINNINGS, refusedValue, refusedValueAnchors } from "./refused-value.ts";
import { registryValue, stringBehind } from "./settings.ts";
import { shownValue } from "./shown-value.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ALNUM = `${LETTERS}0123456789`;
const QUOTE = 0x22;
const SLASH = 0x2f;
const QUOTES = "\"'`";
/** The members of a JSON Web Key that are private. */
const privateParts = byteClass("dk");
const backslashes = byteClass("\\");

/** `"d"`, also with escaped quotes, of which the second one is at `quote`. */
function isPrivatePart({ text, from }: Window, quote: number): boolean {
  const name = skipBack(text, quote, Math.max(from, quote - 8), backslashes) - 1;
  return privateParts[text[name] ?? 0] === 1 && text[name - 1] === QUOTE;
}
const refusals = byteClass(BEGINNINGS);
/** The last letters of names of secrets, without those of rare ones. */
const LAST = "dtnysDTNYS";

/**
 * Secrets in formats that have them elsewhere than right after a name and a sign: `"…".equals(password)`,
 * `jwt.sign(payload, "…")`, `new Sequelize("database", "user", "…")`, `lavalink.add_node("host", 2333, "…")`,
 * `get("bot", "token", fallback="…")`, `token → …`, `API key provided: …`, `;PWD=…;` and `;Pwd={…}` of connection
 * strings, `name:…@tcp(host)` of Go, `name/…@//host` and `jdbc:oracle:thin:name/…@host` of Oracle, `enable secret 5 …`
 * and `snmp-server community …` of routers, `WIFI:…;P:…;;` of codes for cameras, the private part of a JSON Web Key,
 * examples in descriptions of OpenAPI, values that loguru prints under the names of a source line, input that pydantic
 * refused below the name of its field or behind it, values that Joi, jsonschema, argparse and others refused, the words of a
 * mnemonic, cells of tables in HTML.
 *
 * Misses variables in these places, words after arrows, the names of secrets, algorithms and encodings.
 *
 * Costs a look at the name of a call, or at the bytes around a sign, at anchors of three and four bytes; what may be
 * such a call is read up to 160 bytes.
 */
export const formatSecret: Rule = {
  name: "key-value",
  recognises: "secrets in calls, after arrows, and in configurations of devices",
  becomes: BECOMES,
  example: 'jwt.sign(payload, "0nce-upon-a-time")',
  priority: 40,
  on: true,
  anchors: (): Anchor[] => [
    { at: "(", before: "s", beforeThat: "l", thirdBefore: "a", after: LETTERS },
    { at: "(", before: "e", beforeThat: "s", thirdBefore: "a", after: LETTERS },
    { at: "(", before: "n", beforeThat: "g", thirdBefore: "i" },
    { at: "(", before: "y", beforeThat: "f", thirdBefore: "i" },
    { at: "(", before: "e", beforeThat: "d", thirdBefore: "o" },
    { at: "(", before: "e", beforeThat: "z", thirdBefore: "i", after: QUOTES },
    { at: "(", before: "t", beforeThat: "c", thirdBefore: "e", after: `${QUOTES}$` },
    { at: "(", before: "t", beforeThat: "c", thirdBefore: "u", fourthBefore: "r", after: `${QUOTES}$` },
    { at: "(", before: "i", beforeThat: "l", thirdBefore: "q", after: `${QUOTES}$` },
    { at: "(", before: "d", beforeThat: "r", thirdBefore: "o", after: QUOTES },
    { at: "(", before: "nN", beforeThat: "oO", thirdBefore: "cC", fourthBefore: "R", after: QUOTES },
    { at: "(", before: "n", beforeThat: "i", thirdBefore: "g", fourthBefore: "e", after: QUOTES },
    { at: "(", before: "y", beforeThat: "r", thirdBefore: "t", fourthBefore: "n", after: QUOTES },
    { at: "(", before: "p", beforeThat: "c", thirdBefore: "t" },
    { at: "(", before: "x", beforeThat: "i", thirdBefore: "n" },
    { at: "(", before: "O", beforeThat: "D", thirdBefore: "P", after: `${QUOTES}$` },
    { at: "=", before: "k", beforeThat: "c", thirdBefore: "a", after: "\"'" },
    { at: "=", before: "D", beforeThat: "W", thirdBefore: "P" },
    { at: "=", before: "dD", beforeThat: "wWrR", after: "{" },
    { at: "=", before: "e", beforeThat: "u", thirdBefore: "l", after: "\"'" },
    { at: "\x94", before: "\x94", beforeThat: "\xe2", after: " " },
    { at: "\x92", before: "\x86\x87", beforeThat: "\xe2" },
    { at: "\x9c", before: "\x9e", beforeThat: "\xe2" },
    { at: ">", before: "-", beforeThat: " ", thirdBefore: LAST },
    { at: ":", before: "d", beforeThat: "e", thirdBefore: "dsv", after: " " },
    { at: ":", before: "d", beforeThat: "e", thirdBefore: "i", after: " " },
    { at: ":", before: '"', beforeThat: "dk", thirdBefore: '"' },
    { at: ":", before: '"', beforeThat: "\\", thirdBefore: "dk", fourthBefore: '"' },
    { at: ":", before: '"', beforeThat: "\\", thirdBefore: "\\", fourthBefore: "\\" },
    { at: ":", before: "n", beforeThat: "i", thirdBefore: "h" },
    { at: ":", before: "I", beforeThat: "F", thirdBefore: "I" },
    { at: ":", before: "0123456789", beforeThat: " ", thirdBefore: "y", after: " " },
    { at: "]", before: "e", beforeThat: "u", thirdBefore: "r", fourthBefore: "t" },
    { at: ":", before: "k", beforeThat: "s", thirdBefore: "a" },
    { at: "@", after: "/" },
    { at: "@", before: ALNUM, after: ALNUM },
    { at: ":", before: "e", beforeThat: "l", thirdBefore: "p", after: " " },
    { at: ":", before: "\"'", beforeThat: "e", thirdBefore: "l", fourthBefore: "p" },
    { at: ":", before: "\"'", beforeThat: "t", thirdBefore: "u", fourthBefore: "p" },
    { at: "_", before: "G", beforeThat: "E", thirdBefore: "R", after: "S" },
    { at: " ", before: "S", beforeThat: "W", thirdBefore: "S", fourthBefore: "S", after: BEGINNINGS },
    { at: " \t", before: '"', beforeThat: LAST, after: '" \t' },
    ...htmlAnchors(LAST),
    ...mnemonicAnchors(),
    ...refusedValueAnchors(),
    { at: "-", before: "p", beforeThat: "m", thirdBefore: "n", after: "s" },
    { at: " ", before: "t", beforeThat: "e", thirdBefore: "r", after: "0123456789l" },
    { at: " ", before: "d", beforeThat: "r", thirdBefore: "o", after: "0123456789l" },
  ],
  teaches: (_, start) => start,
  match(window: Window, at: number): Span | undefined {
    const { text } = window;
    switch (text[at]) {
      case 0x28:
        if (text[at - 1] === 0x70 || text[at - 1] === 0x78) return socketLogin(window, at);
        return equalTo(window, at) ?? signedWith(window, at) ?? connectedWith(window, at);
      case 0x3d:
        if (text[at - 1] === 0x65) {
          const refused = refusedInput(window, at);
          if (refused !== undefined) return refused;
        }
        return (
          mnemonic(window, at) ??
          ((text[at - 1]! | 32) === 0x64 ? connectionPassword(window, at) : fallbackFor(window, at))
        );
      case 0x3e:
        return pointedAt(window, at - 1, at + 1);
      case 0x3a:
        if (text[at - 1] === 0x72 || (text[at - 1] === 0x65 && text[at - 2] === 0x75)) return refusedValue(window, at);
        if (text[at - 2] === 0x74 && text[at - 3] === 0x75) return inputOfError(window, at);
        if (text[at - 1] === 0x65 || text[at - 2] === 0x65) {
          const example = exampleOf(window, at);
          if (example !== undefined) return example;
        }
        if (text[at - 2] === 0x20 && digits[text[at - 1]!] === 1) return unsealKey(window, at);
        if (text[at - 1] === 0x6b) return maskedValue(window, at);
        if (text[at - 1] === QUOTE && isPrivatePart(window, at - 1)) return jsonWebKey(window, at);
        if (text[at - 1] === 0x49 && text[at - 2] === 0x46) return wirelessPassword(window, at);
        if (text[at - 1] === 0x6e) return oracleDriver(window, at);
        return mnemonic(window, at) ?? provided(window, at);
      case 0x5d:
        return pipelineVariable(window, at);
      case 0x94:
        return shownValue(window, at);
      case 0x40:
        return window.text[at + 1] === SLASH ? oracleLogin(window, at) : loginAtHost(window, at);
      case 0x3c:
        return nextCell(window, at);
      case 0x2d:
        return community(window, at);
      case 0x5f:
        return registryValue(window, at);
      case 0x0a:
        return refusedValue(window, at);
      case 0x09:
        return stringBehind(window, at);
      case 0x20:
        if (text[at - 1] === 0x53) return oktaToken(window, at);
        if (refusals[text[at + 1] ?? 0] === 1) {
          const refused = refusedValue(window, at);
          if (refused !== undefined) return refused;
        }
        return text[at - 1] === QUOTE ? stringBehind(window, at) : deviceSecret(window, at);
      default:
        return pointedAt(window, at - 2, at + 1);
    }
  },
};
