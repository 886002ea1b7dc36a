import fc from "fast-check";
import { anySecret } from "./planting.ts";

/** Secrets without a form of their own, and text that looks like them. */
const value = fc.constantFrom(
  "q7Lm2Xz9Rt4Kp0Vd8Ns3",
  "q7Lm2Xz9Rt4Kp0Vd|Ns192.168.4.173",
  "dXNlcjpwYXNzd29yZDE=",
  "dXNlcjpwYXNzd29yZA==",
  "YWRhOlF3M3I=%3D",
  "7b1e9c04d25f4a8896e37c1d0b5f2a69",
  "hunter2x!",
  "correct horse",
  "MTA=",
  "a\\b7Qx",
  'q7Lm"2Xz9',
  "it's7Qx",
  "4111111111111111",
  "250138462950137856",
  "192.168.4.173",
  "2001:db8::7:1",
  "ada@mail.example.com",
);

/** What precedes a value: in code, headers, URLs, assignments, commands, prose. */
const opening = fc.constantFrom(
  ...["token=", "password: ", "api_key = '", 'secret = "', "PASSWORD=", 'if (token !== "', "const token: string = '"],
  ...["Authorization: Basic ", "Authorization: Bearer ", "Authorization: Bot ", "Authorization: Api-Token "],
  ...["Proxy-Authorization: Basic ", "X-Api-Key: ", "Cookie: sid=", "Set-Cookie: session=", "cookie='"],
  ...['Authorization: Digest username="ada", response="', 'Authorization: OAuth oauth_token="'],
  ...["curl -H 'Authorization: Basic ", 'curl -u "ada:', "mysql -p'", "--password ", "--token=", "Bearer ", "Basic "],
  ...[
    "https://ada:",
    "https://bot.example/x?token=",
    "&api_key=",
    "https://discord.com/api/webhooks/250138462950137856/",
  ],
  ...["INSERT INTO users (name, password) VALUES ('ada', '", "connect(password='", "('token', '", "[password] => "],
  ...["<password>", '<add key="token" value="', 'password.equals("', "setPassword('", 'f"token={', "password is "],
  ...["C:\\Users\\", "/home/", "\\\\nas\\", "ada@host:~$ ", "passwords:\n  - ", "password: |\n  ", "TOKEN<<EOF\n"],
  ...["{'password': '", "{password: '", '{"token":"', "{token:", "[('api_key', '", 'secrets = ["', "=> ["],
);

const closing = fc.constantFrom(
  ..."'|\"|\\|)|]|}|>|,|;|=|==|%3D|&x=1|@db.example/red|/bot.py|\\ada\\|</password>|') {|\") {|'\n|\"}|'}|\\\\|\n| |' + x".split(
    "|",
  ),
);

/** Characters that JSON escapes, and codes of terminals. */
const escaped = fc.constantFrom(
  ...['"', "\\", "\n", "\t", "\r\n", "\u001b[31m", "\u001b[0m", "\u001b", "\u0000", "\u0007", "\u2028", "\ud83d\ude00"],
  ...["\\n", "\\u001b[31m", "\\u0022", '\\"', "\\\\", "\\x22", "%22", "%5C", "&quot;", "/", "\u00ad", "\u200b", "é"],
);

const other = fc.constantFrom(
  ...[
    "ok",
    "level",
    "GET /x 200",
    "id",
    "user",
    "version 1.2.3.4",
    ": ",
    ", ",
    "=",
    "|",
    "||",
    " + ",
    " ?? ",
    "=>",
    "(",
    "{",
  ],
);

const piece = fc.oneof(
  { weight: 4, arbitrary: value },
  { weight: 5, arbitrary: opening },
  { weight: 4, arbitrary: closing },
  { weight: 3, arbitrary: escaped },
  { weight: 2, arbitrary: other },
  { weight: 1, arbitrary: anySecret.map(({ text }) => text) },
);

const line = fc.array(piece, { minLength: 1, maxLength: 7 }).map((pieces) => pieces.join(""));

/** A line, or JSON with it in a string, up to two deep. */
const text: fc.Arbitrary<string> = fc
  .tuple(line, fc.constantFrom(0, 0, 0, 1, 2), fc.constantFrom("m", "token", "password", "id"))
  .map(([inner, depth, key]) => {
    let all = inner;
    for (let i = 0; i < depth; i++) all = JSON.stringify({ [key]: all, n: i });
    return all;
  });

const number = fc.constantFrom("0", "-1.5", "401", "1e21", "250138462950137856", "4111111111111111", "1771234567.25");
const name = fc.constantFrom(
  ...["msg", "header", "status", "id", "token", "password", "api_key", "secrets", "value", "name", "key", "user_id"],
  ...["Authorization", "cookies", "error", "auth", "at", "n"],
);

/** The parts of a JSON text: a value as it is written in it. */
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 2, depthSize: "small" },
    { weight: 6, arbitrary: text.map((string) => JSON.stringify(string)) },
    { weight: 2, arbitrary: fc.oneof(number, fc.constantFrom("true", "false", "null", "[]", "{}", '""')) },
    { weight: 1, arbitrary: fc.array(tie("json"), { maxLength: 4 }).map((all) => `[${all.join(",")}]`) },
    { weight: 2, arbitrary: members(tie("json")) },
  ),
}));

function members(json: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const member = fc.tuple(name, json);
  return fc
    .uniqueArray(member, { minLength: 1, maxLength: 4, selector: ([key]) => key })
    .map((all) => `{${all.map(([key, value]) => `"${key}":${value}`).join(",")}}`);
}

const oneDocument = fc.oneof(
  members(json),
  fc.array(json, { maxLength: 4 }).map((all) => `[${all.join(",")}]`),
);

/** The same as other programs write it: with blanks, or indented. */
const styled = (style: "dense" | "blanks" | "indented", document: string): string => {
  if (style === "dense") return document;
  if (style === "indented") return JSON.stringify(JSON.parse(document), null, 2);
  return document.replace(/"(?:[^"\\]|\\.)*"|[,:]/g, (found) => (found.length === 1 ? `${found} ` : found));
};

/**
 * JSON whose strings hold code, headers, addresses, escapes and secrets next to each other; one document, or a line
 * each.
 */
export const jsonTexts: fc.Arbitrary<readonly string[]> = fc.oneof(
  fc
    .tuple(fc.constantFrom("dense" as const, "blanks" as const, "indented" as const), oneDocument)
    .map(([style, document]) => [styled(style, document)]),
  fc.array(members(json), { minLength: 2, maxLength: 3 }),
);

/** Where the structure of two values differs: their keys, literals, and numbers that are not strings now. */
export function differenceIn(before: unknown, after: unknown, path = "$"): string | undefined {
  if (typeof before === "number" && typeof after === "string") return undefined;
  if (typeof before === "string" && typeof after === "string") return undefined;
  if (typeof before !== "object" || before === null || typeof after !== "object" || after === null)
    return before === after ? undefined : path;
  if (Array.isArray(before) !== Array.isArray(after)) return path;
  const [keys, others] = [Object.keys(before), Object.keys(after)];
  if (keys.join() !== others.join()) return `${path} {${others.join()}}`;
  for (const key of keys) {
    const found = differenceIn(before[key as never], after[key as never], `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
