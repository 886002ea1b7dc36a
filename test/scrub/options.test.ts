import { expect, test } from "vitest";
import { rules } from "../../src/scrub/rules/index.ts";
import { createScrubber } from "../../src/scrub/scrub.ts";

const id = "133049272517001217";

test("rules can be switched off and on by name, and an unknown name is refused", () => {
  expect(createScrubber({ off: ["ipv4"] }).text(`198.51.100.7 ${id}`).text).toBe("198.51.100.7 SHORTENED-ID-8504");
  expect(
    createScrubber({ on: ["mac", "uuid"] }).text("02:42:ac:11:00:02 8c7f4d1e-5a51-4f0e-9f10-1f6a2b3c4d5e").text,
  ).toBe("MAC-ADDRESS UUID-VALUE");
  expect(() => createScrubber({ off: ["ipv5"] })).toThrow(RangeError);
});

test("keyed ids keep their shape, differ by key, and need one", () => {
  const keyed = (key: string) => createScrubber({ ids: "keyed", idKey: Buffer.from(key.repeat(16)) }).text(id).text;
  expect(keyed("a")).toMatch(/^SHORTENED-ID-\d{4}$/);
  expect(keyed("a")).toBe(keyed("a"));
  expect(keyed("a")).not.toBe(keyed("b"));
  expect(() => createScrubber({ ids: "keyed" })).toThrow(RangeError);
});

test("`any` replaces every number of 17 to 20 digits", () => {
  expect(createScrubber({ ids: "any" }).text("18446744073709551615").text).toMatch(/^SHORTENED-ID-\d{4}$/);
});

test("the ids of Discord's years are known, whatever the clock says, and later ones as time goes by", () => {
  const day = 86_400_000;
  const idOf = (ms: number) => `${(BigInt(ms) - 1_420_070_400_000n) << 22n}`;
  const build = Date.UTC(2026, 10, 21);
  let nowMs = 0; // as on a computer whose clock lost its battery
  const scrubber = createScrubber({ nowMs: () => nowMs });
  const isKnown = (ms: number) => scrubber.text(`<@${idOf(ms)}>`).text.startsWith("<@SHORTENED-ID-");
  expect([isKnown(build - 400 * day), isKnown(build + 29 * day), isKnown(build + 31 * day)]).toEqual([
    true,
    true,
    false,
  ]);
  const stream = scrubber.stream();
  const first = stream.push(Buffer.from("a line\n")).slice();
  nowMs = build + 500 * day;
  const second = stream.push(Buffer.from(`<@${idOf(nowMs)}>\n`)).slice();
  expect(Buffer.concat([first, second, stream.end()]).toString()).toMatch(/^a line\n<@SHORTENED-ID-\d{4}>\n$/);
  expect([isKnown(nowMs + 29 * day), isKnown(nowMs + 31 * day)]).toEqual([true, false]);
});

test("literals are removed in every common encoding", () => {
  const token = 'my"own\\secret/token é';
  const { text } = createScrubber({ literals: { tokens: [token] } });
  const json = JSON.stringify(token).slice(1, -1);
  for (const form of [token, json, JSON.stringify(json).slice(1, -1), encodeURIComponent(token)])
    expect(text(`x${form}x`).text).toBe("xBOT-TOKENx");
  expect(createScrubber({ literals: { secrets: ["0nceUponATime"] } }).text("a0nceUponATimeb").text).toBe(
    "aAPI-SECRETb",
  );
});

test("an empty, short or common literal removes nothing", () => {
  const scrubber = createScrubber({
    literals: { tokens: ["", "short"], secrets: ["   "], home: "/", user: "red", host: "" },
  });
  expect(scrubber.text("short red redbot.core /home / reduced").text).toBe("short red redbot.core /home / reduced");
});

test("home, user and host of this machine are removed as whole words", () => {
  const { text } = createScrubber({ literals: { home: "/srv/people/ada", user: "ada", host: "babbage" } });
  expect(text("/srv/people/ada/x ada@babbage: adage cada babbages").text).toBe(
    "/srv/people/USERNAME/x USERNAME@HOSTNAME: adage cada babbages",
  );
});

test("the data dictionary names every rule once, the highest priority first", () => {
  const names = rules.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(rules.map(({ priority }) => priority)).toEqual(rules.map(({ priority }) => priority).sort((a, b) => b - a));
});
