import { isPlaceholderAt } from "../../claim/placeholders.ts";
import type { Rule } from "../../rule.ts";
import { byteClass, latin1, letters, skipWhile } from "../../text/bytes.ts";
import { Ending } from "../../text/ending.ts";
import { isName } from "../literals/names.ts";

const valueBytes = byteClass("0-9a-zA-Z_.-").fill(1, 0x80);
const VARIABLE = new Ending(/(?:^|[^\w.$%{/\\-])(USER|LOGNAME|SUDO_USER|USERNAME|COMPUTERNAME|HOSTNAME)["']?$/);
/** What may follow the value: no call, no member, no path. */
const behind = byteClass(" \t\r\n\"'`,;|&})]\\");
const quotes = byteClass("\"'");
/** What shells, programs and containers write there that names neither a person nor a machine of one. */
const NOBODY = /^(?:user(?:name)?|host(?:name)?|your\w*|my\w*|name|none|null|true|false|[0-9.]+|[0-9a-f]{12})$/i;
const MAX_VALUE = 64;

/**
 * The account and the machine in a printed environment: `USER=ada`, `LOGNAME=ada`, `'USERNAME': 'ada'`,
 * `HOSTNAME=adas-laptop`, after a colon only in quotes.
 *
 * Misses other variables that end so (`DB_USER`), the end of a path, very common names, addresses, templates (`$USER`),
 * and the ids that containers have for a name. Costs a look at the name before an equals sign or a colon after its last
 * three letters.
 */
export const accountVariable: Rule = {
  name: "home-path",
  recognises: "names of account and machine in a printed environment",
  becomes: "USERNAME",
  example: "LOGNAME=ada",
  priority: 50,
  on: true,
  anchors: () => [
    { at: "=:", before: "R", beforeThat: "E", thirdBefore: "S" },
    { at: "=:", before: "E", beforeThat: "M", thirdBefore: "A" },
    { at: ":", before: "\"'", beforeThat: "R", thirdBefore: "E" },
    { at: ":", before: "\"'", beforeThat: "E", thirdBefore: "M" },
  ],
  match({ text, from, to }, at) {
    const name = VARIABLE.exec(latin1(text, Math.max(from, at - 16), at))?.[1];
    if (name === undefined) return undefined;
    const isColon = text[at] === 0x3a;
    const value = isColon ? skipWhile(text, at + 1, Math.min(to, at + 3), blank) : at + 1;
    const isQuoted = quotes[text[value] ?? 0] === 1;
    if (isColon && !isQuoted) return undefined;
    const start = isQuoted ? value + 1 : value;
    const end = skipWhile(text, start, Math.min(to, start + MAX_VALUE), valueBytes);
    if (end < to && (isQuoted ? text[end] !== text[value] : behind[text[end]!] !== 1)) return undefined;
    const said = latin1(text, start, end);
    if (!isName(said) || NOBODY.test(said) || letters[text[start]!] !== 1 || isPlaceholderAt(text, start, end))
      return undefined;
    return name.endsWith("USER") || name === "LOGNAME" || name === "USERNAME"
      ? { start, end }
      : { start, end, becomes: "HOSTNAME" };
  },
};

const blank = byteClass(" ");
