import { isStandIn, placeholder, saysNothing } from "../../claim/placeholders.ts";
import { endInJson, quoteForNumber } from "../../json/context.ts";
import { openAt, type Span, type Window } from "../../rule.ts";
import { alphanumerics, byteClass, digits, latin1 } from "../../text/bytes.ts";
import type { Phrase } from "../../text/memo.ts";
import { isExpression } from "./expression.ts";
import { isTyped, type KeyStrength } from "./secret-keys.ts";
import { type Value, valueBytes } from "./value-extent.ts";

const QUOTE = 0x22;
const HYPHEN = 0x2d;
/** The placeholder for the value of a key. */
export const BECOMES = "API-SECRET";

/**
 * How certain it is that there is a value. `certain`: the form alone says so (a quoted string after `:` or `=`, a line
 * of an environment file, of YAML or INI, a header, an option). `likely`: it may be prose or code, so that the value
 * must look like a secret as well.
 */
export type Setting = "certain" | "likely";

/** The claim on the value of a key, if it is a secret, after a name of this strength. */
export function accept(
  window: Window,
  value: Value,
  strength: KeyStrength,
  key = "",
  setting: Setting = "likely",
): Span | undefined {
  const { text, to } = window;
  const { start, isQuoted } = value;
  const end = isQuoted && text[start - 1] !== QUOTE ? endInJson(window, start, value.end) : value.end;
  if (end <= start || (setting === "likely" && end - start < SHORTEST)) return undefined;
  if (saysNothing(text, start, end)) return undefined;
  // a value that was not a secret must not become one because of the placeholder in it
  if (setting === "certain" && isScrubbed(window, start, end)) return undefined;
  const looked = Math.min(end, start + FIRST_LOOK);
  if (strength === "weak" ? !mayBeRandom(window, value) : setting === "likely" && isDull(window, start, looked))
    return undefined;
  const beginning = latin1(text, start, looked);
  if (isQuoted && / /.test(beginning) && (text[start - 1] === 0x60 || isScrubbed(window, start, end))) return undefined;
  if (!isQuoted && isArrow(text, end)) return undefined;
  if (end - start < 3 && !hasAlphanumeric(text, start, end)) return undefined;
  if (!looks.likeSecret(beginning, key, strength, isQuoted, setting)) return undefined;
  if (setting === "likely" && (isStandIn(text, start, end) || (isQuoted && isScrubbed(window, start, end))))
    return undefined;
  const isNumber = !isQuoted && /^-?[0-9.]+(?:e[+-]?[0-9]+)?$/i.test(beginning);
  const quote = isNumber ? quoteForNumber(window, start, end) : "";
  return { start, end, becomes: `${quote}${BECOMES}${quote}`, ...openAt(end, to, valueBytes) };
}

/** A value as it was judged lately. */
interface Judged {
  readonly value: string;
  readonly key: string;
  readonly strength: KeyStrength;
  readonly isQuoted: boolean;
  readonly setting: Setting;
  readonly isLike: boolean;
}

/** Judges a value by its beginning; the passes over a text ask about the same values again. */
class Looks {
  readonly #recent: (Judged | undefined)[] = new Array(RECENT).fill(undefined);

  likeSecret(value: string, key: string, strength: KeyStrength, isQuoted: boolean, setting: Setting): boolean {
    const { length } = value;
    const place = (31 * value.charCodeAt(length >> 1) + value.charCodeAt(length - 1) + length) % RECENT;
    const known = this.#recent[place];
    const isKnown =
      known !== undefined &&
      known.value === value &&
      known.key === key &&
      known.strength === strength &&
      known.isQuoted === isQuoted &&
      known.setting === setting;
    if (isKnown) return known.isLike;
    const isLike =
      (isQuoted || !isExpression(value, key)) &&
      (strength === "weak" ? isRandom(value, setting) : isSecret(value, isQuoted, setting, key));
    this.#recent[place] = { value, key, strength, isQuoted, setting, isLike };
    return isLike;
  }
}

const RECENT = 256;
const looks = new Looks();

/** `token=>`: the parameter of a function. */
const isArrow = (text: Uint8Array, end: number): boolean => text[end] === 0x3e && text[end - 1] === 0x3d;

/** `"!", "#"`: no secret consists of one or two signs. */
function hasAlphanumeric(text: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (alphanumerics[text[i]!] === 1 || text[i]! >= 0x80) return true;
  return false;
}

