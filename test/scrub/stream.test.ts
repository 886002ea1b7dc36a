import { expect, test } from "vitest";
import type { Finding } from "../../src/scrub/finding.ts";
import { createScrubber } from "../../src/scrub/scrub.ts";
import { scrubInPieces } from "./inputs/pieces.ts";

const scrubber = createScrubber();
const keyBody = "b25jZSB1cG9uIGEgdGltZSB0aGVyZSB3YXMgYSBrZXkgdGhhdCBvcGVuZWQgbm8g";

function pushed(...chunks: (string | Uint8Array)[]): string[] {
  const stream = scrubber.stream();
  const out = chunks.map((chunk) => Buffer.from(stream.push(Buffer.from(chunk))).toString("latin1"));
  return [...out, Buffer.from(stream.end()).toString("latin1")];
}

test("a complete line is written at once, an incomplete one is held back", () => {
  expect(pushed("from 198.51.100.7\nand 198.51", ".100.8\n")).toEqual(["from IP_V4\n", "and IP_V4\n", ""]);
});

test("lines are held back only while a key of several lines is incomplete", () => {
  const out = pushed("a\n-----BEGIN PRIVATE KEY-----\n", `${keyBody}\n`, "-----END PRIVATE KEY-----\nb\n", "c\n");
  expect(out).toEqual(["a\n", "", "PRIVATE-KEY\nb\n", "c\n", ""]);
});

test("a secret longer than what is held back is removed as well", () => {
  const value = "0nceUponATime".repeat(20_000);
  const out = pushed(...`password='${value}' end\n`.match(/[\s\S]{1,5000}/g)!);
  expect(out.join("")).toBe("password='API-SECRET' end\n");
});

test("a line without end is passed on in pieces, with at most 128 kB held back", () => {
  const stream = scrubber.stream();
  const chunk = Buffer.from("id 133049272517001217 a@b.example ".repeat(2_000));
  let most = 0;
  let inside = 0;
  for (let i = 0; i < 40; i++) {
    inside += chunk.length;
    const text = Buffer.from(stream.push(chunk)).toString();
    inside -= text
      .replaceAll(/SHORTENED-ID-\d{4}/g, "133049272517001217")
      .replaceAll("EMAIL-ADDRESS", "a@b.example").length;
    most = Math.max(most, inside);
  }
  expect(most).toBeLessThanOrEqual(128 * 1024);
});

test("bytes that are not UTF-8, NUL and CRLF pass unchanged", () => {
  const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x0d, 0x0a, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0x0d, 0x0a, 0xe2]);
  expect(pushed(bytes.subarray(0, 4), bytes.subarray(4)).join("")).toBe(bytes.toString("latin1"));
});

test("findings contain the rule, byte offset and line, but not the text", () => {
  const findings: Finding[] = [];
  const stream = scrubber.stream((finding) => findings.push(finding));
  stream.push(Buffer.from("é 198.51.100.7\nx\n"));
  stream.push(Buffer.from("y <@133049272517001217>"));
  stream.end();
  expect(findings).toEqual([
    { rule: "ipv4", placeholder: "IP_V4", offset: 3, length: 12, line: 1 },
    { rule: "snowflake", placeholder: "SHORTENED-ID-8504", offset: 22, length: 18, line: 3 },
  ]);
});

test.each([
  ["User {\n  id: '133049272517001217',\n  bot: false,\n  username: 'ada',\n  globalName: 'Ada'\n}\n", "DISCORD-NAME"],
  ["    login(password)\n    │     └ 'tavernlavalink'\n    └ <function login at 0x7f0a>\n", "API-SECRET"],
  ['variable "bot_token" {\n  default = "tavernlavalink"\n}\n', "API-SECRET"],
])("earlier lines are known to rules in pieces as well: %j", (text, expected) => {
  const whole = createScrubber().text(text).text;
  expect(whole).toContain(expected);
  const stream = createScrubber().stream();
  const lines = text.split(/(?<=\n)/).map((line) => Buffer.from(stream.push(Buffer.from(line))).toString("utf8"));
  expect(lines.join("") + Buffer.from(stream.end()).toString("utf8")).toBe(whole);
});

