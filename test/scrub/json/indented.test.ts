import fc from "fast-check";
import { expect, test } from "vitest";
import { createScrubber } from "../../../src/scrub/scrub.ts";

const { text } = createScrubber();

const name = fc.constantFrom("password", "token", "api_key", "name", "key", "errors", "cookie", "Authorization");
const quote = fc.constantFrom("", '"', "'", "`", '\\"', "\\'", "'''", "”");
const separator = fc.constantFrom("=", ": ", "=>", ", ", "==", '": "', "': '");
const value = fc.constantFrom(
  "hunter2!x",
  "tavern",
  "qX7vLm2Rt9Kp4Zd8Ws1NcB",
  "Bearer qX7vLm2Rt9Kp4Zd8Ws1NcB",
  "123456",
  "x\ny",
);
const behind = fc.constantFrom("", "\n", ",", "}", ")", "]", " ;");
const said = fc.tuple(name, quote, separator, quote, value, quote, behind).map((parts) => parts.join(""));
const content = fc.oneof(
  said,
  fc.tuple(said, said).map((both) => both.join(" ")),
  value,
  fc.integer(),
);
const tree = fc.dictionary(
  fc.oneof(name, said),
  fc.oneof(content, fc.array(content, { maxLength: 3 }), fc.dictionary(name, content, { maxKeys: 2 })),
  { minKeys: 1, maxKeys: 3 },
);

test("JSON stays valid, indented or not, whatever quotes are open in its strings", () => {
  const staysValid = fc.property(tree, fc.constantFrom(0, 2, "\t"), (json, indent) => {
    const scrubbed = text(JSON.stringify(json, null, indent)).text;
    expect(() => JSON.parse(scrubbed)).not.toThrow();
  });
  fc.assert(staysValid, { numRuns: 400 });
});

test("a string with an open quote ends where the string of JSON around it ends", () => {
  expect(text('{\n  "log": "token=`hunter2!x",\n  "id": 5\n}').text).toBe(
    '{\n  "log": "token=`API-SECRET",\n  "id": 5\n}',
  );
  expect(text('{\n  "log": [\n    "auth: \'Bearer qX7vLm2Rt9Kp4Zd8Ws1NcB"\n  ]\n}').text).toBe(
    '{\n  "log": [\n    "auth: \'Bearer API-SECRET"\n  ]\n}',
  );
});

test("a number among cookies becomes a string, and a quote in one does not end it", () => {
  expect(text('{"cookie":{"text":"e","uid":195876}}').text).toBe('{"cookie":{"text":"e","uid":"API-SECRET"}}');
  expect(text('{"cookies":{"sid":"a\\"qX7vLm2Rt9Kp","b":1}}').text).toBe('{"cookies":{"sid":"API-SECRET","b":1}}');
});

test("each string of a list of secrets is removed that may hold one", () => {
  expect(text('tokens: ["ada", "Bearer qX7vLm2Rt9Kp4Zd8token\'", "qX7vLm2Rt9Kp4Zd8Ws1NcB"]').text).toBe(
    'tokens: ["ada", "API-SECRET", "API-SECRET"]',
  );
});
