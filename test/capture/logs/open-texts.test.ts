import { expect, test } from "vitest";
import { createCapture } from "../../../src/capture/capture.ts";

const traceback =
  'Traceback (most recent call last):\n  File "/srv/cogs/ponds/ponds.py", line 4, in look\n    dive()\nValueError: x';
const stack = "TypeError: x\n    at dive (/srv/bot/ponds.js:1:1)\n    at look (/srv/bot/ponds.js:2:1)";
const any = expect.any(String);

function capture(text: string, chunk = text.length + 1) {
  const reader = createCapture();
  const bytes = Buffer.from(`${text}\n`);
  const found = [];
  for (let at = 0; at < bytes.length; at += chunk) found.push(...reader.push(bytes.subarray(at, at + chunk)));
  return [...found, ...reader.flush()].map(({ report }) => report);
}
const doubts = (...lines: readonly string[]) => capture(lines.join("\n")).map(({ uncertain }) => uncertain);

const own = (level: string, text: string) => `[2026-03-04 05:06:07] [${level.padEnd(8)}] red.core: ${text}`;
const other = (level: string, text: string) => `${level}:ponds:${text}`;
const error = `${other("ERROR", "oh")}\n${traceback}`;

test("a logger of another form is the log's own if its first line follows one in which no text of a user can be", () => {
  const talk = [own("INFO", "wren: hi"), own("INFO", "it is late")];
  const heads = [
    own("WARNING", "it is cold"),
    own("ERROR", "it fell"),
    "2026-03-04 05:06:07 INFO     discord.gateway Shard ID None has connected to Gateway (Session ID: 8f3d).",
  ];
  for (const head of heads) {
    const start = head.startsWith("[") ? [own("INFO", "Logged in as Wader")] : [];
    expect(doubts(...start, head, other("INFO", "awake"), ...talk, error), head).toEqual([undefined]);
  }
  expect(doubts(own("INFO", "Logged in as Wader"), talk[0]!, other("INFO", "awake"), error)).toEqual([any]);
});

test("a name like a start-up word is that of a user, once the bot said that it is there", () => {
  const loaded = ["Loaded wren: hi", "Loaded wren: it is late"];
  const there = own("INFO", "Logged in as Wader");
  expect(doubts(own("WARNING", "it is cold"), there, ...loaded, error)).toEqual([any]);
  expect(doubts(own("WARNING", "it is cold"), ...loaded, error)).toEqual([undefined]);
});

test("plain text like a start-up line is that of a user, once the bot said that it is there", () => {
  const said = ["Start the boat", "Loading my nest now", "Ready for the pond"];
  const there = own("INFO", "Logged in as Wader");
  expect(doubts(own("WARNING", "it is cold"), there, ...said, error)).toEqual([any]);
  expect(doubts(own("WARNING", "it is cold"), ...said, error)).toEqual([undefined]);
});

test("what a library logs is no message of a user, but the same words of another logger may be", () => {
  const of = (logger: string, text: string) => `[2026-03-04 05:06:07] [INFO    ] ${logger}: ${text}`;
  const said = [
    "Shard ID 0 session has been invalidated.",
    "Connecting to voice...",
    "Starting voice handshake... (connection attempt 1)",
    "Voice handshake complete. Endpoint found: c-fra07.discord.media",
    "The voice handshake is being terminated for Channel ID 12 (Guild ID 7)",
    "Handling channel move while connecting...",
    "Timed out connecting to voice",
    "Disconnecting from voice normally, close code 1000.",
    "Disconnected from voice by discord, close code 4014.",
    "Disconnected from voice by force... potentially reconnecting.",
    "Disconnected from voice, attempting a resume...",
    "Reconnect was unsuccessful, disconnecting from voice normally...",
    "Could not resume the voice connection... Disconnecting...",
    "Successfully resumed voice connection",
    "ffmpeg process 812 successfully terminated with return code of 0.",
  ];
  const start = own("INFO", "Logged in as Wader");
  for (const text of said) {
    expect(doubts(start, of("discord.voice_state", text), error), text).toEqual([undefined]);
    expect(doubts(start, of("discord.voice_state", `${text} hi`), error), text).toEqual([any]);
    for (const logger of ["discord", "discord.bot", "red.core"])
      expect(doubts(start, of(logger, text), error), logger).toEqual([any]);
  }
});

