import { endsInPlaceholder } from "../../../claim/placeholders.ts";
import { recall } from "../../../text/recall.ts";
import { mayTell } from "./ends.ts";
import { FOREIGN_ENDINGS } from "./foreign-words.ts";
import { endings, joinedSuffixes, partedSuffixes } from "./key-words.ts";

/** How certainly the value after a name is a secret. */
export type KeyStrength = "strong" | "weak" | "none";

const STRONG_ENDINGS = [
  "password",
  "passwd",
  "passwort",
  "kennwort",
  "passphrase",
  "pass",
  "pwd",
  ..."pswd psswd paswd passwrd paswrd pswrd psswrd pasword paasword psword pssword passowrd".split(" "),
  "secret",
  "token",
  "apikey",
  "secretkey",
  "privatekey",
  "accesskey",
  "authkey",
  ...FOREIGN_ENDINGS,
];
const STRONG_WORDS = new Set(
  "pw bindpw rootpw authtok passcode arl authorization bearer credential credentials creds dsnkey psk masterauth clave parola mdp sandi passe jeton".split(
    " ",
  ),
);
/** Words, packages and variables that only end like names of secrets. */
const OTHERS = new Set(
  (
    "oldpwd compass bypass trespass surpass encompass overpass underpass jsonwebtoken webtoken passwordless askpass " +
    "onepass twopass singlepass multipass allpass anypass lowpass highpass bandpass firstpass secondpass"
  ).split(" "),
);
/** `forgot_password`, `invalid_token`: names of messages, seldom of what was refused. */
const ABOUT = new Set("forgot forget enter unexpected invalid incorrect missing expired".split(" "));
/**
 * `LoadCredential=token:/etc/…` of systemd and `existingSecret: …` of Helm say where a secret is, `withCredentials`
 * whether.
 */
const REFERENCE = /^(?:Load|Import)Credential$|^with_?Credentials$|^(?:existing|imagePull)\w*Secret$/;
/** Google's login cookies. */
const COOKIES =
  /^(?:__secure-[13]p(?:api)?sid(?:ts|cc|rts)?|s?apisid|[hls]sid|sapisid|nid|login_info|(?:.*[_-])?sp_?dc)$/i;
/** `<word>_key` is a secret after these … */
const STRONG_KEYS = new Set(
  "api access secret private auth signing encryption crypt master license shared deploy account service consumer app application admin functions subscription".split(
    " ",
  ),
);
/** … but not after these. */
const OPEN_KEYS = new Set(
  "cache gpg pgp public primary foreign sort partition idempotency group websocket host row i18n map lookup translation object hot index unique dedupe".split(
    " ",
  ),
);
/** Keys and salts of WordPress. */
const WORDPRESS = /^(?:(?:secure_)?auth|logged_in|nonce)_(?:key|salt)$/i;
/** `<word>_token` is not a secret after these. */
const OPEN_TOKENS = new Set(
  "public next page continuation max eos bos pad unk stop prompt completion first last".split(" "),
);
const WEAK_WORDS = new Set(
  "key api auth basicauth session sessionid sid sig signature appid clientid cookie jwt pat hmac salt".split(" "),
);
const WEAK_IDS = new Set(["app", "client", "session", "secret"]);

/**
 * Judges a name by its last words: `DB_PASSWORD`, `clientSecret`, `x-api-key` are strong, `key` and `session_id` are
 * weak, `tokenizer`, `secretary` and `public_key` are not names of secrets. A number, a letter or an environment at the
 * end changes nothing: `API_KEY_2`, `TOKEN_A`, `TOKEN_PROD`.
 */
export const keyStrength = (name: string): KeyStrength => (mayTell(name) ? recalled(name) : "none");

/** The same for a name in a text, which may be a placeholder that replaced a name: that is not the name of a secret. */
export const nameStrength = recall((name): KeyStrength => (endsInPlaceholder(name) ? "none" : keyStrength(name)));

/** Names are repeated often. */
const recalled = recall((name): KeyStrength => {
  if (ENDING.test(name)) return judge(name);
  const suffix = SUFFIX.exec(name) ?? LETTER.exec(name);
  if (suffix === null) return "none";
  const stem = name.slice(0, suffix.index);
  if (!ENDING.test(stem)) return "none";
  const strength = judge(stem);
  return strength === "strong" && /hash$/i.test(suffix[0]) ? "weak" : strength; // or the name of a digest
});

/** Whether keys of this kind are no secrets, as in `public key`. */
export const isOpenKey = (kind: string): boolean => OPEN_KEYS.has(kind.toLowerCase());

/** Whether the value after the name is typed by people: it may be short then. */
export const isTyped = recall((name) =>
  /(?:pass(?:wo?r?d|wort|phrase|code|owrd)?|pass?swd|pa{0,2}s{1,2}wo?r?d|pwd?|pin|clave|parola|mdp|psk)[_-]?[0-9]?$/i.test(
    name,
  ),
);

const SUFFIX = new RegExp(
  `[_-]?[0-9]{1,2}$|[_-](?!128|256|384|512)[0-9]{3}$|[_-]v[0-9]$|(?:[_-](?:${partedSuffixes.join("|")})|${joinedSuffixes.join("|")})$`,
  "i",
);

const LETTER = /_[A-D]$/;

/** This decides about most names. */
const ENDING = new RegExp(`(?:${endings.join("|")})$`.replaceAll(".", "[.]"), "i");

function judge(name: string): KeyStrength {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const last = words.at(-1) ?? "";
  const previous = words.at(-2) ?? "";
  if (OTHERS.has(last) || OTHERS.has(previous + last) || REFERENCE.test(name)) return "none";
  if (words.length > 1 && ABOUT.has(words[0]!)) return "weak";
  if (COOKIES.test(name) || WORDPRESS.test(name)) return "strong";
  if (last === "key" && previous === "routing") return "strong"; // only that of PagerDuty (secret-text.ts)
  if (last === "key") return OPEN_KEYS.has(previous) ? "none" : STRONG_KEYS.has(previous) ? "strong" : "weak";
  if (last === "keymaterial" || (last === "material" && previous === "key"))
    return words.includes("public") ? "none" : "strong";
  if (last === "token" && (OPEN_TOKENS.has(previous) || words.at(-3) === "public")) return "none";
  if (STRONG_WORDS.has(last) || STRONG_ENDINGS.some((ending) => last.endsWith(ending))) return "strong";
  if (/[A-Z]_O?AUTH$|^_auth$|^x-auth$/.test(name) || (last === "word" && previous === "pass")) return "strong";
  if (last === "login" || last === "sonarlogin") return "weak"; // of `sonar.login`
  if (last === "id") return WEAK_IDS.has(previous) ? "weak" : "none";
  if (last.endsWith("key")) return OPEN_KEYS.has(last.slice(0, -3)) ? "none" : "weak";
  return WEAK_WORDS.has(last) || (last.length > 6 && last.endsWith("api")) || /sess(?:ion)?id$/.test(last)
    ? "weak"
    : "none";
}
