import { expect, test } from "vitest";
import { type CaptureOptions, createCapture } from "../../src/capture/capture.ts";
import type { Report } from "../../src/report/report.ts";

const traceback =
  'Traceback (most recent call last):\n  File "/srv/cogs/ponds/ponds.py", line 4, in look\n    dive()\nValueError: x';
const stack = "TypeError: x\n    at dive (/srv/cogs/ponds/ponds.js:1:1)\n    at look (/srv/cogs/ponds/ponds.js:2:1)";

function capture(lines: readonly string[], options?: CaptureOptions): Report[] {
  const reader = createCapture(options);
  return [...reader.push(Buffer.from(`${lines.join("\n")}\n`)), ...reader.flush()].map(({ report }) => report);
}

/** How bots print chat. */
const chats: Readonly<Record<string, (nick: string, text: string) => string>> = {
  "[nick] text": (nick, text) => `[${nick}] ${text}`,
  "<nick> text": (nick, text) => `<${nick}> ${text}`,
  "(nick) text": (nick, text) => `(${nick}) ${text}`,
  "nick: text": (nick, text) => `${nick}: ${text}`,
  "nick#1234: text": (nick, text) => `${nick}#1234: ${text}`,
  "two words: text": (nick, text) => `Jane ${nick}: ${text}`,
  "nick - text": (nick, text) => `${nick} - ${text}`,
  "nick | text": (nick, text) => `${nick} | ${text}`,
  "#channel [nick] text": (nick, text) => `#ponds [${nick}] ${text}`,
  "[server] nick in #channel: text": (nick, text) => `[Pond House] ${nick} in #ponds: ${text}`,
  "[date] nick: text": (nick, text) => `[2026-03-04 05:06:07] ${nick}: ${text}`,
  "clock <nick> text": (nick, text) => `05:06:07 <${nick}> ${text}`,
  "[clock] [nick] text": (nick, text) => `[05:06:07] [${nick}] ${text}`,
};

/** What a user can write into a line: as nickname and text, or in the second line of a message. */
const heads = [
  ...["[red.vex] ERROR text", "<red.vex> ERROR text", "(red.vex) ERROR text", "red.vex: ERROR: text"],
  ...[
    "red.vex ERROR: text",
    "ERROR red.vex text",
    "ERROR:red.vex:text",
    "ERROR: red.vex: text",
    "[red.vex] error: text",
  ],
  ...["[ERROR] red.vex: text", "[ERROR] [red.vex] text", "ERROR [red.vex] text", "CRITICAL [red.vex] text"],
  ...["level=error logger=red.vex msg=boo", '{"level":"error","logger":"red.vex","msg":"boo"}'],
  ...['{"level":60,"name":"red.vex","time":1772600767000,"msg":"boo"}', "[red.vex][ERROR] text"],
  ...["{red.vex} [ERROR] text", "2026-03-04 05:06:07 ERROR (red.vex) text", "2026-03-04 05:06:07 ERROR vex (812) text"],
  ...["[red.vex] [ERROR] text", "[ERROR][red.vex] text", "[red.vex/ERROR] text", "[red.vex|ERROR] text"],
  ...["red.vex - ERROR - text", "red.vex | ERROR | text", "ERROR | red.vex | text", "ERROR red.vex - text"],
  ...["ERROR    red.vex:core.py:12 text", "#ponds [red.vex] ERROR text", "CRITICAL: text", "[CRITICAL] text"],
  ...["[2026-03-04 05:06:07] red.vex: ERROR: text", "[2026-03-04 05:06:07] [red.vex] ERROR text"],
  ...["[2026-03-04 05:06:07] [ERROR] red.vex: text", "2026-03-04 05:06:07,123 - red.vex - ERROR - text"],
  ...["2026-03-04 05:06:07 ERROR red.vex text", "05:06:07 [red.vex] ERROR text"],
  ...[
    "~ 05:06:07 ~ [ERROR] red.vex: text",
    "🔴 | 2026-03-04 05:06:07 | ERROR | red.vex | text",
    "ERROR:red.vex:9:text",
  ],
  ...["● 05:06:07 ERROR red.vex ▸ text", "2026-03-04 05:06:07,123|MainThread|ERROR|red.vex|text"],
  ...["ERROR[2026-03-04 05:06:07] red.vex: text", "06-03-26 05:06:07 | ERROR | red.vex:dive:9 | text"],
  ...[
    "[red.vex] [Error] text",
    "red.vex: 2026-03-04 05:06:07 ERROR text",
    "✖ 2026-03-04 05:06:07 red.vex: text",
    "✖ [red.vex] text",
  ],
  ...["2026-03-04 05:06:07 CRITICAL text", "[2026-03-04 05:06:07] [CRITICAL]: text", "05:06:07 | CRITICAL | text"],
  ...["CRITICAL (2026-03-04 05:06:07): text", "2026-03-04T05:06:07.123Z [fatal] text", "[1772600767000] FATAL: text"],
  ...["[RAM 54 MB] [2026-03-04 05:06:07] ERROR [red.vex] > text", "05:06:07 04-03-2026 ERROR 812 (red.vex): text"],
];