test("many log lines in one message are not the log's own", () => {
  const many = Array.from({ length: 30 }, (_, at) => other(at % 2 ? "INFO" : "WARNING", "fine"));
  for (const start of [[], [own("INFO", "Logged in as Wader")], [own("INFO", "starting")]])
    expect(doubts(...start, own("INFO", "hi"), ...many, error)).toEqual([any]);
});

test("a traceback without a log line is uncertain below chat, and below several lines of plain text", () => {
  for (const print of [traceback, stack]) {
    for (const chat of ["wren: hi", "[wren] hi", "<wren> hi", "#pond wren: hi", "[wren] \u2714 hi", "[wren] "])
      expect(doubts("Logged in as Wader", chat, print), chat).toEqual([any]);
    for (const chat of ["wren: ", "[wren] ", "<wren> "]) expect(doubts(chat + print), chat).toEqual([any]);
    expect(doubts("who is here", "it is me", "so it is", print)).toEqual([any]);
    expect(doubts("Logged in as Wader", "Synced 5 commands", print)).toEqual([undefined]);
    expect(doubts(own("WARNING", "it is cold"), `wren: hi\n${print}`)).toEqual([any]);
    expect(doubts(own("ERROR", "it failed"), print)).toEqual([undefined]);
  }
});

test("a log line in the first chat line is uncertain", () => {
  for (const line of ["[red.vex] ERROR oh", "[red.vex] \u2716 oh", "[05:06:07] [red.vex] [ERROR] oh"])
    expect(doubts(`${line}\n${traceback}`), line).toEqual([any]);
  for (const said of ["wren: ", "[wren] ", "wren - ", "#pond wren: ", "[wren] \u2714 "])
    for (const line of [own("ERROR", "oh"), "2026-03-04 05:06:07,123 - red.vex - ERROR - oh"]) {
      const start = "INFO:pond:Logged in as Wader\nWARNING:pond:it is late";
      expect(doubts(start, `${said}${line}\n${traceback}`), said + line).toEqual([any]);
      expect(doubts(start, `${said}${line}\n${line}\n${traceback}`), said + line).toEqual([any]);
    }
});

test("what is behind a lone CR is uncertain if a name may be in front of the progress before it", () => {
  for (const bar of ["wren: 50%", "[wren] 50%", "#pond wren: 50%"])
    expect(doubts("INFO:pond:Logged in as Wader", `${bar}\r${own("ERROR", "oh")}\n${traceback}`), bar).toEqual([any]);
});

test("a text of a user ends where the carrier of its lines wrote a later time", () => {
  const at = (second: string, text: string) =>
    text
      .split("\n")
      .map((line) => `2026-03-04T05:06:${second}.123456789Z ${line}`)
      .join("\n");
  const start = at("01", own("INFO", "Logged in as Wader"));
  const said = at("05", own("INFO", "wren: hi"));
  expect(doubts(start, said, at("05", error))).toEqual([any]);
  expect(doubts(start, said, at("09", error))).toEqual([undefined]);
  const forged = `hi\n${at("05", "x")}\n${at("09", error)}`; // the log has no such times
  for (const doubt of doubts(own("INFO", "Logged in as Wader"), own("INFO", forged))) expect(doubt).toEqual(any);
});

test("a message in the log of one container is not open in that of another", () => {
  const bot = (text: string) => text.replace(/^/gm, "bot-1  | ");
  const lavalink = (text: string) => text.replace(/^/gm, "lavalink-1  | ");
  const start = [bot(own("INFO", "Logged in as Wader")), bot(own("INFO", "wren: hi"))];
  expect(doubts(...start, lavalink(error))).toEqual([undefined]);
  expect(doubts(...start, bot(error))).toEqual([any]);
});

test("a log that comes in pieces is judged like one that comes at once", () => {
  const early = [own("INFO", "it is late"), error, own("INFO", "Logged in as Wader"), own("INFO", "hi"), error];
  const later = [other("INFO", "awake"), own("WARNING", "cold"), other("INFO", "on"), own("INFO", "wren: hi"), error];
  for (const lines of [early, later, [...early, ...later], [...later, ...early]]) {
    const whole = capture(lines.join("\n"));
    for (const chunk of [1, 7, 64, 200]) expect(capture(lines.join("\n"), chunk)).toEqual(whole);
  }
});
