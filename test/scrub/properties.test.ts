import fc from "fast-check";
import { expect, test } from "vitest";
import { createScrubber } from "../../src/scrub/scrub.ts";
import { differenceIn, jsonTexts } from "./inputs/json-texts.ts";
import { scrubInPieces } from "./inputs/pieces.ts";
import { glued, planted, tempting } from "./inputs/planting.ts";
import { spliced } from "./inputs/splices.ts";

const scrubber = createScrubber();
const scrub = (text: string): string => scrubber.text(text).text;
/** Different texts in each run; a failure is printed with its seed. Repeat it with `VEXTEL_SEED=<number>`. */
const RUNS = { numRuns: 10_000, ...(process.env.VEXTEL_SEED && { seed: Number(process.env.VEXTEL_SEED) }) };

test("no planted secret survives, whatever surrounds it", () => {
  fc.assert(
    fc.property(planted, ({ secret, text }) => {
      expect(scrub(text)).not.toContain(secret.core);
    }),
    RUNS,
  );
});

test("scrubbing scrubbed text changes nothing", () => {
  fc.assert(
    fc.property(fc.oneof(tempting, glued), (text) => {
      const once = scrub(text);
      expect(scrub(once)).toBe(once);
    }),
    RUNS,
  );
});

const BOT = `MTEyNDAwMDAwMDAwMDAwMDA.GAAAAA.${"A".repeat(33)}`;
const KEY = `-----BEGIN PRIVATE KEY-----\n${"A".repeat(64)}`;

