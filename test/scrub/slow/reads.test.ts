import { expect, test } from "vitest";
import { createScrubber } from "../../../src/scrub/scrub.ts";
import { createReadCounter } from "./reads.ts";
import { cook, Kitchen, plainRecipes, randomFrom } from "./texts.ts";

/**
 * The most reads of all rules together for each byte of any text. A typical log takes one, a dense one ten; a rule
 * that reads the same bytes again from each candidate takes hundreds or thousands. Reads are counted, not timed. For a
 * longer search, see `npm run slow`.
 */
const MOST_READS = 75;
const SIZE = 2_048;
const TEXTS = Number(process.env.VEXTEL_SLOW_TEXTS ?? 400);
const count = createReadCounter();
const scrubber = createScrubber();
const seed = Date.now() % 1_000_000;

/** Units that once made a rule read the same bytes again and again. */
const units = [
  ..."EAAA sk- cio xghp_ AIza LTAI AKIA SG.. ATTA -eyJ .eyJ key: key= auth: pat= jwt={ secret: token: key%3D".split(
    " ",
  ),
  ..."%3A%5C%5C a%3a%2f%2f f@f.fr, f%40f.fr, fe80::1. ::ffff:1.2.3.4 2001%3A e:: ::::: t-- Jwt, sid:::::".split(" "),
  ..."aW50ZXJhY3Rpb246/ aW50ZXJhY3Rpb246 xoxb-% glpat-API-SECRET- dp.st.AAAAAAA (:api_key, api_key:".split(" "),
  ..."mxoxd- jre_______ https://discord.gg/a? /webhooks/133049272517001217/a. 1.1.1.1- /home/a,".split(" "),
  ...[" -u a:", " -p xxxxxx", "mysql -p xxxxx1 ", "name: a_token\n", 'name="token" value=', "PWd=[[[[credentials:/"],
  ...["---- BEGIN PRIVATE KEY", " BEGIN PRIVATE KEY----", "a: ---- BEGIN PRIVATE KEY ----\\n", ",133049272517001217"],
  ...[
    '"",133049272517001217,',
    "pwd=\\",
    "pwd=*",
    "pwd='",
    'token=\\"',
    "_TOKEN ",
    "password ",
    "Bearer a",
    '=""',
    "::1",
    "psk:\n",
    "psk=\n",
    "name,secret\n",
  ],
  ...["'cookie',\n", "'cookie', `a=b; ", "WIFI:T:a;", "WIFI:", "A_TOKEN  ", "A_TOKEN\t", 'token="""\n', "1-2.sslip.io"],
  ...["keycookies=   ", "x_cookie=1; ", "'x_cookie': '1', ", "x_cookie=abcdef1; "],
  ...[
    "password,namepassword,namep\n",
    "jeton,a\n",
    "']=",
    "A  TOKEN\n",
    '"AUTH" ',
    "parameters: (",
    "es (",
    ":*:a",
    "/hooks/",
    "ZXlK+",
  ],
];

test.each(units)("the rules read a text of repeated %j at most a few times", (unit) => {
  expect(count(cook({ unit, head: "", line: 0 }, 2 * SIZE)).perByte).toBeLessThan(MOST_READS);
});

test.each([
  ['key=="', 40],
  ['ts = "', 20],
  ["{arl=", 28],
  ["/a/pwd=", 32],
  ["tokens:", 25],
  ["PWD=(", 60],
  ["%PWD=", 60],
  ["pwd:", 45],
  [":pw:pw=*", 60],
  ["\n> ", 20],
  ["====[]", 50],
  ["[PASS:=", 50],
  [";Pwd={", 40],
  ["===PWD====[]`", 70],
  ['\'value="…"', 30],
  [',value=\\"', 30],
  ["credentials:\n################", 30],
  ["cookies=", 22],
  ["  bindings: [],  ?", 25],
  [`value="&"`, 20],
])("what is before and after a sign is read once, whichever rule asks: %j", (unit, most) => {
  expect(count(cook({ unit, head: "", line: 0 }, 2 * SIZE)).perByte).toBeLessThan(most);
});

test.each([
  ["ret 0", 30],
  ["-a ", 15],
  ["8.8.8.8\n", 8],
  ["stdin;", 10],
  ['interaction "ping" ', 8],
  ["'permissions': 1, ", 12],
  ["discord.com/api/", 12],
  ["^/:*:a", 40],
  ['.username":"a', 25],
  ['"name:', 20],
  ["| or ", 20],
  ["=']", 35],
  ["bindings: [ 'a' ], sql: 'select ", 15],
])("the last letters rule out most names and commands, before the text around them is read: %j", (unit, most) => {
  expect(count(cook({ unit, head: "", line: 0 }, 2 * SIZE)).perByte).toBeLessThan(most);
});

test("a long value without digits or signs is not read where its form is not certain", () => {
  const recipe = { unit: "pw:pw:pw:pwd:pw:", head: '"', line: 80 };
  expect(count(cook(recipe, 2 * SIZE)).perByte).toBeLessThan(65);
});

test("a line is read as JSON once, whether its places are asked about forwards or backwards", () => {
  const unit = `====[]\`===PWD=='[]===[]"===PWD:====[]\`====PWD`;
  expect(count(cook({ unit, head: "https://a:", line: 0 }, 2 * SIZE)).perByte).toBeLessThan(MOST_READS + 5);
});

test("a chain of addresses is found in one pass", () => {
  const chain = Buffer.from(`x ${"2001:".repeat(400)}2001`);
  expect(scrubber.bytes(chain).findings).toHaveLength(50);
});

test(`the rules read texts composed of their own words at most a few times (seed ${seed})`, () => {
  const random = randomFrom(seed);
  const kitchen = new Kitchen(random);
  const plain = [...plainRecipes()];
  for (let i = 0; i < TEXTS; i++) {
    const recipe = random() < 0.5 ? plain[Math.floor(random() * plain.length)]! : kitchen.invent();
    const { perByte, worst } = count(cook(recipe, SIZE), 2 * MOST_READS);
    if (perByte > MOST_READS)
      expect.fail(`${worst} reads ${perByte.toFixed(0)} for each byte: ${JSON.stringify(recipe)}`);
  }
});
