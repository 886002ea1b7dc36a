import fc from "fast-check";

/** A made-up secret, and the part of it that must be removed. */
export interface Secret {
  readonly kind: string;
  readonly text: string;
  readonly core: string;
}

const ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const BASE64URL = `${ALNUM}-_`;

const chars = (alphabet: string, minLength: number, maxLength = minLength): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength });

const join = (...parts: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
  fc.tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part))).map((all) => all.join(""));

const secret = (kind: string, text: fc.Arbitrary<string>, core = (whole: string) => whole): fc.Arbitrary<Secret> =>
  text.map((whole) => ({ kind, text: whole, core: core(whole) }));

/** Discord ids from 2015 to 2026. */
const id = fc.bigInt({ min: 11_240_000_000_000_000n, max: 1_500_000_000_000_000_000n }).map(String);
const idPart = id.map((digits) => Buffer.from(digits).toString("base64url"));
const octet = fc.integer({ min: 1, max: 254 }).map(String);
const ipv4 = fc
  .tuple(fc.integer({ min: 11, max: 126 }).map(String), octet, octet, octet)
  .map((parts) => parts.join("."));
const group = chars("123456789abcdef", 1, 4);
const word = chars("bcdfghklmnpqrtvwxz", 3, 9);
/** A password: letters and digits, at least one of each. */
const password = fc.tuple(chars(ALNUM, 8, 24), fc.integer({ min: 10, max: 99 })).map(([text, n]) => `q${text}${n}`);
const name = fc.tuple(word, fc.constantFrom("", "1", "_x", ".b")).map((parts) => parts.join(""));
const webhookHost = fc.constantFrom("https://discord.com", "https://ptb.discord.com", "https://discordapp.com", "");
const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url");
const keyLine = chars(`${ALNUM}+/`, 64);

const afterLast =
  (mark: string) =>
  (whole: string): string =>
    whole.slice(whole.lastIndexOf(mark) + mark.length);