test.each([
  [
    "lengthens the body of a key",
    "-----BEGIN PRIVATE KEY-----\nz9QxKKv/qJZyzSch0YwG4w90RzvZc+TXvhttps://discord.gg/AAAAAAAA",
  ],
  ["looks like the scheme of what follows", "Authorization: %3ahostBearer Authorization: ["],
  [
    "reads as the first word of a name",
    "ghp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAc4pAAAAAPI Key: bbb.bbb@bbb.example.comsetPassword(",
  ],
  ["is before a closing tag without an opening one", ">password=qAAAAAAAA10</db:password>"],
  ["follows an option of a command", "zip -P \\\ntokenhttps://discord.gg/AAAAAAAA"],
  ["follows a sign within a tag", "<password>>11.1.1.1</db:password>"],
  ["is between two tags", "<db:password>password=qAAAAAAAA10 x</db:password>"],
  ["takes the word that said version", "api_key=Zx81kqQ2lmN0x7version ''1.2.3.4:12345"],
  ["takes the bracket that opened a call", "api_key: qAAAAAAAA10%2FBOT-TOKEN( password=q "],
  [
    "brings a bracket near",
    `PASSWORD( eyJhbGciOiJIUzI1NiJ9.eyJ${"A".repeat(40)}.${"A".repeat(43)} password=qAAAAAAAA10\\BOT-TOKEN `,
  ],
  ["stands in a line that goes on in the next", "[secret] =>/C:\\Users\\tnt\\\n^ AKIAAAAAAAAAAAAAAAAA "],
  ["is joined by an apostrophe to what follows", "password '\\u0022https://d'bbb.bbb@bbb.example.com "],
  ["stands among the words of a share", "net use Z: \\\\nas\\x password=Kq7vZm2xPd ada\\u0022"],
  ["reads as the word before a domain", "C:\\Users\\dnw1\\: 11\\nBOT-TOKEN "],
  [
    "makes a line as wide as a terminal",
    `C:\\Users\\bbb\\bot.py ${Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url")}.eyJ0OWTSsY3ZJ2kW2\nBOT-TOKEN `,
  ],
  ["stands in the heading of a table", "2001:db8:1::2 name,password\nada,Kq7vZm2xPd\n"],
  ["follows a colour and a number sign", "password: \x1b[31m#2001:db8:1::2 "],
  [
    "is in a cell of a table below an option of a command",
    " id | password\n----+-----\n 1 |  zip -P ,INSERT INTO x\n| password=qAAAAAAAA10 ",
  ],
  ["is longer than a part of a path that is a secret", "hc-ping.com//home/a/x"],
  ["is all of a path that is a secret", "hooks.zapier.com/hooks/catch/aW50ZXJhY3Rpb246xMjE3OmE"],
  ["lengthens a run of base64 in a path", "----BEGIN PRIVATE KEY----///home/a/x%0A/run/media/a/-END PRIVATE KEY----"],
  [
    "continues a run of base64",
    "----BEGIN PRIVATE KEY----\n-END PRIVATE KEY----AMIIEvQIBADANBgkqhkiG9w0BAQEFAASChttp://discord.gg/AA",
  ],
  ["follows a scheme that is a secret as well", "Authorization:A8tGIN RIVKEY"],
  ["parts an address from a word", "discord.gg/A0:fe80::"],
  ["follows an escaped sign at the end of a line", ":apikey:\\=\nfe80::a"],
  ["changes the width of a line whose end is escaped", "apikey: e8EGIN PRIVATEKEY\\=&#10;e"],
  ["is in a path that is a value after a name", "token:443/133049272517001217<"],
  ["is in a path after a comparison", ">auth==/home/ada/xkeyx1y2z3w4"],
  ["lengthens a path after the header of a key", "Private-Lines: 4\n/home/bbb/bot.py"],
  [
    "is longer than the end of a key",
    "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----https://discord.gg/AAAAAAAA-----BEGIN PRIVATE\r" +
      "A".repeat(64),
  ],
  ["reads as the name of a header of a key", `-----BEGIN PRIVATE KEY-----\n${BOT}PuTTY-User-Key: x\n${"A".repeat(64)}`],
  [
    "is the value of a header of a key",
    `-----BEGIN PRIVATE KEY-----Cookie: a=${KEY.replace("\n", "\v")}\n${"A".repeat(64)}\n`,
  ],
  ["brings base64 near to the beginning of its line", `-----BEGIN PRIVATE KEY-----\n${BOT}\\"${"A".repeat(64)}`],
  [
    "was another key",
    `-----BEGIN PRIVATE KEY-----\nAAAA\n${KEY}\r${"A".repeat(64)}\n${"A".repeat(64)}\n-----END PRIVATE KEY-----`,
  ],
  [
    "takes the escape from the line of a marker",
    `-----BEGIN PRIVATE KEY-----\n-----${"A".repeat(64)}C:\\Users\\rbbb\\bot.py-----END PRIVATE KEY-----\n`,
  ],
  ["begins the name before a list", `${KEY}\n-----END PRIVATE KEY-----password:\n  - tavernlavalink`],
  ["ends a value after a name that is none", "\\u00api_key: qAA3A9AjA10password=qAAAAAAAA10tavernlavalink"],
  [
    "stands before two keys",
    `${KEY}\n-----END PRIVATE KEY----------BEGIN PRIVATE KEY-----\n${KEY.replace("\n", "\v")}\n${"A".repeat(64)}\n`,
  ],
  ["is in the name before a block", `A${KEY}\n-----END PRIVATE KEY-----password: >\n  tavernlavalink`],
  ["completes a terminal code", `Cookie: a=\x1b[ghp_${"A".repeat(29)}hX1AAAA\x1b[31mAIza${"A".repeat(35)}`],
  ["is read as the name of a field", "API Key: qAAAAAAAA10\nvalue: qAAAAAAAA11"],
  ["is a folder before an escaped equals sign", "\\Users\\q\\=Ada"],
  ["is shorter than the name of a form", `aW50ZXJhY3Rpb246${"A".repeat(57)}hX1AAAA[password]=\n"qAAAAAAAA10`],
  ["reads as the name of a header in a list", "Authorization: qAAAAAAAA10','qAAAAAAAA1x2y3z4'"],
  ["takes the verb before a route", "api_key: qAAAAAAAA10=GET path=/home/ada"],
  ["begins the line after one as wide as a terminal", `${"a".repeat(60)}A0${"A".repeat(17)}\n----ada@host:~$`],
  ["is in an address that is a part of a word", "KEY,Sm8.8.8.8MIIEvQIBADANBgkqhkiG9w0BAQEFAASChttps://:d@h"],
])("scrubbing scrubbed text changes nothing if a placeholder %s", (_, text) => {
  const once = scrub(text);
  expect(once).not.toBe(text);
  expect(scrub(once)).toBe(once);
});

