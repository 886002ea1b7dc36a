import { isIPv6 } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isIpv6 } from "../../../src/scrub/rules/addresses/ip-address.ts";

const group = fc.oneof(
  fc.constantFrom("", "0", "ffff", "2001", "db8", "12345", "g"),
  fc.stringMatching(/^[0-9a-fA-F]{1,4}$/),
);
const number = fc.oneof(fc.constantFrom("0", "00", "01", "255", "256", "9", "1000", ""), fc.nat(260).map(String));
const ipv4 = fc.array(number, { minLength: 3, maxLength: 5 }).map((numbers) => numbers.join("."));
const nearly = fc
  .tuple(fc.array(group, { maxLength: 9 }), fc.option(ipv4), fc.constantFrom("", ":", "::"))
  .map(([groups, last, end]) => [...groups, ...(last === null ? [] : [last])].join(":") + end);

test("the same texts are IPv6 addresses for the scrubber and for Node", () => {
  const seen = { yes: 0, no: 0 };
  fc.assert(
    fc.property(fc.oneof(nearly, fc.ipV6(), fc.stringMatching(/^[0-9a-f:.]{0,20}$/), fc.string()), (text) => {
      seen[isIPv6(text) ? "yes" : "no"]++;
      expect(isIpv6(text)).toBe(isIPv6(text) && !text.includes("%"));
    }),
    { numRuns: 30_000 },
  );
  expect(Math.min(seen.yes, seen.no)).toBeGreaterThan(3_000);
});