/** One generator for each kind of private text. */
export const secretOf: { readonly [kind: string]: fc.Arbitrary<Secret> } = {
  "bot-token": secret(
    "bot-token",
    join(idPart, ".G", chars(BASE64URL, 5), ".", chars(BASE64URL, 27, 38)),
    afterLast("."),
  ),
  webhook: secret("webhook", join(webhookHost, "/api/webhooks/", id, "/", chars(ALNUM, 60, 68)), afterLast("/")),
  "interaction-token": secret("interaction-token", join("aW50ZXJhY3Rpb246", chars(ALNUM, 60, 120)), (text) =>
    text.slice(16),
  ),
  jwt: secret("jwt", join(`${header}.eyJ`, chars(ALNUM, 20, 60), ".", chars(BASE64URL, 43)), (text) =>
    text.slice(header.length + 4),
  ),
  github: secret("github", join("ghp_", chars(ALNUM, 20), chars("0123456789", 1), chars(ALNUM, 15))), // all but 1 in 500 have one
  google: secret("google", join("AIza", chars(BASE64URL, 35))),
  aws: secret("aws", join("AKIA", chars("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16))),
  slack: secret("slack", join("xoxb-", chars("0123456789", 12), "-", chars(ALNUM, 24))),
  stripe: secret("stripe", join("sk_live_", chars(ALNUM, 24))),
  "url-credentials": secret("url-credentials", join("postgres://red:", password, "@db.example/red"), (url) =>
    url.slice(15, -15),
  ),
  invite: secret("invite", join("https://discord.gg/", chars(ALNUM, 8, 10)), afterLast("/")),
  email: secret("email", join(word, ".", word, "@", word, ".example.com")),
  ipv4: secret("ipv4", ipv4),
  ipv6: secret("ipv6", join("2001:db8:", group, "::", group, ":", group)),
  "ipv6-in-full": secret(
    "ipv6-in-full",
    fc.array(group, { minLength: 6, maxLength: 6 }).map((parts) => `2001:db8:${parts.join(":")}`),
  ),
  "home-posix": secret("home-posix", join("/home/", name, "/bot.py"), (path) => path.slice(6, -7)),
  "home-windows": secret("home-windows", join("C:\\Users\\", name, "\\bot.py"), (path) => path.slice(9, -7)),
  password: secret("password", join("password=", password), afterLast("=")),
  token: secret("token", join("api_key: ", password), afterLast(" ")),
  snowflake: secret("snowflake", id),
  "private-key": secret(
    "private-key",
    join("-----BEGIN PRIVATE KEY-----\n", keyLine, "\n", keyLine, "\n-----END PRIVATE KEY-----"),
    (key) => key.slice(28, 92),
  ),
};

export const anySecret: fc.Arbitrary<Secret> = fc.oneof(...Object.values(secretOf));

/** What surrounds a secret in logs: JSON, colour codes, a URL, a `repr`. */
export const wrappers: readonly { readonly name: string; readonly wrap: (text: string) => string }[] = [
  { name: "as it is", wrap: (text) => text },
  { name: "quoted", wrap: (text) => `"${text}"` },
  { name: "single quotes", wrap: (text) => `'${text}'` },
  { name: "backticks", wrap: (text) => `\`${text}\`` },
  { name: "brackets", wrap: (text) => `[${text}]` },
  { name: "parentheses", wrap: (text) => `(${text})` },
  { name: "angle brackets", wrap: (text) => `<${text}>` },
  { name: "braces", wrap: (text) => `{${text}}` },
  { name: "comma", wrap: (text) => `a, ${text}, b` },
  { name: "sentence", wrap: (text) => `It was ${text}.` },
  { name: "question", wrap: (text) => `is it ${text}?` },
  { name: "bar", wrap: (text) => `a |${text}| b` },
  { name: "stars", wrap: (text) => `**${text}**` },
  { name: "colour", wrap: (text) => `\x1b[1;31m${text}\x1b[0m` },
  { name: "colour, written out", wrap: (text) => `\\u001b[31m${text}\\u001b[39m` },
  { name: "JSON", wrap: (text) => JSON.stringify({ message: text }) },
  { name: "JSON lines", wrap: (text) => JSON.stringify(`first\n${text}\nlast`) },
  { name: "JSON with tabs", wrap: (text) => JSON.stringify(`first\t${text}\tlast`) },
  { name: "escaped quotes", wrap: (text) => `\\"${text}\\"` },
  { name: "escaped quotes as \\u", wrap: (text) => `\\u0022${text}\\u0022` },
  { name: "repr of bytes", wrap: (text) => `b'${text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}\\r\\n'` },
  { name: "emoji", wrap: (text) => `🔥${text}🔥` },
  { name: "typographic quotes", wrap: (text) => `«${text}»` },
  { name: "dash", wrap: (text) => `—${text}—` },
  { name: "log line", wrap: (text) => `[2026-03-05 10:11:12] [ERROR] red.core: ${text}` },
  { name: "CRLF", wrap: (text) => `${text}\r\n` },
  { name: "NUL", wrap: (text) => `\0${text}\0` },
  { name: "box", wrap: (text) => `│ ${text} │` },
];

/** A secret inside up to three of these. */
export const planted: fc.Arbitrary<{ secret: Secret; text: string; wrappers: string[] }> = fc
  .tuple(anySecret, fc.array(fc.constantFrom(...wrappers), { maxLength: 3 }))
  .map(([planted, around]) => ({
    secret: planted,
    text: around.reduce((text, { wrap }) => wrap(text), planted.text),
    wrappers: around.map(({ name }) => name),
  }));

const piece = fc.oneof(
  anySecret.map(({ text }) => text),
  anySecret.chain(({ text }) => fc.nat(text.length).map((at) => text.slice(0, at))),
  fc.constantFrom("token", "password", "https://", "Bearer", "é", "🔥", "::", "users", "version", "build"),
  fc.constantFrom(
    "setPassword(",
    "<password>",
    "</db:password>",
    "пароль",
    "密码：",
    "**token**",
    "[secret] =>",
    "login ada",
  ),
  fc.constantFrom(
    "INSERT INTO users (name, password) VALUES ('a', '",
    'form-data; name="password"\n\n',
    "<key>password</key>\n<string>",
    '"passwords": [\n "',
    "net use Z: \\\\nas\\x ",
    "htpasswd -b f ada ",
    '["password"]=>\n string(9) "',
    "[('password', '",
    "BasicAuth('ada', '",
    "> PASS ",
    "${TOKEN:-",
    "user[password]=",
  ),
  fc.constantFrom(
    "\npasswords:\n  - ",
    "\n  - ",
    "\npasswords: [",
    "\n| id | password |\n|----|----|\n| 1 | ",
    " id | password\n----+-----\n 1 | ",
    "| password | ",
    "\nlocalhost:5432:red:ada:",
    "\nwpa-psk ",
    "bot.run('",
    'client.login("',
    "password.equals('",
    "assertEqual(token, '",
    "[sudo] password for ada: ",
    "Enter password: ",
    "connect(password=",
    "> AUTH ",
    "user%5Bpassword%5D=",
    "<name>password</name>\n<value>",
    "token: “",
    "”",
  ),
  fc.constantFrom("password '", '"value": "', '"name": "api_key"', "API Key", "PASSWORD(", "identified by ", "zip -P "),
  fc.constantFrom("BOT-TOKEN", "SHORTENED-ID-0042", "IP_V4", "IP_V6", "DISCORD-INVITE-LINK", "API-SECRET", "USERNAME"),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 6 }),
);

const joint = fc.constantFrom(
  ..." |\n|\t|: |=|/|\\|\"|'|, |,|; |(|)|[|]|<|>|&|?|\\n|\\u0022|%22|%2F|\x1b[31m".split("|"),
);

/** Text that resembles secrets, and other text: pieces that are separated as in logs. */
export const tempting: fc.Arbitrary<string> = fc
  .array(fc.tuple(piece, joint), { maxLength: 6 })
  .map((parts) => parts.flat().join(""));

/** The same without separators. */
export const glued: fc.Arbitrary<string> = fc
  .array(fc.oneof(piece, joint), { maxLength: 9 })
  .map((parts) => parts.join(""));