/** The same for the text after an authorization scheme. */
export function acceptCredentials(window: Window, value: Value): Span | undefined {
  const { text, to } = window;
  const { start, end } = value;
  if (end - start < 6 || isStandIn(text, start, end) || isScrubbed(window, start, end)) return undefined;
  const beginning = latin1(text, start, Math.min(end, start + FIRST_LOOK));
  const isWord = /^[a-z]+$|^[A-Z]?[a-z]{1,14}$/.test(beginning) && beginning.length < 12;
  if (/ /.test(beginning) || isWord || isExpression(beginning, "token")) return undefined;
  return { start, end, ...openAt(end, to, valueBytes) };
}

/** The shortest value that may be a secret by its looks alone. */
const SHORTEST = 4;
/** The beginning of a value that shows whether it is a secret. */
const FIRST_LOOK = 64;

/** No digits, signs or capitals: a word of prose. */
const isDull = (window: Window, start: number, end: number): boolean => window.next(telling, start, end) === end;
const telling = byteClass("0-9A-Z!@#$%^&*+=~?|");

/** Whether any part of a value is as long as the parts of random words: checked first, since it is known already. */
export function mayBeRandom(window: Window, { start, end }: Value): boolean {
  const looked = Math.min(end, start + FIRST_LOOK);
  if (window.nextPhrase(longPart, start, looked) < looked) return mayHoldDigits(window.text, start, looked);
  if (end - start < 15 || end - start > FIRST_LOOK || window.next(digits, start, end) === end) return false;
  return PARTS.test(latin1(window.text, start, end));
}

/** Two digits, or the first hyphen of a UUID or an `appid`, which may be of letters alone: nothing random is without. */
function mayHoldDigits(text: Uint8Array, start: number, end: number): boolean {
  if (text[start + 8] === HYPHEN || text[start + 6] === HYPHEN) return true;
  let numbers = 0;
  for (let i = start; i < end; i++) if (digits[text[i]!] === 1 && ++numbers === 2) return true;
  return false;
}

/** Base64 with many signs: no part is long. */
const PARTS = /^(?=(?:[^0-9]*[0-9]){3})(?=.*[+/])(?=.*[a-z])(?=.*[A-Z])[\w+/-]+={0,2}$/;

const longPart: Phrase = {
  longest: 8,
  isAt(text, at, to) {
    if (at + 8 > to) return false;
    for (let i = at + 7; i >= at; i--) if (alphanumerics[text[i]!] !== 1) return false;
    return true;
  },
};

