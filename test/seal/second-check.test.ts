import { expect, test } from "vitest";
import { lookAgain, lookAgainAtJson, WITHHELD, withhold } from "../../src/seal/second-check.ts";

const id = "133049272517001217";
const token = `${Buffer.from(id).toString("base64url")}.Gx4mPl.o0nce-Upon-a-time-there-was-a-bot-007x`;
const literals = { secrets: ['once"upon\\a time', "straße-nach-Süden", "breadcrumbs", "USERNAME"] };

const cases: [string, string][] = [
  ["bot-token", `{"a":"${token}"}`],
  ["bot-token", `mfa.${"oNce_uPon-a7".repeat(6)}`],
  ["webhook", `https://discord.com/api/webhooks/${id}/o0nce_Upon-a-time-there-was-a-webhook`],
  ["webhook", `https:\\/\\/discord.com\\/api\\/webhooks\\/${id}\\/o0nce_Upon-a-time-there-was`],
  ["interaction-token", `/callback/aW50ZXJhY3Rpb246MTMzMDQ5MjcyNTE3`],
  ["invite", "see discord.gg/once-upon"],
  ["private-key", `-----BEGIN PRIVATE KEY-----\\n${"b25j".repeat(12)}`],
];

test.each(cases)("%s is recognised, and removed wherever it appears", (rule, text) => {
  expect(lookAgain(text, {})).toBe(rule);
  const { value, findings } = withhold({ extra: { [text]: [`before ${text} after`] } }, {});
  expect(lookAgainAtJson(JSON.stringify(value), {})).toBeUndefined();
  expect(JSON.stringify(value)).toContain(WITHHELD);
  expect(findings.map(({ rule: name, placeholder }) => [name, placeholder])).toEqual(
    Array(2).fill(["second-check", WITHHELD]),
  );
});

test.each([
  'x once"upon\\a time x',
  JSON.stringify({ a: 'once"upon\\a time' }),
  "once%22upon%5Ca%20time",
  "straße-nach-Süden",
  "stra\\u00dfe-nach-S\\u00fcden",
])("a known literal is removed in every common encoding: %s", (text) => {
  const { value } = withhold([text, { [text]: 1 }], literals);
  expect(JSON.stringify(value)).not.toMatch(/upon|nach/);
  expect(JSON.stringify(value)).toContain(WITHHELD);
});

test("a number that is a known literal is removed", () => {
  expect(withhold({ extra: { pin: 8123456701 } }, { secrets: ["8123456701"] }).value).toEqual({
    extra: { pin: WITHHELD },
  });
});

test("a secret that is a word of the format or of the scrubber does not damage the format", () => {
  const json = '{"breadcrumbs":{"values":[{"message":"USERNAME"}]}}';
  expect(lookAgainAtJson(json, literals)).toBeUndefined();
  const told = '{"breadcrumbs":{"values":[{"message":"my breadcrumbs"}]}}';
  expect(lookAgainAtJson(told, literals)).toBe("literal");
  expect(withhold(JSON.parse(told), literals).value).toEqual({
    breadcrumbs: { values: [{ message: `my ${WITHHELD}` }] },
  });
});

test("scrubbed text, and literals that are empty or short, cause no removal", () => {
  const text = '{"m":"BOT-TOKEN DISCORD-WEBHOOK DISCORD-INVITE-LINK SHORTENED-ID-8504 gateway.discord.gg/?v=10"}';
  expect(lookAgainAtJson(text, { tokens: ["", "m"], secrets: [" "] })).toBeUndefined();
});