/** Each claim on a part of it uncovers the next one. */
const UNCOVERING = "\\\\nn\\pwd=";

test.each([200, 500, 3_000])("so it is in a line of %i bytes in which each claim uncovers the next", (length) => {
  const once = scrub(`x ${UNCOVERING.repeat(length / UNCOVERING.length)}\n`);
  expect(once).not.toContain("nn");
  expect(scrub(once)).toBe(once);
});

test("JSON in which each claim uncovers the next stays valid, with its numbers", () => {
  const secret = UNCOVERING.repeat(100);
  const scrubbed = scrub(`{"a":"${secret}\\"x\\"","n":-1.5,"ok":true,"b":["${secret}",null]}`);
  expect(JSON.parse(scrubbed)).toMatchObject({ n: -1.5, ok: true, b: [expect.any(String), null] });
  expect(scrub(scrubbed)).toBe(scrubbed);
});

/** A quote that is never closed, or a name at the end of its line: the next line must not affect them. */
const READ_ON = [
  '"passwords": [\n "="]',
  "BasicAuth('ada', 'qAAAAAAA10\n)",
  "[('password', 'qAAAAAAA10\n)]",
  '{password, "qAAAAAAA10\n}',
  "setPassword('\\u0022\n)",
  "password '\"\n/",
  "密码：\\\n\x1b[31m",
  '"value": "x",\n"name": "token"',
  "'X-Api-Key',\n'1aAAaAAaAAA1'",
  '{\n  "key": "q7Lm2Xz9Rt4Kp0Vd8Ns3",\n  "value": "q7Lm2Xz9Rt4Kp0Vd8Ns3"\n}',
  'TOKEN = ("x8Kq2vLm9Pz"\n         + "tavernlavalink")',
  "ALTER USER ada IDENTIFIED BY\nfoo1bar2baz",
];

/** An indented prompt, which was once recognised only after a line end. */
const INDENTED = "\n Enter password: /aaa";

const sizesOf = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });

function expectSameInPieces(bytes: Uint8Array, sizes: readonly number[]): void {
  const whole = Buffer.from(scrubber.bytes(bytes).bytes).toString("latin1");
  expect(scrubInPieces(scrubber, bytes, sizes).toString("latin1")).toBe(whole);
}

test("any chunking gives the same bytes as the whole text", () => {
  fc.assert(
    fc.property(glued, sizesOf, (text, sizes) => expectSameInPieces(Buffer.from(text), sizes)),
    { ...RUNS, examples: [...READ_ON, INDENTED].map((text) => [text, [1]]) },
  );
});

test("the same next to keys, line ends and marks, whole, cut and broken", () => {
  fc.assert(fc.property(spliced, sizesOf, expectSameInPieces), { ...RUNS, numRuns: 4_000 });
});

test("text without candidates comes out identical, with lone surrogates as well", () => {
  const calm = fc.string({ unit: fc.constantFrom(..."abc XYZ\n\t,;!?é🔥€\ud800\udc00".split("")), maxLength: 60 });
  fc.assert(
    fc.property(calm, (text) => {
      expect(scrub(text)).toBe(text);
    }),
    RUNS,
  );
});