/** How the log begins, without lines of the form of the heads. */
const starts: readonly (readonly string[])[] = [
  [],
  ["Logged in as Wader#1234", "------"],
  ["[2026-03-04 05:06:00] [INFO    ] discord.client: logging in using static token"],
  ["[INFO] starting", "[WARN] old"],
];

const isReached = ({ uncertain, logger, level }: Report) =>
  uncertain === undefined && (logger === "red.vex" || level === "fatal");

for (const [name, print] of Object.entries(chats))
  test(`what users write where a bot prints \`${name}\` decides neither logger nor level of an error with certainty`, () => {
    for (const start of starts)
      for (const head of heads) {
        const found = capture([...start, print("wren", "hello there"), print("lark", "well"), head, traceback]);
        expect(found.filter(isReached), [...start, head].join("\n")).toEqual([]);
        expect(found.length).toBeGreaterThan(0);
      }
  });

test("a name in front of a level is no logger, unless the log begins with such lines of other names and levels", () => {
  const lines = ["[red.core] INFO awake", "[red.ponds] INFO loaded", "[red.core] WARNING cold"];
  for (const head of [
    "[red.ponds] ERROR oh",
    "<red.ponds> ERROR oh",
    "red.ponds: ERROR: oh",
    "red.ponds - ERROR - oh",
  ]) {
    expect(capture([head, traceback]).map(({ logger, message }) => [logger, message])).toEqual([
      [undefined, undefined],
    ]);
    expect(capture(["it is me", head, traceback]).map(({ logger }) => logger)).toEqual([undefined]);
  }
  const [own] = capture([...lines, "[red.ponds] ERROR oh", traceback]);
  expect(own).toMatchObject({ logger: "red.ponds", message: "oh" });
  expect(own!.uncertain).toBe(undefined);
  const [said] = capture([...lines, "[wren] hello there", "[red.ponds] ERROR oh", traceback]);
  expect([said!.logger, said!.message]).toEqual([undefined, undefined]);
});

