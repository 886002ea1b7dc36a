import { isForeignLabel } from "../name/foreign-words.ts";
import { isTyped, keyStrength } from "../name/secret-keys.ts";
import { isField, isFieldText } from "./field-text.ts";

/**
 * How certain it is that there is a value. `certain`: the form alone says so (a quoted string after `:` or `=`, a line
 * of an environment file, of YAML or INI, a header, an option). `likely`: it may be prose or code, so that the value
 * must look like a secret as well.
 */
export type Setting = "certain" | "likely";

/** The shortest value that may be a secret by its looks alone. */
export const SHORTEST = 4;

/** References to the place where the secret is kept. */
const REFERENCES = /^(?:vault|op|ssm|kms|sops|env|file|ref|secretsmanager|arn):[\w/]|^@Microsoft\.KeyVault/;
/** Paths of words, and addresses. */
const PLACES = /^(?:\.{0,2}|~)\/(?:[a-z_.-]+\/|[a-z_-]+\.[a-z]+$)|^[A-Za-z]:\\|^[a-z][a-z0-9+.-]*:\/\//i;
/** Version ranges of packages. */
const VERSIONS = /^(?:[~^]|[<>]=?) ?v?[0-9]+(?:\.[0-9x*]+)*/;
/** Requirements of a form's field. */
const VALIDATION =
  /^(?:(?:required|nullable|sometimes|string|confirmed|filled|present)(?:\||$)|(?:min|max|between|size|same|required_\w{1,16}):[\w,]{1,32}(?:\||$))/;
/** `"token": "node scripts/token.js"` of a package. A passphrase may begin with one of these words as well. */
const COMMAND =
  /^(?:node|npm|npx|yarn|pnpm|bun|deno|python3?|tsx|ts-node|bash|sh) (?:[\w./-]+\.(?:[cm]?[jt]sx?|py|sh)|--?[a-z][\w-]*|run|exec|test|start|build|install|add|ci)(?: |$)/;
/** Counts, times and shares: `1532/4096`. */
const FRACTION = /^[0-9]{1,5}(?:[.,:/%-][0-9.,:/%-]*)?$/;
/** Names of types in code: the last word is the kind of the type. */
const TYPE =
  /^(?:[A-Z][a-z]+)+(?:Str|String|Type|Token|Key|Secret|Password|Credentials?|Auth|Provider|Config|Settings?|Options|Params|Callback|Handler|Factory|Builder|Manager|Service|Client|Object|Class|Error|Exception|Model|Schema|Field|Column|Input|Enum|Value|Buffer|Array|List|Map|Set|Function|Request|Response|Store|Encoder|Hasher|Parser|Like)$/;