test.each([
  ["a repeated number next to an escape", '[{"":-1.7976931348623125e+308,"token":-1.7976931348623125e+308},"%2F"]'],
  ["a quote within the length of a vendor's secret", '{"":"0Q~xoxb-721750375464-8lqTeX0oj0SKb "}'],
  ["a name after an escape", '["\\tada#2001 ","\\u0007ada#2001"]'],
  ["an escaped quote that ends a string before a comparison", '["tavern\\".equals(token)"]'],
  ["an escaped quote before a comparison", '{"":["\\"==password \'"]}'],
  [
    "the padding of base64 at the end of a string",
    '{"header":"Authorization: Basic dXNlcjpwYXNzd29yZDE=","status":401}',
  ],
  ["the padding of base64 before a list", '["Authorization: Basic dXNlcjpwYXNzd29yZDE=",{"n":[1,"x"]}]'],
  [
    "a value found again that differs in an escape",
    '{"a":"if (token !== \\"q7Lm2Xz9Rt4Kp0Vd|Ns192.168.4.173\\u001b[31m\\") {","b":["x"]}',
  ],
  [
    "a value found again deeper in strings, where it begins with an escape",
    String.raw`[{"m":"{\"m\":\"{\\\"m\\\":\\\"\\\\r\\\\n@db.example/redok\\\"}\"}"},{"password":"\n@db.example/red"}]`,
  ],
  ["a prompt after an escaped line end", String.raw`["\nada@host:~$ "]`],
  ["a backslash in percents before a terminal code", String.raw`{"token":"%5C\u001b[0m","x":1}`],
  ["cookies whose last one is empty", '["Cookie: sid=",-1.5]'],
  ["a cookie with an escaped line end", String.raw`["Cookie: sid=\n: ",-1.5]`],
  ["a key behind an option of a command", '{"m":"bot --password","token":""}'],
  [
    "a value found again in brackets in an indented string",
    '{\n  "password": "q7Lm2Xz9Rt4Kp0Vd8Ns3",\n  "m": "\\n} [[q7Lm2Xz9Rt4Kp0Vd8Ns3]]"\n}',
  ],
  [
    "a number found again in brackets in an indented string, behind others in quotes",
    '{\n  "m": "* password: 1234567890123456",\n  "n": "[\\"x\\"] [[1234567890123456]]x"\n}',
  ],
  ["a key behind a word of Redis", '{"m":"AUTH","cookies":"x"}'],
  ["an escape behind a word of SQL", String.raw`["ALTER USER ada IDENTIFIED BY\u001b[31m"]`],
  [
    "a row of SQL that is cut off",
    String.raw`["{\"m\":\"INSERT INTO users (name, password) VALUES (1,tavern4\",\"n\":0}"]`,
  ],
  [
    "backslashes in percents before an escaped line end",
    String.raw`{"m":{"cookies":{"msg":"q7Lm2Xz9Rt4Kp0Vd8Ns3%5C%5C\\n"}},"n":[1]}`,
  ],
  ["a login of IMAP at the end of a string", String.raw`[{"m":"\"a1 LOGIN is "},{"m":"\"a1 LOGIN is "}]`],
  ["a backslash in percents between two others", String.raw`["token=\\\\nas\\%5C\\ada\\token="]`],
  [
    "a quote in a string beside a block of lines in strings",
    String.raw`{"m":["{\"m\":\"'\\\"\"}","Authorization: OAuth oauth_token=\""],"x":"{\"m\":\"passwords:\\n  - token=\"}"}`,
  ],
  [
    "the beginning of a terminal code at the end of a string",
    '[{"api_key":"=^[("},"^[[","b",{"token":"\\u001b]8;;x"}]',
  ],
])("JSON comes out as valid JSON with the same structure: %s", (_, json) => {
  expect(differenceIn(JSON.parse(json), JSON.parse(scrub(json)))).toBeUndefined();
});

