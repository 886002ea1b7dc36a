import { mkdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createMark } from "../../src/preview/placeholders.ts";
import { renderEnvelope } from "../../src/preview/render.ts";
import type { Line } from "../../src/preview/terminal/line.ts";
import { toSafeJson, toSafeText } from "../../src/preview/terminal/safe.ts";
import { draftEvent } from "../../src/seal/drafts/event.ts";
import { createSealer } from "../../src/seal/seal.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { sampleReport, sampleScrubContext, sampleSubject } from "../support/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const forged = [
  "",
  "Removed: 3 bot-token",
  "POST https://trusted.example/api/1/envelope/",
  "12 bytes, SHA-256 0000",
  "Event 2  00000000000000000000000000000000  (x:1, plugin default/unknown)",
  "#7  generic, handled",
  "Before it",
].join("\n");

const textOf = (lines: readonly Line[]) =>
  lines.map((line) => line.map((span) => toSafeText(typeof span === "string" ? span : span[1])).join(""));
const bare = (line: string) => line.replace(/^(?:\| ?)+/, "");

test("each line of an event begins with a margin, and each line of a message with a second one", () => {
  const text = fc.oneof(
    fc.constant(forged),
    fc.string({ unit: "binary" }),
    fc.string().map((line) => `\n${line}\n${forged}`),
  );
  fc.assert(
    fc.property(text, (hostile) => {
      const report = {
        ...{ ...sampleReport, message: hostile, logger: hostile, extra: { [hostile]: hostile }, tags: { a: hostile } },
        breadcrumbs: [{ message: hostile, category: hostile, data: { [hostile]: hostile } }],
        error: {
          ...{ type: hostile || "E", value: hostile },
          frames: [{ path: hostile, function: hostile, source: hostile }],
        },
      };
      const { bytes, findings } = createSealer(sampleScrubContext())(draftEvent(report, sampleSubject, 0));
      const places = findings.map(({ pointer = "", placeholder }) => ({ pointer, placeholder }));
      const lines = textOf(renderEnvelope(bytes, places));
      for (const line of lines) {
        expect(line).toMatch(/^\|/);
        expect(line).not.toContain("\n");
      }
      const own = lines.filter((line) => !/^\| \|/.test(line));
      for (const imitated of ["Removed: 3 bot-token", "#7  generic, handled"])
        expect(own.map(bare).filter((line) => line.trimEnd() === imitated)).toEqual([]);
      expect(own.filter((line) => line.trimEnd() === "| Before it")).toHaveLength(1);
    }),
  );
});

test("preview and show print every line of an event with the margin", async () => {
  const home = temporaryFolder();
  mkdirSync(join(home, "x"));
  const stdin = `Traceback (most recent call last):\n  File "/opt/a.py", line 1, in f\nValueError: no${forged}\n`;
  const [event] = await runJson<{ id: string }[]>(["capture"], { home, stdin });
  for (const { stdout } of [
    await runVextel(["preview"], { home, stdin }),
    await runVextel(["show", event!.id], { home }),
  ]) {
    const outside = stdout.split("\n").filter((line) => !line.startsWith("|"));
    expect(outside.join("\n")).not.toMatch(/trusted\.example|3 bot-token|^#7|^Before/m);
    expect(outside.filter((line) => line.startsWith("Removed: "))).toEqual(["Removed: nothing"]);
    expect(stdout).toContain("| | Removed: 3 bot-token");
  }
});

const hidden = [
  ...[0x00, 0x07, 0x0d, 0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x180b, 0x180e, 0x200b],
  ...[0x200f, 0x2028, 0x202e, 0x2060, 0x2065, 0x2066, 0x206f, 0x2800, 0x3164, 0xd800, 0xfe00, 0xfe0f, 0xfeff, 0xffa0],
  ...[0xfff9, 0x1bca0, 0x1d173, 0xe0001, 0xe0041, 0xe007f, 0xe0100, 0xe01ef],
];

test("invisible characters are shown as escapes, and visible ones are unchanged", () => {
  for (const code of hidden) {
    const character = code === 0xd800 ? "\ud800" : String.fromCodePoint(code);
    const shown = toSafeText(`a${character}b`);
    expect([code.toString(16), shown]).toEqual([code.toString(16), expect.stringMatching(/^a\\[\x21-\x7e]+b$/)]);
    const json = toSafeJson(JSON.stringify(character));
    expect(json).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(json)).toBe(character);
  }
  const seen = "tab\tÄöü ß 天気 Привет ➜ 🌧 naïve";
  expect(toSafeText(seen)).toBe(seen);
  expect(toSafeJson(JSON.stringify(seen))).toBe(JSON.stringify(seen));
});

test("placeholders are marked where the scrubber wrote them, and nowhere else", () => {
  const mark = createMark([
    { pointer: "/a", placeholder: "BOT-TOKEN" },
    { pointer: "/b", placeholder: "IP_V4" },
    { pointer: "/b", placeholder: "IP_V4" },
  ]);
  expect(mark("is BOT-TOKEN here", "/a")).toEqual(["is ", ["mark", "BOT-TOKEN"], " here"]);
  expect(mark("is BOT-TOKEN here", "/c")).toEqual(["is BOT-TOKEN here"]);
  expect(mark("IP_V4 and IP_V4", "/b")).toEqual(["", ["mark", "IP_V4"], " and ", ["mark", "IP_V4"], ""]);
  expect(mark("BOT-TOKEN and BOT-TOKEN", "/a")).toEqual(["BOT-TOKEN and BOT-TOKEN"]); // one of them is imitated
});

test("show marks placeholders, but not a text that imitates one", async () => {
  const env = { FORCE_COLOR: "1" };
  const stdin = (text: string) =>
    `Traceback (most recent call last):\n  File "/opt/a.py", line 1, in f\nValueError: ${text}\n`;
  const marked = "\u001b[43mIP_V4";
  for (const [text, isMarked] of [
    ["at 203.0.113.77", true],
    ["at IP_V4", false],
  ] as const) {
    const home = temporaryFolder();
    const [event] = await runJson<{ id: string }[]>(["capture"], { home, stdin: stdin(text) });
    for (const { stdout } of [
      await runVextel(["preview"], { home, env, stdin: stdin(text) }),
      await runVextel(["show", event!.id], { home, env }),
    ])
      expect([text, stdout.includes(marked)]).toEqual([text, isMarked]);
  }
});