/** `token = 1*tchar`, `token = 1*( ALPHA / "." )` of a grammar, whose names have no digits. */
const ABNF = /^[0-9]{0,2}\*[0-9]{0,2}[A-Za-z(<"][^0-9!#$%&*+=?@^~]*$/;
/** `token: Pattern`: a type as well. */
const WORD_OF_TYPE = /^[A-Z][a-z]{2,15}$/;

/** `API_KEY_HEADER=X-Api-Key` */
const HEADER_OF = /header$/i;
/** `passwordSecretKey: password` of Helm: under which name a secret is kept. A `SECRET_KEY` is one. */
const KEY_OF = /[pP]asswordSecretKey$|[sS]ecret(?:Password|Token)Key$/;
const NAME_IN_WORDS = /^[a-z]+(?:[._-][a-z]+)*$/i;
/** The keys of PagerDuty have this name; those of message brokers are words. */
const ROUTING = /routing[_-]?key$/i;
const OF_PAGER = /^(?:[0-9a-f]{32}|R0[0-9A-Z]{30})$/i;

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

/** `PWD` of a shell is a folder. */
const SHELL_FOLDER = /(?:^|[^A-Za-z_])PWD$/;
const FOLDER = /^(?:[/~.$%`(<{\\]|[A-Za-z]:|file:)/;

export function isSecret(value: string, isQuoted: boolean, setting: Setting, key: string): boolean {
  const kinds = kindsIn(value);
  if (SHELL_FOLDER.test(key) && FOLDER.test(value)) return false;
  if (ROUTING.test(key) && !OF_PAGER.test(value)) return false;
  if ((kinds & HAS_MARK) !== 0 && (REFERENCES.test(value) || PLACES.test(value) || VERSIONS.test(value))) return false;
  if (/credentials$/i.test(key) && FETCH_MODES.has(value)) return false;
  if (setting === "certain" && isQuoted)
    return !isNameOfIt(value, key) && !VALIDATION.test(value) && !COMMAND.test(value);
  if (!isQuoted && (kinds & HAS_DIGIT) === 0 && "!&*".includes(value[0]!)) return false;
  if (isField(key) && /[a-z]/.test(key) && isForeignLabel(value)) return false;
  if (!isTyped(key) && (ABNF.test(value) || (/[a-z]/.test(key) && WORD_OF_TYPE.test(value)))) return false;
  if (HEADER_OF.test(key) && /^[A-Za-z]+(?:-[A-Za-z]+)+$/.test(value)) return false;
  if (KEY_OF.test(key) && NAME_IN_WORDS.test(value) && keyStrength(value) === "strong") return false;
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
  if (VARIABLE.test(value) && keyStrength(value) !== "none") return true;
  if (TEMPLATE.test(value) || (COLOR.test(value) && !isTyped(key))) return true;
  if (isTypeOf(value, key) || (isField(key) && isForeignLabel(value)) || isFieldText(value, key)) return true;
  if (SCHEME_ALONE.test(value) && (value.endsWith(" ") || /auth(?:orization)?$/i.test(key))) return true;
  if (PASSED.test(value) && /(?:^|[_-])pass$|[a-z]Pass$/i.test(key)) return true;
  if (isSameName(value, key)) return true;
  if (value.length <= 2 && /(?:token(?:value)?|key)$/i.test(key)) return true; // a sign of a language
  if (/^[#.][a-z]/i.test(value)) return lettersOf(key).endsWith(lettersOf(value)) && /^[#.][\w-]+$/.test(value);
  return /header$/i.test(key) && /^[A-Za-z]+(?:-[A-Za-z]+)*$/.test(value);
}

/** `"Basic " + credentials` */
const SCHEME_ALONE = /^(?:basic|bearer|bot|token|digest) ?$/i;
/** `"Bearer %s" % token`, `"Bearer {}".format(token)`, `default_token="Bearer"` */
const TEMPLATE = /^(?:basic|bearer|bot|token|digest|apikey) (?:%[sr]|\{[\w.]{0,32}\}|\$\w{1,32})$|^bearer$/i;
/** `token: ["HTTP_X_AUTH_TOKEN"]`: the name of a variable that holds it. */
const VARIABLE = /^[A-Z]+[0-9]?(?:_[A-Z]+[0-9]?)+$/;
/** `Token: "#f8f8f2"` */
const COLOR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i;

/** `private_key: "_DSAPrivateKey"`: a type that ends in the words of the name. */
const isTypeOf = (value: string, key: string): boolean =>
  /^_?[A-Z][A-Za-z]+$/.test(value) &&
  /[A-Za-z][._-][A-Za-z]/.test(key) &&
  value.length > key.length &&
  lettersOf(value).endsWith(lettersOf(key));

/** Results of tests. */
const PASSED = /^(?:pass|passed|fail|failed|skipped|error|warn)$/i;

/** `EOF_TOKEN = "EOF_TOKEN"`, `TIME_TO_FIRST_TOKEN = "gen_ai.time_to_first_token"`: names of several words. */
function isSameName(value: string, key: string): boolean {
  if (!/^[A-Za-z]+(?:[._-][A-Za-z]+)*$/.test(value)) return false;
  const said = lettersOf(value);
  const name = lettersOf(key.slice(key.lastIndexOf(".") + 1));
  if (said === name) return said.length > "password".length || said === "token" || /[._-]/.test(value);
  return /[._-].*[._-]/.test(value) && (name.endsWith(said) || (name.length >= 12 && said.endsWith(name)));
}

const lettersOf = (name: string): string => name.replace(/[^A-Za-z]/g, "").toLowerCase();

const startsWithDigit = (value: string): boolean => value.charCodeAt(0) >= 0x30 && value.charCodeAt(0) <= 0x39;

/** A value that people type may be a number of four digits. */
const isCount = (value: string, key: string): boolean =>
  startsWithDigit(value) &&
  ((isTyped(key) ? TYPED_COUNT : FRACTION).test(value) || (/^pass$/i.test(key) && OF_PASS.test(value)));

const TYPED_COUNT = /^[0-9]{1,3}$/;
/** `pass: 1/2`, `first pass: 12ms` */
const OF_PASS = /^(?:[0-9]{1,3}\/[0-9]{1,3}|[0-9]{1,3}(?:\.[0-9]{1,3})?(?:s|%)|[0-9]{1,5}(?:\.[0-9]{1,3})?ms)$/;

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
    "bearer deprecated refreshed loaded saved stored generated created deleted reset rotated cached validated renewed fetched parsed " +
    "erforderlich falsch fehlt fehlerhaft abgelaufen leer geheim obligatoria obligatorio incorrecta invalida invalido " +
    "requis requise invalide manquant valor vacia errata mancante ongeldig vereist"
  ).split(" "),
);

for (const word of "obrigatória obrigatório inválida inválido ungültig vergessen oublié necesaria requerida".split(" "))
  STATUS.add(Buffer.from(word, "utf8").toString("latin1").toLowerCase());

/** Words in messages and types after the name of a secret, which are not secrets. */
export const isStatus = (value: string): boolean => STATUS.has(value.toLowerCase());