test("JSON comes out as valid JSON", () => {
  const key = fc.constantFrom("id", "password", "api_key", "token", "token=", "version", '"', "\\\\");
  const leaf = fc.oneof(
    tempting,
    glued,
    fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n }),
    fc.boolean(),
    fc.constant(null),
    fc.double(),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 2 },
      leaf,
      fc.array(tie("tree"), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.string({ maxLength: 8 }), key), tie("tree"), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.array(tree, { maxLength: 3 }), fc.constantFrom("", " "), (value, indent) => {
      const json = rawJson(value, indent);
      expect(() => JSON.parse(scrub(json))).not.toThrow();
    }),
    RUNS,
  );
});

test.each([
  [
    "a secret in a string between two cookies",
    '{"cookies":{"msg":"[password] => token=\'","Authorization":"q7Lm2Xz9Rt4Kp0 "}}',
  ],
  ["a secret in a string of a list of them", '{"token":["(\'token\', \'q7Lm2Xz9Rt4Kp0Vd8Ns3","q7Lm2Xz9Rt4Kp0Vd8Nt4"]}'],
  ["a number in a list of secrets", '{"password":[4111111111111111,"q7Lm2Xz9Rt4Kp0"]}'],
  ["numbers alone in such a list", '{"Authorization":[1771234567.25,"q7Lm2Xz9Rt4Kp0Vd8Ns3"]}'],
  [
    "a card after an escaped line end",
    String.raw`{"m":"ghp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAA4XArAAAA'\n4111111111111111"}`,
  ],
  ["a placeholder at the end of a line in a string", String.raw`["api_key: qAAAAAAAA10'\ncurl -u \"ada:"]`],
  ["a value where a name may be", "pulumi config set --secret localhost:5432:red:ada:a/b7Qx9z U"],
  [
    "an assignment behind a type",
    "val password: Option[String] = Some('tavernlava')os.environ['TOKEN']='tavernlavalink'",
  ],
  [
    "a name before a quoted value, below a line that ends in a colon",
    '{:"\\"bcp x -U ada -P 1234567890123456consul kv put -cas bot/db_passwd \'oken\\\\n\'"',
  ],
  ["a placeholder before the accessors of a property", 'Password: 2ord {get;set;} = "7'],
  [
    "a secret that ends in a word of parsers",
    "redis-cli --pass tavernlavalinkUnexpected token: identifier${password:}",
  ],
  ["a placeholder before a name in quotes", '\'token = "type = hidden ? "password" : "text"'],
  ["a placeholder where a type may be", "X-Api-Key: 2001:db8:1::1:1 = 'hunter2x'"],
])("one scrubbing of it is enough: %s", (_, text) => {
  const once = scrub(text);
  expect(once).not.toBe(text);
  expect(scrub(once)).toBe(once);
});

test("JSON whose strings hold code, headers, escapes and secrets keeps its structure, in pieces as well", () => {
  fc.assert(
    fc.property(jsonTexts, sizesOf, (documents, sizes) => {
      const text = documents.join("\n");
      const once = scrub(text);
      const scrubbed = documents.length === 1 ? [once] : once.split("\n");
      expect(scrubbed).toHaveLength(documents.length);
      for (const [i, document] of documents.entries())
        expect(differenceIn(JSON.parse(document), JSON.parse(scrubbed[i]!))).toBeUndefined();
      expect(scrub(once)).toBe(once);
      expectSameInPieces(Buffer.from(text), sizes);
    }),
    { ...RUNS, numRuns: 1_500 },
  );
});

/** JSON in which bigints are plain numbers, which `JSON.stringify` cannot write. */
function rawJson(value: unknown, gap: string): string {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map((part) => rawJson(part, gap)).join(`,${gap}`)}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, part]) => `${JSON.stringify(key)}:${gap}${rawJson(part, gap)}`)
    .join(`,${gap}`)}}`;
}