test("a secret that seems to continue in the first line of a key is removed in a stream, too", () => {
  const url = `https://ptb.discord.com/api/webhooks/11240000000000000/${"q7Lm2Xz9Rt4Kp0Vd".repeat(4)}`;
  const line = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7fNXAAAAAAAAA";
  for (const dashes of ["-----", "\\x2d----"]) {
    const input = `${url}\r\n ${dashes}BEGIN PRIVATE KEY-----\n${line}\n${line}\n-----END PRIVATE KEY-----\n`;
    const stream = createScrubber().stream();
    const out = Buffer.concat([Buffer.from(stream.push(Buffer.from(input))), stream.end()]).toString();
    expect(out).toBe(createScrubber().text(input).text);
    expect(out).not.toContain("q7Lm2Xz9");
  }
});

const HEADER = "-----BEGIN PRIVATE KEY-----";
const LINE = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7fNXAAAAAAAAA";

test.each([
  ["a key that was cut off, after a line end of another kind", `${HEADER}\v\n${LINE}`],
  [
    "a key after the first of two lines that are read as one, before a line that may continue",
    `a\\\n  pi_key: qAAAAAAAA10${HEADER}\n${LINE}\\\n${HEADER}\n${HEADER}\n`,
  ],
])("byte by byte, a stream removes what it removes from the whole: %s", (_, text) => {
  const whole = scrubber.text(text).text;
  expect(whole).not.toContain(LINE);
  expect(pushed(...text).join("")).toBe(whole);
});

test("what follows the line of an open string does not decide about it, since a stream may not know it yet", () => {
  const text = '["password"]=>\n string(9) "api_key\n: x\n';
  const expected = '["password"]=>\n string(9) "API-SECRET\n: x\n';
  expect(scrubber.text(text).text).toBe(expected);
  for (const cut of Array(text.length).keys())
    expect(pushed(text.slice(0, cut), text.slice(cut)).join("")).toBe(expected);
});

test.each([
  ["password=tavern\xe9\n-----BEGIN PRIVATE KEY-----\n", "password=API-SECRET\n-----BEGIN PRIVATE KEY-----\n"],
  ["password=tav\xe4rn2x\npassword=tav\xf6rn9q\n", "password=API-SECRET\npassword=API-SECRET\n"],
  ["/home/j\xf6rg/bot.py /home/b\xe4rbel/bot.py\n", "/home/USERNAME/bot.py /home/USERNAME/bot.py\n"],
])(
  "letters in another encoding than UTF-8 belong to a secret, and the bytes after them are read: %j",
  (text, expected) => {
    const bytes = Buffer.from(text, "latin1");
    expect(pushed(...Array.from(bytes, (byte) => Uint8Array.of(byte))).join("")).toBe(expected);
    expect(Buffer.from(scrubber.bytes(bytes).bytes).toString("latin1")).toBe(expected);
  },
);

test("a value longer than what is held back is removed whole, wherever its characters are cut", () => {
  for (const before of ["", "x", "xx"])
    for (const letter of ["é", "中"]) {
      const text = `password=${before}${letter.repeat(9_000)}tavernlavalink\n`;
      expect(scrubber.text(text).text).toBe("password=API-SECRET\n");
    }
});

test.each([
  'token = "Bearer " +\n"Zq9$kd#2lP"\n',
  '{"m":"{\\"secrets\\":[\\"tavernlavalink\\",\n\\"x8Kq2vLm9Pz\\"]}"}\n',
])("a value on the line below is waited for: %j", (text) => {
  const whole = scrubber.text(text).text;
  expect(whole).toMatch(/API-SECRET"?\\?"/);
  for (const size of [1, 7, 13]) expect(scrubInPieces(scrubber, Buffer.from(text), [size]).toString()).toBe(whole);
});

test("a list of cookies ends with its line where a quote is not closed, in pieces as well", () => {
  for (const text of [
    "cookies = {'a': 'tavernlavalink\n'b': 'q7Lm2Xz9Rt4K'}",
    "Cookie: sid=tavernlavalink; a='dark\nb=x7Lm2Xz9'",
  ])
    for (const size of [1, 3, 7])
      expect(scrubInPieces(scrubber, Buffer.from(text), [size]).toString()).toBe(scrubber.text(text).text);
});
