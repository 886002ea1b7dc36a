import { expect, test } from "vitest";
import { VextelError } from "../../src/errors.ts";
import { assertClean } from "../../src/seal/second-look.ts";

const id = "133049272517001217";
const token = `${Buffer.from(id).toString("base64url")}.Gx4mPl.o0nce-Upon-a-time-there-was-a-bot-007x`;
const look = (text: string, literals = {}) => assertClean(Buffer.from(text), literals);

test.each([
  ["bot-token", `{"a":"${token}"}`],
  ["bot-token", `mfa.${"oNce_uPon-a7".repeat(6)}`],
  ["webhook", `https://discord.com/api/webhooks/${id}/o0nce_Upon-a-time-there-was-a-webhook`],
  ["webhook", `https:\\/\\/discord.com\\/api\\/webhooks\\/${id}\\/o0nce_Upon-a-time-there-was`],
  ["interaction-token", `/callback/aW50ZXJhY3Rpb246MTMzMDQ5MjcyNTE3`],
  ["invite", "see discord.gg/once-upon"],
  ["private-key", `-----BEGIN PRIVATE KEY-----\\n${"b25j".repeat(12)}`],
])("%s in the final bytes stops the sealing, and is named without its text", (rule, text) => {
  let error: unknown;
  try {
    look(text);
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(VextelError);
  expect((error as VextelError).code).toBe("NOT_CLEAN");
  expect((error as VextelError).message).toContain(`"${rule}"`);
  expect((error as VextelError).message).not.toContain(text.slice(0, 20));
});

test("a known literal stops the sealing, also in escapes", () => {
  const literals = { secrets: ['once"upon\\a time'] };
  expect(() => look('x once"upon\\a time x', literals)).toThrow(VextelError);
  expect(() => look(JSON.stringify({ a: 'once"upon\\a time' }), literals)).toThrow(VextelError);
  expect(() => look("once%22upon%5Ca%20time", literals)).toThrow(VextelError);
});

test("scrubbed text, and literals that are empty or short, are no reason to stop", () => {
  const text = '{"m":"BOT-TOKEN DISCORD-WEBHOOK DISCORD-INVITE-LINK SHORTENED-ID-8504 gateway.discord.gg/?v=10"}';
  expect(() => look(text, { tokens: ["", "m"], secrets: [" "] })).not.toThrow();
});
