const words = (text: string): readonly string[] => text.split(" ");

/** Ids that are secrets beside others: `app_id`, `client-id`, `sessionid`. */
const ids = words("app client session secret").flatMap((owner) =>
  ["", "_", ".", "-"].map((sign) => `${owner}${sign}id`),
);

/** Every name of a secret ends in one of these, apart from numbers and suffixes. */
export const endings: readonly string[] = [
  ...words(
    "pass passwd pswd psswd paswd passwrd paswrd pswrd psswrd pasword paasword psword pssword passowrd password passwort kennwort passphrase passcode pw pwd secret token key auth authorization",
  ),
  ...words(
    "credential credentials creds bearer session api sid sig signature cookie jwt pat hmac salt psk masterauth authtok keymaterial",
  ),
  ...words("senha contrasena clave wachtwoord haslo losenord sifre parola salasana heslo jelszo passord adgangskode"),
  ...words("motdepasse mot_de_passe mot-de-passe mdp kata_sandi geheimnis jeton"),
  ...words("arl sessid apisid hsid lsid psidts psidcc psidrts login_info sp_dc spdc"),
  ...words("sonar.login sonar_login sonarlogin"),
  ...ids,
];

/**
 * Suffixes after such an ending, separated by `_` or `-`: for what the secret is used. They are names of loggers as
 * well.
 */
const programs = words(
  "discord bot mysql mariadb postgres mongo redis lavalink spotify openai github gitlab twitch youtube",
);
/** All such suffixes: also where the secret is used, and its form. */
export const partedSuffixes: readonly string[] = [
  ...words("prod production dev development test testing staging live main base old new backup default str string val"),
  ...words("value text raw plain hex b64 base64 bytes header hash pbkdf2 confirm repeat"),
  ...programs,
];
/** The same without a separator. */
export const joinedSuffixes: readonly string[] = words("value string base64 hex hash confirm repeat");

/** Names of lists of secrets. */
const lists = [
  ...words("password passwd pwd pswd pasword passwrd passphrase passcode secret token key session jwt pat hmac cookie"),
  ...words("senha contrasena wachtwoord losenord passord"),
  ...ids,
].map((one) => `${one}s`);

const parted = (suffix: string): readonly string[] => [`_${suffix}`, `-${suffix}`];

/** Those of the tails below that name a program. */
export const programTails: readonly string[] = programs.flatMap(parted);

/** The endings of names that need a closer look: no other name is that of a secret, unless it ends in a number. */
export const tails: readonly string[] = [
  ...new Set([...endings, ...lists, ...partedSuffixes.flatMap(parted), ...joinedSuffixes]),
];
