import { recall } from "../../../text/recall.ts";
import { keyStrength } from "../name/secret-keys.ts";

const OWNERS =
  /^(?:self|this|cls|config|conf|cfg|settings|os|process|env|ctx|bot|client|app|args|options|opts|secrets|data|module|var|local|req|request|res|user|kwargs|exports|[a-z])\./;
/** `DataTypes.STRING`, `models.CharField` */
const TYPES = /^(?:[A-Z]\w*Types?|Types|Sequelize|models|fields|forms|serializers|sa|yup|Joi)\.[A-Za-z]+$/;
/** All of these hold one of these signs, and most values none. */
const MARKS = /[.([#]/;
const CALL = /^@?[A-Za-z_$][\w$.]*[([]|^(?:\(|#\{)/;
/**
 * `third??value`, `all.length===0`, `options?.token`, `start+before.length`, `a.one=a.two=…`, a regular expression,
 * `!0`, `0x0b96`.
 */
const CODE =
  /^[A-Za-z_$][\w$]*(?:\.[\w$]+)*(?:\?[?.]|[=!]==|=>|[+-][a-z_]\w{0,24}\.length)|^[A-Za-z_$]\w*\.[A-Za-z_]\w*=[A-Za-z_$]\w*\.|^\/\^|^![01]$|^0x[0-9a-f]{1,8}$/i;
const CODE_MARKS = /[?!=^.]|^0x/;

/** Whether an unquoted value is code: a call, an attribute, or a variable whose name resembles the key. */
export function isExpression(value: string, key: string): boolean {
  if (MARKS.test(value) && (CALL.test(value) || OWNERS.test(value) || TYPES.test(value))) return true;
  return (CODE_MARKS.test(value) && CODE.test(value)) || isNamedLike(value, key);
}

/** `token = old_token_2`, `token => token.id1`: a variable whose name resembles the key, or an attribute of one. */
function isNamedLike(value: string, key: string): boolean {
  if (!/^[a-z_][\w.]*$/i.test(value)) return false;
  if (key.endsWith(value) && key[key.length - value.length - 1] === ".") return true; // `exports.pw = pw`
  const word = lastWord(key);
  if (word.length < 3 || (value.length < word.length && !value.includes("."))) return false;
  const lower = value.toLowerCase();
  const dot = lower.indexOf(".");
  const first = dot < 0 ? lower : lower.slice(0, dot);
  if (dot >= 0) return first === word || keyStrength(lower.slice(lower.lastIndexOf(".") + 1)) !== "none";
  if (first.startsWith(word) && /^[A-Z_][A-Za-z_]*$/.test(value.slice(word.length))) return true; // `passwordSchema`
  return /^[a-z_]+[0-9]{0,3}$/.test(first) && endsInWord(value.replace(/_?[0-9]{1,3}$/, ""), word);
}

/** The last word of a name, in lower case. */
const lastWord = recall((key) => /(?<![a-z])[a-z]+(?=[_-]?[0-9]{0,2}$)/.exec(key.toLowerCase())?.[0] ?? "");

/** The words of a name before its last: `old`, `myOld`, `OldBot`, `AWS`, `bot_`. */
const WORDS = /^(?:[A-Z]*|(?:[A-Z][a-z0-9]+|[a-z0-9]{2,})(?:[A-Z][a-z0-9]+)*|.*_)$/;

/** `old_token`, `oldToken`, `AWSToken`, `OLD_TOKEN`; other spellings (`qXtOKen`) end like this by chance. */
function endsInWord(name: string, word: string): boolean {
  const before = name.slice(0, -word.length);
  const last = name.slice(-word.length);
  if (last === word) return word.length > 4 ? /^[a-z0-9_]*$|_$/.test(before) : /^$|_$/.test(before);
  if (last === word.toUpperCase()) return !/[a-z]/.test(before);
  return last === word[0]!.toUpperCase() + word.slice(1) && WORDS.test(before);
}
