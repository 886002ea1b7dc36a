import fc from "fast-check";
import { expect, test } from "vitest";
import { holdsBlock } from "../../../src/scrub/fold/blocks.ts";
import { createScrubber } from "../../../src/scrub/scrub.ts";
import { encoded } from "../inputs/encodings.ts";

const scrubber = createScrubber();
const scrub = (text: string): string => scrubber.text(text).text;
test("no secret survives two encodings in a row, in text and in a value", () => {
  fc.assert(
    fc.property(encoded, ({ core, written }) => {
      const text = `got ${written} there`;
      const left = scrub(text);
      expect(left).not.toBe(text);
      expect(left).not.toContain(core);
      expect(JSON.stringify(scrubber.value({ message: text }).value)).toBe(JSON.stringify({ message: left }));
    }),
    { numRuns: 2_000 },
  );
});

test("a wrapped secret is removed completely, even if it arrives in pieces", () => {
  const token = "MTMzMDQ5MjcyNTE3MDAxMjE3.Gx4mPl.o0nce-Upon-a-time-there-was-a-bot-007";
  const [first, rest] = [token.slice(0, 40), token.slice(40)];
  const wraps = [
    [`[10:11:12] ERROR    ${first}\n                    ${rest} left`, "[10:11:12] ERROR    BOT-TOKEN left"],
    [`[10:11:12] ERROR    ${first} bot.py:12\n                    ${rest} left`, "[10:11:12] ERROR    BOT-TOKEN left"],
    [
      `[10:11:12] ERROR    it failed with      bot.py:12\n                    ${first}\n                    ${rest} left`,
      "[10:11:12] ERROR    it failed with      bot.py:12\n                    BOT-TOKEN left",
    ],
    [
      `[10:11:12] ERROR    {'password':       bot.py:12\n                    'tavernlavalink'} left`,
      "[10:11:12] ERROR    {'password':       bot.py:12\n                    'API-SECRET'} left",
    ],
    [`token ${first}\\\n${rest} left`, "token BOT-TOKEN left"],
    [`${"x".repeat(39)} ${first}\n${rest} left`, `${"x".repeat(39)} BOT-TOKEN left`],
    [`│ ${first} │\n│ ${rest} │`, "│ BOT-TOKEN │"],
    [
      `[10:11:12] ERROR    \x1b[35m${first}\x1b[0m\n\x1b[2;36m          \x1b[0m          \x1b[35m${rest}\x1b[0m left`,
      "[10:11:12] ERROR    \x1b[35mBOT-TOKEN\x1b[0m left",
    ],
    [
      `\x1b[31m│\x1b[0m \x1b[1m${first}\x1b[0m \x1b[31m│\x1b[0m\n\x1b[31m│\x1b[0m ${rest} \x1b[31m│\x1b[0m`,
      "\x1b[31m│\x1b[0m \x1b[1mBOT-TOKEN \x1b[31m│\x1b[0m",
    ],
    [`{"log": "ERROR    ${first}\\n                    ${rest} left"}`, '{"log": "ERROR    BOT-TOKEN left"}'],
    [`b'${"x".repeat(39)} ${first}\\n${rest} left'`, `b'${"x".repeat(39)} BOT-TOKEN left'`],
    ...["\\n", "\\u000a", "%0A", "%250A", "&#10;"].map(
      (end) =>
        [
          `first line${end}${"x".repeat(39)} ${first}${end}${rest} left`,
          `first line${end}${"x".repeat(39)} BOT-TOKEN left`,
        ] as const,
    ),
  ] as const;
  for (const [text, expected] of wraps) {
    expect(scrub(text)).toBe(expected);
    const stream = scrubber.stream();
    const out = [...Buffer.from(text)].map((byte) => Buffer.from(stream.push(Uint8Array.of(byte))));
    expect(Buffer.concat([...out, Buffer.from(stream.end())]).toString()).toBe(expected);
  }
});

test("colour codes with a visible ESC, and escaped blanks and quotes, do not hide secrets", () => {
  expect(scrub("got ghp_0nceUponATimeThere^[[1;35mWasATokenThat9One1 there")).toBe("got API-SECRET there");
  expect(scrub("at%2520198.51.100.77%2520now")).toBe("at%2520IP_V4%2520now");
  for (const quote of ["%2522", "&#x22;", "&apos;", "\\x27", "\\042"])
    expect(scrub(`${quote}api_key${quote}: ${quote}q7Lm2Xz9Rt4Kp0Vd8Ns3${quote}`)).not.toContain("Rt4Kp0");
});

test("a docstring is not the value of the type before it", () => {
  const text = 'class Token:\n    def copy(self, **changes: Any) -> Token:\n        """Return a shallow copy."""\n';
  expect(scrub(text)).toBe(text);
});

test("separate lines are not joined", () => {
  const text = `${"x".repeat(70)} token=\nNAME=value\n  prefix: "?"\n        indented words\n`;
  expect(scrub(text)).toBe(text);
});

test("a search for blocks in a line reads nothing after it", () => {
  const line = Buffer.from("no escapes here");
  const text = Buffer.concat([line, Buffer.from("\npassword:\\n  value\n")]);
  const { watched, places } = watch(text);
  expect(holdsBlock(watched, 0, line.length)).toBe(false);
  expect(Math.max(...places)).toBeLessThan(line.length);
});

test("a search for blocks reads each byte of a run of backslashes a few times", () => {
  for (const unit of ["\\", "token\\", "\\\\n", "token\\\\\\"]) {
    const { watched, places } = watch(Buffer.from(unit.repeat(1_000)));
    holdsBlock(watched, 0, watched.length);
    expect(places.length).toBeLessThan(8 * watched.length);
  }
});

/** The same bytes, and the places of those that are read. */
function watch(text: Uint8Array): { watched: Uint8Array; places: number[] } {
  const places: number[] = [];
  const watched = new Proxy(text, {
    get(target, key) {
      if (typeof key === "string" && /^[0-9]+$/.test(key)) places.push(Number(key));
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== "function") return member;
      return (...args: unknown[]) => {
        places.push(target.length);
        return member.apply(target, args);
      };
    },
  });
  return { watched, places };
}

test("the line of a frame in Python is not joined with its code, however wide it is", () => {
  const rest = "    0nceUponATimeThereWasATokenThat9One1\n";
  const frame = `  File "/opt/red/${"x".repeat(44)}", line 12, in ghp_\n`;
  const prose = `${"y".repeat(75)} ghp_\n`;
  expect([frame.length, prose.length]).toEqual([81, 81]);
  expect(scrub(frame + rest)).toBe(frame + rest);
  expect(scrub(prose + rest)).not.toContain("0nce");
});

test("a traceback is not the rest of a line before it that is as wide as a terminal", () => {
  const line = "2026-03-06 09:40:05 [INFO] red.core: ada said https://discord.gg/";
  const wide = line + "Xq7vT2mPa9Rw".padEnd(79 - line.length, "b4");
  const text = `${wide}\nTraceback (most recent call last):\n`;
  expect(wide.length).toBe(79);
  expect(scrub(text)).toMatch(/ DISCORD-INVITE-LINK\nTraceback \(most recent call last\):\n$/);
  const stream = scrubber.stream();
  const pieces = [...Buffer.from(text)].map((byte) => stream.push(Uint8Array.of(byte)));
  expect(Buffer.concat([...pieces, stream.end()]).toString()).toBe(scrub(text));
});
