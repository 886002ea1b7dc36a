import { expect, test, vi } from "vitest";
import { createScrubber } from "../../../src/scrub/scrub.ts";
import { Strings } from "../../../src/scrub/strings.ts";
import { randomFrom } from "../slow/texts.ts";

const formatKeys = new Set(["type", "timestamp", "level", "category", "message", "values", "breadcrumbs", "extra"]);
const random = randomFrom(7);
const upTo = (n: number) => Math.floor(random() * n);
const pick = <Item>(items: readonly Item[]): Item => items[upTo(items.length)]!;

const texts: readonly (() => unknown)[] = [
  () => `Loaded ${upTo(900)} packages of a bot in ${upTo(900)} ms, and then some more`,
  () => "short",
  () => "",
  () => `member ${10 ** 17 + upTo(1e9)} left`,
  () => `api_key=kq${upTo(1e9)}zvtmwxlpq was refused by the server of the bot`,
  () => `the server said kq${upTo(3)}zvtmwxlpq`,
  () => `password: "Tr0ub4dor&${upTo(3)}" in a line`,
  () => `again Tr0ub4dor&${upTo(3)}`,
  () => `/home/ada/red/lib/python3.11/site-packages/${upTo(9)}.py`,
  () => `a mail to ada${upTo(9)}@mail.example, and é beyond ASCII \ud83d\ude00`,
  () => "x".repeat(300 + upTo(9)),
  () => `\u200bd\u200bi\u200bs\u200bcord.gg/abc${upTo(99)}def`,
  () => new Date(Date.UTC(2026, 2, 5) + upTo(200_000) * (upTo(2) === 0 ? 1000 : 1)),
  () => new Date(pick([-1, 253_402_300_799_999, 253_402_300_800_000, Number.NaN])),
  () => pick([1, 1e15, -1e18, Number.NaN, 1.5]),
  () => pick([true, false, null, undefined]),
];
const usualNames = ["type", "timestamp", "level", "category", "message"];
const otherNames = ["message", "api_key", "ada@mail.example", "__proto__", "key"];

function row(): object {
  const names = upTo(8) === 0 ? otherNames : usualNames;
  const parts = names.filter(() => upTo(4) > 0).map((name) => [name, pick(texts)()] as const);
  return Object.fromEntries(upTo(60) === 0 ? [...parts, ["deep", [pick(texts)()]]] : parts);
}

test.each([{}, { secrets: ["kq1zvtmwxlpq"] }])("lists that never change are scrubbed as any others (%j)", (options) => {
  const scrubber = createScrubber({ ...options, formatKeys });
  const other = createScrubber({ ...options, formatKeys });
  let values: object[] = [];
  for (let round = 0; round < 400; round++) {
    const fresh = Array.from({ length: upTo(6) }, row);
    values = upTo(5) === 0 ? fresh : [...values.slice(upTo(4)), ...fresh].slice(-12);
    const list = [...values];
    const input = { message: pick(texts)(), breadcrumbs: { values: list }, extra: pick(texts)() };
    const known = scrubber.value(input, new Set([list]));
    expect(JSON.stringify(known.value)).toBe(JSON.stringify(other.value(input).value));
    expect(known).toEqual(other.value(input));
  }
});

test("a text is looked at once, together with the others of its list, also if something is found in it", () => {
  const look = vi.spyOn(Strings.prototype, "look");
  const list = [1, 2, 3].map((digit) => ({ message: `member 10000000000000000${digit} left at 192.0.2.${digit}` }));
  const { value } = createScrubber({ formatKeys }).value({ values: list }, new Set([list]));
  expect(JSON.stringify(value)).not.toContain("192.0.2");
  expect(look).not.toHaveBeenCalled();
  look.mockRestore();
});
