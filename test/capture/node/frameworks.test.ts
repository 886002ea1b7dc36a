import { expect, test } from "vitest";
import { createCapture } from "../../../src/capture/capture.ts";

/** The versions that are known at the end of a log. */
function versionsIn(lines: readonly string[], known: Record<string, string> = {}): Record<string, string> {
  const hosts = Object.entries(known).map(([name, version]) => ({ name, version }));
  const capture = createCapture({ hosts });
  capture.push(Buffer.from(`${lines.join("\n")}\n`));
  capture.flush();
  return Object.fromEntries(capture.hosts.map(({ name, version = "" }) => [name, version]));
}

const line = (logger: string, message: string) => `[2031-05-06 07:08:09] [INFO] ${logger}: ${message}`;
const quiet = (count: number) => Array.from({ length: count }, () => line("red.moth.lamps", "a lamp was lit"));
const start = line("red.main", "Red version: 3.5.18");
const box = ["╭── Barkeep ─────────────╮ ╭──────────╮", "│  Red version  │ 3.5.19 │ │ Shards 1 │"];

const written = {
  "in another's message": [line("red.moth.chat", "mirela: Red version: 9.9.9")],
  "as another's message": [line("red.moth.chat", "Red version: 9.9.9")],
  "below another's message": [line("red.moth.chat", "look:"), "Red version: 9.9.9"],
  "below another's message, in a box": [line("red.moth.chat", "look:"), "│ Red version │ 9.9.9 │"],
  "in the name of a command that failed": [line("red", "Exception in command 'Red version: 9.9.9'")],
  "where no logger is named": ["[2031-05-06 07:08:09] [INFO] Red version: 9.9.9"],
  "on a separate line": ["Red version: 9.9.9"],
};

test.each(Object.entries(written))("a chat message about a version, %s, changes no tag", (_, lines) => {
  for (const more of [[], quiet(300)]) expect(versionsIn([start, ...more, ...lines])).toEqual({ red: "3.5.18" });
  expect(versionsIn(lines, { red: "3.5.18" }), "in a text that goes on").toEqual({ red: "3.5.18" });
  expect(versionsIn([...quiet(300), ...lines]), "where it is unknown").toEqual({});
});

test("the logger of another program does not affect versions, not even at the beginning", () => {
  expect(versionsIn(written["as another's message"])).toEqual({});
  expect(versionsIn(written["below another's message"])).toEqual({});
});

test.each([
  ["a framework's logger", [start], { red: "3.5.18" }],
  [
    "several in one line",
    [line("red", "Red version: 3.5.5 | Discord.py version: 2.3.2")],
    { red: "3.5.5", "discord.py": "2.3.2" },
  ],
  [
    "JSON",
    ['{"time":"2031-05-06T07:08:09Z","level":"info","logger":"red.main","msg":"Red version: 3.5.7"}'],
    { red: "3.5.7" },
  ],
  ["the box that Red prints, below whatever was loaded", [...quiet(1), ...box], { red: "3.5.19" }],
  ["an installer's output", ["Requirement already satisfied: Red-DiscordBot==3.5.1"], { red: "3.5.1" }],
  ["a bot without loggers", ["Using discord.js version 14.14.1"], { "discord.js": "14.14.1" }],
])("versions come from the start of a bot: %s", (_, lines, expected) => {
  expect(versionsIn(lines)).toEqual(expected);
});

test("an updated bot's version replaces the old one: by the framework's logger, or in the box after a start", () => {
  expect(versionsIn([start, ...quiet(300), line("red.main", "Red version: 3.5.20")])).toEqual({ red: "3.5.20" });
  for (const sign of [
    line("red", "Connected to Discord. Getting ready..."),
    line("discord.client", "logging in using static token"),
  ]) {
    const restarted = [start, ...quiet(300), sign, ...quiet(20), ...box];
    expect(versionsIn(restarted)).toEqual({ red: "3.5.19" });
    expect(versionsIn([...restarted, ...written["below another's message, in a box"]])).toEqual({ red: "3.5.19" });
  }
});