test("logs without times keep their loggers and levels: their first lines show their form, also if chat follows", () => {
  const chat = ["wren: hello there", "lark: well", "[wren] hello"];
  const logs: readonly (readonly [first: string, last: string])[] = [
    ["INFO:discord.client:logging in", "ERROR:red.ponds:oh"],
    ["INFO     discord.client:client.py:12 logging in", "ERROR    red.ponds:core.py:12 oh"],
    ["[INFO] discord.client: logging in", "[ERROR] red.ponds: oh"],
    ["INFO [discord.client] logging in", "ERROR [red.ponds] oh"],
    ["level=info logger=discord.client msg=awake", "level=error logger=red.ponds msg=oh"],
    ['{"level":"info","logger":"discord.client","msg":"awake"}', '{"level":"error","logger":"red.ponds","msg":"oh"}'],
  ];
  for (const [first, last] of logs) {
    for (const lines of [[last], [first, last], [first, ...chat, last], [first, ...chat, first, last]]) {
      const [found] = capture([...lines, traceback]);
      expect(found, lines.join("\n")).toMatchObject({ logger: "red.ponds", message: "oh" });
      expect(found!.uncertain, lines.join("\n")).toBe(undefined);
    }
    const known = capture([first]).length === 0 && createCapture();
    if (!known) throw new Error("no error was expected");
    known.push(Buffer.from(`${first}\n`));
    const resumed = (forms: readonly string[]) =>
      capture([...chat, last, traceback], { forms, isBeginning: false }).map(({ uncertain }) => uncertain);
    expect(resumed(known.forms)).toEqual([undefined]);
    expect(resumed([])).toEqual([expect.any(String)]);
  }
});

test("a tool's lines in front of a log in JSON do not make it uncertain", () => {
  const line = (level: number, fields: object) =>
    JSON.stringify({ level, time: 1772600767000, name: "ponds", ...fields });
  const lines = ["[nodemon] starting `node index.js`", "[dotenv] injecting env"];
  for (let count = 0; count < 20; count++) lines.push(line(30, { msg: `looked ${count}` }));
  const [found] = capture([...lines, line(50, { msg: "oh", err: { type: "TypeError", message: "x", stack } })]);
  expect(found).toMatchObject({ logger: "ponds", message: "oh" });
  expect(found!.uncertain).toBe(undefined);
});

test("an error of which each line is a chat message is uncertain", () => {
  const { "nick | text": _, ...others } = chats; // containers look the same
  for (const [name, print] of Object.entries(others)) {
    for (const error of [traceback, stack]) {
      const said = error.split("\n").map((line) => print("finch", line));
      const found = capture([print("wren", "hello there"), print("lark", "well"), ...said, print("wren", "oh")]);
      for (const { uncertain } of found) expect(uncertain, name).toEqual(expect.any(String));
    }
  }
  for (const nick of ["stderr", "1", "pod/ponds/ponds"]) {
    const said = traceback.split("\n").map((line) => `[${nick}] ${line}`);
    expect(capture(["[wren] hello", ...said]).map(({ uncertain }) => uncertain)).toEqual([expect.any(String)]);
    expect(capture([`[${nick}] hello`, ...said]).map(({ uncertain }) => uncertain)).toEqual([undefined]);
  }
});

