import { expect, test } from "vitest";
import { createScrubber } from "../../src/scrub/scrub.ts";

const scrubber = createScrubber();
const LONG = "q7Lm2Xz9Rt4Kp0Vd".repeat(60);

test.each([
  ['["password"]=>\n string(960) "', '"\n'],
  ['token = \n  "', '"\n'],
  ["api_key: |\n  ", "\nport: 1\n"],
  ["passwords:\n  - ", "\n  - Kq7vZm2xPd1\n"],
  ["<password>", "</password>\n"],
  ["<password>\n", "\n</password>\n"],
  ["- name: DB_PASSWORD\n  value: ", "\n"],
  ['form-data; name="password"\n\n', "\n--x\n"],
  ['form-data; name="password"\\r\\n\\r\\n', "\\r\\n--x\n"],
  ["Enter password:\n", "\n"],
])("a long value is removed whole, not only its beginning: %j", (before, after) => {
  for (const value of [LONG, LONG.replaceAll("q7", "é")]) {
    const text = before + value + after;
    const scrubbed = scrubber.text(text).text;
    expect(scrubbed).not.toMatch(/Lm2X|Kp0V/);
    expect(Buffer.from(scrubber.bytes(Buffer.from(text)).bytes).toString()).toBe(scrubbed);
    const stream = scrubber.stream();
    const pieces = text.match(/[\s\S]{1,100}/g)!.map((piece) => Buffer.from(stream.push(Buffer.from(piece))));
    expect(Buffer.concat([...pieces, stream.end()]).toString()).toBe(scrubbed);
  }
});