/** Whether its beginning is already a placeholder. */
function isScrubbed(window: Window, start: number, end: number): boolean {
  const limit = Math.min(end, start + 512);
  return window.nextPhrase(placeholder, start, limit) < limit;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/i;
/** The same with any letters, and some digits. */
const LIKE_UUID = /^(?=(?:[^0-9]*[0-9]){3})[0-9a-z]{8}-(?:[0-9a-z]{4}-){3}[0-9a-z]{12}$/i;
/** Twelve and more letters and digits that change at least twice, as serial numbers do; or a very long number. */
const SERIAL = /^(?=(?:[^0-9]*[0-9]){3})(?=[0-9]*[A-Za-z]+[0-9]+[A-Za-z])[0-9A-Za-z]{12,}$|^(?!([0-9])\1+$)[0-9]{30,}$/;

/** If the form alone shows that it is a value, it may be shorter. */
const isRandom = (value: string, setting: Setting): boolean =>
  isRandomWord(value) ||
  (setting === "certain" &&
    (SERIAL.test(value) ||
      LIKE_UUID.test(value) ||
      (/^[\w+/~-]{12,}={0,2}$/.test(value) && changesOften(value, 12, 2, 0.35))));

/** Sixteen letters and digits in a row, with some of either, or in parts, or with signs; also a UUID, the short form of an `appid`. */
export function isRandomWord(value: string): boolean {
  if (/[\s"'`<>\\]|(?:^|@)sha(?:1|256|384|512)[:-]/.test(value)) return false;
  if (UUID.test(value) || /^[A-Z0-9]{6}-[A-Z0-9]{10}$/.test(value)) return true;
  if (changesOften(value)) return true;
  if (!/^[\w~+/%.:-]+={0,2}$/.test(value)) return false;
  return holdsMixedWord(value);
}

/** Whether sixteen letters and digits stand in a row, two of either among them. */
function holdsMixedWord(value: string): boolean {
  let [letters, numbers] = [0, 0];
  for (let i = 0; i <= value.length; i++) {
    const kind = i < value.length ? kindAt(value, i) : OTHER;
    if (kind === DIGIT) numbers++;
    else if (kind !== OTHER) letters++;
    else {
      if (letters + numbers >= 16 && letters > 1 && numbers > 1) return true;
      letters = numbers = 0;
    }
  }
  return false;
}

const [OTHER, DIGIT, CAPITAL, SMALL] = [0, 1, 2, 3];

function kindAt(value: string, at: number): number {
  const code = value.charCodeAt(at);
  if (code >= 0x61) return code <= 0x7a ? SMALL : OTHER;
  if (code >= 0x41) return code <= 0x5a ? CAPITAL : OTHER;
  return code >= 0x30 && code <= 0x39 ? DIGIT : OTHER;
}

/**
 * Whether letters, capitals and digits change as often as in random text. In words joined by capitals, and in dates and
 * numbers, they do not: a capital before a small letter does not count as a change.
 */
export function changesOften(value: string, least = 14, leastDigits = 3, share = 0.4): boolean {
  let [length, numbers, changes, before] = [0, 0, 0, OTHER];
  for (let i = 0; i < value.length; i++) {
    const kind = kindAt(value, i);
    if (kind === OTHER) continue;
    length++;
    if (kind === DIGIT) numbers++;
    if (before !== OTHER && isChange(before, kind)) changes++;
    before = kind;
  }
  if (length < least || length < value.length * 0.6 || numbers < leastDigits || length - numbers < 2) return false;
  return changes >= length * (length < 20 ? share : 0.3);
}

function isChange(before: number, kind: number): boolean {
  if (before === DIGIT || kind === DIGIT) return before !== kind;
  return before === SMALL && kind === CAPITAL;
}

/** References to the place where the secret is kept. */
const REFERENCES = /^(?:vault|op|ssm|kms|sops|env|file|ref|secretsmanager|arn):[\w/]|^@Microsoft\.KeyVault/;
/** Paths of words, and addresses. */
const PLACES = /^(?:\.{0,2}|~)\/(?:[a-z_.-]+\/|[a-z_-]+\.[a-z]+$)|^[A-Za-z]:\\|^[a-z][a-z0-9+.-]*:\/\//i;
/** Version ranges of packages. */
const VERSIONS = /^(?:[~^]|[<>]=?) ?v?[0-9]+(?:\.[0-9x*]+)*/;
/** Requirements of a form's field. */
const VALIDATION =
  /^(?:(?:required|nullable|sometimes|string|confirmed|filled|present)(?:\||$)|(?:min|max|between|size|same|required_\w{1,16}):[\w,]{1,32}(?:\||$))/;
/** Counts, times and shares: `1532/4096`. */
const FRACTION = /^[0-9]{1,5}(?:[.,:/%-]+[0-9]*)*$/;
/** Names of types in code: the last word is the kind of the type. */
const TYPE =
  /^(?:[A-Z][a-z]+)+(?:Str|String|Type|Token|Key|Secret|Password|Credentials?|Auth|Provider|Config|Settings?|Options|Params|Callback|Handler|Factory|Builder|Manager|Service|Client|Object|Class|Error|Exception|Model|Schema|Field|Column|Input|Enum|Value|Buffer|Array|List|Map|Set|Function|Request|Response|Store|Encoder|Hasher|Parser|Like)$/;

/** What a value holds: most patterns need one of these, and most values lack it. */
const [HAS_DIGIT, HAS_MARK, HAS_BLANK] = [1, 2, 4];
const holds = new Uint8Array(256);
for (const digit of "0123456789") holds[digit.charCodeAt(0)] = HAS_DIGIT;
for (const mark of ":/~^<>@") holds[mark.charCodeAt(0)] = HAS_MARK;
holds[0x20] = HAS_BLANK;

function kindsIn(value: string): number {
  let kinds = 0;
  for (let i = 0; i < value.length; i++) kinds |= holds[value.charCodeAt(i)]!;
  return kinds;
}

function isSecret(value: string, isQuoted: boolean, setting: Setting, key: string): boolean {
  const kinds = kindsIn(value);
  if ((kinds & HAS_MARK) !== 0 && (REFERENCES.test(value) || PLACES.test(value) || VERSIONS.test(value))) return false;
  if (/credentials$/i.test(key) && FETCH_MODES.has(value)) return false;
  if (setting === "certain" && isQuoted) return !isNameOfIt(value, key) && !VALIDATION.test(value);
  if (!isQuoted && (kinds & HAS_DIGIT) === 0 && "!&*".includes(value[0]!)) return false;
  if (setting === "certain") return !isStatus(value) && !TYPE.test(value) && !isCount(value, key);
  if ((kinds & HAS_BLANK) !== 0 && / .* /.test(value)) return false;
  if (value.length < (isTyped(key) ? SHORTEST : 6) || isCount(value, key)) return false;
  if (ALGORITHM.test(value) || (!isTyped(key) && /^[0-9]{1,9}$/.test(value))) return false;
  if ((kinds & HAS_DIGIT) !== 0) return true;
  if (value.length < 6) return false;
  if (/[!@#$%^&*+=~?|]/.test(value) && /[A-Za-z]{3}/.test(value)) return !/^[!@#$%&*]\w+$/.test(value);
  return value.length >= 16 && /^[A-Za-z_-]+$/.test(value) && (value.match(/[a-z][A-Z]/g)?.length ?? 0) >= 3;
}

/** `addPassword = "#add-password"`, `API_KEY_HEADER = "X-Api-Key"`: a selector, the name of a header. */
function isNameOfIt(value: string, key: string): boolean {
  if (SCHEME_ALONE.test(value) && /auth(?:orization)?$/i.test(key)) return true;
  if (PASSED.test(value) && /(?:^|[_-])pass$|[a-z]Pass$/i.test(key)) return true;
  if (isSameName(value, key)) return true;
  if (value.length <= 2 && /(?:token(?:value)?|key)$/i.test(key)) return true; // a sign of a language
  if (/^[#.][a-z]/i.test(value)) return lettersOf(key).endsWith(lettersOf(value)) && /^[#.][\w-]+$/.test(value);
  return /header$/i.test(key) && /^[A-Za-z]+(?:-[A-Za-z]+)*$/.test(value);
}

/** `"Basic " + credentials` */
const SCHEME_ALONE = /^(?:basic|bearer|bot|token|digest) ?$/i;
/** Results of tests. */
const PASSED = /^(?:pass|passed|fail|failed|skipped|error|warn)$/i;

/** `EOF_TOKEN = "EOF_TOKEN"`, `TIME_TO_FIRST_TOKEN = "gen_ai.time_to_first_token"`: names of several words. */
function isSameName(value: string, key: string): boolean {
  if (!/^[A-Za-z]+(?:[._-][A-Za-z]+)*$/.test(value)) return false;
  const said = lettersOf(value);
  const name = lettersOf(key.slice(key.lastIndexOf(".") + 1));
  if (said === name) return said.length > "password".length || /[._-]/.test(value);
  return /[._-].*[._-]/.test(value) && (name.endsWith(said) || (name.length >= 12 && said.endsWith(name)));
}

const lettersOf = (name: string): string => name.replace(/[^A-Za-z]/g, "").toLowerCase();

/** A value that people type may be a number of four digits. */
const isCount = (value: string, key: string): boolean =>
  kindAt(value, 0) === DIGIT && (isTyped(key) ? /^[0-9]{1,3}$/ : FRACTION).test(value);

/** `credentials: "include"` of `fetch()`. */
const FETCH_MODES = new Set(["include", "omit", "same-origin", "use-credentials", "anonymous"]);

/** Encodings and digests, which follow strings in code. */
const ALGORITHM =
  /^(?:base(?:16|32|58|64)(?:url)?|hex|utf-?(?:8|16(?:le)?)|latin-?1|(?:sha|md|hs|rs|es|ps)-?[0-9]+|aes.*)$/i;

const STATUS = new Set(
  (
    "string str text int integer number float bool boolean bytes any unknown object array list dict map symbol void never " +
    "optional required missing added removed invalid incorrect wrong expected expired empty set unset given not ok failed failure " +
    "mismatch accepted rejected denied refused revoked valid verified unverified enabled disabled default hidden masked " +
    "strong weak unchanged changed updated found exists present absent prompt env environment file input stdin secretstr " +
    "self this new let const var auto passed received sent used ignored skipped unauthorized forbidden " +
    "is was are must should may can cannot has have had needs requires for from to and or in the an with without when if " +
    "read write option flag argument value key name field here see please same different type format error " +
    "refreshed loaded saved stored generated created deleted reset rotated cached validated renewed fetched parsed " +
    "erforderlich falsch fehlt fehlerhaft abgelaufen leer geheim obligatoria obligatorio incorrecta invalida invalido " +
    "requis requise invalide manquant valor vacia errata mancante ongeldig vereist"
  ).split(" "),
);

/** Words in messages and types after the name of a secret, which are not secrets. */
export const isStatus = (value: string): boolean => STATUS.has(value.toLowerCase());