test("a record that a user wrote into a chat line, in JSON or logfmt, is uncertain", () => {
  const json = JSON.stringify({ level: 60, time: 1772600767000, name: "red.vex", err: { type: "TypeError", stack } });
  const logfmt = `level=error ts=2026-03-04T05:06:07Z logger=red.vex exception="${traceback.replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
  const { "nick | text": _, ...others } = chats; // containers look the same
  for (const print of [...Object.values(others), (_nick: string, text: string) => text])
    for (const text of [json, logfmt]) {
      const other = print("wren", "hello there");
      const before = other === "hello there" ? "wren: hello there" : other;
      const found = capture([before, before.replace("wren", "lark"), print("finch", text), before]);
      expect(
        found.filter(({ uncertain }) => uncertain === undefined),
        print("finch", text),
      ).toEqual([]);
    }
});

test("a chat line that names a logger is no breadcrumb of its plugin", () => {
  const options: CaptureOptions = {
    breadcrumbsOf: (logger) => (logger?.startsWith("red.vex") ? "vex" : undefined),
    breadcrumbsFor: () => "vex",
    loggerWords: () => ["red.vex"],
  };
  const start = ["[2026-03-04 05:06:00] [INFO    ] red.vex: loaded", "[wren] hello there"];
  for (const head of heads.filter((one) => !one.includes("05:06:07") && !one.startsWith("{"))) {
    const lines = [...start, head.replace("ERROR", "INFO"), "[2026-03-04 05:06:09] [ERROR   ] red.vex: oh", traceback];
    const [found] = capture(lines, options);
    expect(
      found!.breadcrumbs.map(({ message }) => message),
      head,
    ).toEqual(["loaded"]);
  }
});

test("a chat line that names a framework as its logger does not change the framework's version", () => {
  const start = ["[2026-03-04 05:06:00] [INFO    ] red: Red version: 3.5.1", "[wren] hello there"];
  const filler = Array.from({ length: 300 }, (_, at) => `[2026-03-04 05:06:07] [INFO    ] red: line ${at}`);
  const error = ["[2026-03-04 05:06:09] [ERROR   ] red: oh", traceback];
  for (const line of [
    "[red] ERROR Red version: 9.9.9",
    "red: ERROR: Red version: 9.9.9",
    "ERROR:red:Red version: 9.9.9",
  ])
    expect(capture([...start, ...filler, line, ...error])[0]!.hosts, line).toEqual([{ name: "red", version: "3.5.1" }]);
  const own = "[2026-03-04 05:06:08] [INFO    ] red: Red version: 3.5.2";
  expect(capture([...start, ...filler, own, ...error])[0]!.hosts).toEqual([{ name: "red", version: "3.5.2" }]);
});

test("a logger that only one line without a time names is uncertain in a log that may print messages as they are", () => {
  const texts = ["hello there", "what an owl", "it is late"];
  const forms: readonly ((level: string, text: string) => string)[] = [
    (level, text) => `${level}    red.vex: ${text}`,
    (level, text) => `${level}:red.vex:${text}`,
    (level, text) => `${level} [red.vex] ${text}`,
    (level, text) => `[${level}] red.vex: ${text}`,
    (level, text) => `  \x1b[36;1mred:vex \x1b[0m${level} ${text}`,
  ];
  for (const form of forms) {
    const line = form("ERROR", "boo");
    for (const lines of [texts, [...texts, ...texts, "so it is"], Array.from({ length: 100 }, () => "hi you all")]) {
      const [found] = capture([...lines, line, traceback]);
      expect(found!.uncertain, line).toEqual(expect.any(String));
    }
    expect(capture(["Logged in as Wader#1234", line, traceback])[0]!.uncertain, line).toBe(undefined);
    const own = ["INFO", "WARNING", "INFO"].map((level) => form(level, "look"));
    const isKnown = !line.startsWith(" "); // debug names no level
    expect(capture([...texts, ...own, line, traceback])[0]!.uncertain === undefined, line).toBe(isKnown);
  }
});

test("what a bot prints while it starts is no chat", () => {
  const starts = [
    ["Loaded command: ping", "Loaded command: hatch", "Registered event: ready", "Logged in as Wader#1234"],
    ["[dotenv@17.2.3] injecting env (3) from .env", "Loading the ponds...", "Loaded all ponds", "Synced 5 commands"],
  ];
  const last = ["2026-03-04 05:06:07 ERROR red.ponds: oh", "[2026-03-04 05:06:07] [error]: oh", "ERROR:red.ponds:oh"];
  for (const start of starts)
    for (const line of last) {
      const [found] = capture([...start, line, traceback]);
      expect([line, found!.uncertain, found!.message]).toEqual([line, undefined, "oh"]);
    }
});

test("what a bot and its host print while they start is no chat: errors below it are certain", () => {
  const head = "2026-03-04 05:06:07 [error]: oh";
  const ready = ["[Database] Connected to it", "[Commands] Loaded 12", "[Shard 0] ✅ Ready"];
  const installed = [
    "container@pterodactyl~ Server marked as starting...",
    "[Pterodactyl Daemon]: Checking server disk space usage, this could take a few seconds...",
    "Requirement already satisfied: aiohttp in ./.local/lib",
    "==> Your service is live",
  ];
  const certainty = (lines: readonly string[]) => capture(lines).map(({ uncertain }) => uncertain);
  expect(certainty([...ready, head, stack])).toEqual([undefined]);
  expect(certainty([...installed, "ERROR:ponds.client:oh", traceback])).toEqual([undefined]);
  const any = expect.any(String);
  expect(certainty([...ready, "[wren] hello there", "[lark] well", head, stack])).toEqual([any]);
  expect(certainty([...Array.from({ length: 18 }, () => "[wren] Ready"), head, stack])).toEqual([any]);
  expect(certainty(["who is here", "it is me", "who are you", "ERROR:ponds.client:oh", traceback])).toEqual([any]);
});

/** Loggers that print line breaks in a message as they are. */
const loggers: Readonly<Record<string, (level: string, name: string, text: string) => string>> = {
  "Python's default": (level, name, text) => `${level}:${name}:${text}`,
  Red: (level, name, text) => `[2026-03-04 05:06:07] [${level}] ${name}: ${text}`,
  loguru: (level, name, text) => `2026-03-04 05:06:07.123 | ${level.padEnd(8)} | ${name}:look:9 - ${text}`,
  winston: (level, name, text) => `2026-03-04 05:06:07 [${name}] ${level.toLowerCase()}: ${text}`,
};
const said: readonly ((text: string) => string)[] = [
  ...[(text: string) => `wren: ${text}`, (text: string) => `[wren] ${text}`],
  ...[(text: string) => `Message from wren: ${text}`, (text: string) => text],
  ...[(text: string) => `wren used /say ${text}`, (text: string) => `content='${text}`],
];

for (const [name, own] of Object.entries(loggers))
  test(`a log line of another form within a message that the bot logged is uncertain: ${name}`, () => {
    const start = [own("INFO", "red.client", "logging in"), own("INFO", "red.ponds", "Ready to dive")];
    const many = Array.from({ length: 40 }, () => start).flat();
    for (const other of Object.values(loggers).filter((one) => one !== own))
      for (const say of said)
        for (const first of ["hi", "", "```", "2026-03-04"])
          for (const before of [start, many])
            for (const between of [[], [other("INFO", "red.vex", "fine")], ["and", "then"]]) {
              const error = [...between, ...other("ERROR", "red.vex", `oh\n${traceback}`).split("\n")];
              const lines = [...before, own("INFO", "red.chat", say(first)), ...error];
              const found = capture(lines).map(({ uncertain }) => uncertain);
              expect(found, lines.slice(-8).join("\n")).toEqual([expect.any(String)]);
              const [below] = capture([...before, ...error]); // what is above may be a message, unless the bot starts
              expect(below!.uncertain === undefined, lines.slice(-8).join("\n")).toBe(before === start);
            }
  });

/** Objects without a level: a collector's, or a logger's that look like them. */
const objects: Readonly<Record<string, (text: string) => object>> = {
  "time and msg": (msg) => ({ time: "2026-03-04T05:06:07.123Z", msg }),
  Datadog: (message) => ({ message, ddtags: "env:pond", service: "bot", timestamp: 1772600767123 }),
  "Datadog's export": (message) => ({ id: "AQ", content: { message, timestamp: "2026-03-04T05:06:07.123Z" } }),
  "Google Cloud": (textPayload) => ({ textPayload, timestamp: "2026-03-04T05:06:07.123456789Z" }),
  Docker: (text) => ({ log: `${text}\n`, stream: "stdout", time: "2026-03-04T05:06:07.123456789Z" }),
  "Fluent Bit": (log) => ({ date: 1772600767.123, log, stream: "stdout" }),
};

for (const [name, object] of Object.entries(objects))
  test(`an error in a text of an object is uncertain if a name is in front, like those of others above: ${name}`, () => {
    const print = (text: string) => JSON.stringify(object(text));
    const errors = ["", "hi\n", "```\n", "2026-03-04 05:06:07 ERROR red.vex "].map((begin) => begin + traceback);
    for (const say of said.slice(0, 2))
      for (const error of [...errors, stack]) {
        const other = print(say("hello there").replace("wren", "lark"));
        const find = (lines: readonly string[]) => capture(lines).map(({ uncertain }) => uncertain);
        expect(find([other, print(say(error))])).toEqual([expect.any(String)]);
        expect(find([print("it is ready"), print(say(error))])).toEqual([expect.any(String)]);
        expect(find([other, print(stack)])).toEqual([undefined]);
      }
  });

test("lines that a collector joined into one object keep the level, logger and message of the first", () => {
  const log = (text: string) => JSON.stringify({ date: 1772600767.123, log: `${text}\n`, stream: "stderr" });
  const head = (level: string, text: string) => `2026-03-04 05:06:07,123 ${level} red.ponds: ${text}`;
  for (const print of [log, (text: string) => JSON.stringify(objects.Docker!(text))]) {
    const [found] = capture([print(head("INFO", "it is ready")), print(head("ERROR", `oh\n${traceback}`))]);
    expect(found).toMatchObject({ logger: "red.ponds", message: "oh", level: "error" });
    expect(found!.uncertain).toBe(undefined);
  }
});

test.each([
  ["[INFO ]", "[ERROR]"],
  ["[ INFO]", "[ERROR]"],
  ["INFO :", "ERROR:"],
])("a level that needs no filling up, below %s with what may be chat, is the log's own: %s", (info, error) => {
  const at = (second: number) => `2026-03-04 05:06:${second}`;
  const lines = [
    `${at(10)} ${info} red.ponds: Ready`,
    `${at(11)} ${info} red.ponds: wren: hi`,
    `${at(12)} ${error} red.ponds: Failed`,
    traceback,
  ];
  const [report] = capture(lines);
  expect(report).toMatchObject({ level: "error", logger: "red.ponds" });
  expect(report!.uncertain).toBeUndefined();
});

test("a name in brackets is no logger where lines without one have its form: it may be in front of a message", () => {
  const own = (text: string) => `2026-03-04 05:06:07 [info]: ${text}`;
  const others = [loggers.Red!, loggers.loguru!].map((other) => other("ERROR", "red.vex", "oh"));
  for (const error of others)
    for (const first of ["hi", "```"]) {
      const find = (lines: readonly string[]) => capture([...lines, error, traceback])[0]!.uncertain;
      expect(find([own("awake"), own(`[wren] ${first}`)]), error).toEqual(expect.any(String));
      expect(find([own("awake"), own("[Commands] Loaded 12")]), error).toBe(undefined);
    }
});

test("a second logger that the log has from its start stays the log's own, also below lines that may be messages", () => {
  const timed = Object.values(loggers).slice(1);
  for (const one of timed)
    for (const other of timed.filter((logger) => logger !== one)) {
      const start = [one("INFO", "red.client", "logging in"), other("INFO", "red.vex", "awake")];
      const error = [
        ...["it is late", "hi"].map((text) => one("INFO", "red.chat", text)),
        other("ERROR", "red.vex", "oh"),
      ];
      const [early] = capture([...start, one("INFO", "red.client", "Logged in as Wader"), ...error, traceback]);
      expect(early!.uncertain).toBe(undefined);
      const [late] = capture([start[0]!, one("INFO", "red.client", "Logged in as Wader"), ...error, traceback]);
      expect(late!.uncertain).toEqual(expect.any(String));
    }
});

test("without a line that says that the bot is ready, users may write from the first line on", () => {
  const [one, other] = [loggers.Red!, loggers.loguru!];
  for (const count of [1, 2, 20])
    for (const text of ["it is late", "logging in"]) {
      const start = Array.from({ length: count }, () => one("INFO", "red.ponds", text));
      const [report] = capture([...start, other("ERROR", "red.vex", "oh"), traceback]);
      expect(report!.uncertain === undefined).toBe(text === "logging in");
    }
});
