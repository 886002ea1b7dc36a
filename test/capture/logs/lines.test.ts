import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCapture } from "../../../src/capture/capture.ts";
import type { Breadcrumb, Report } from "../../../src/report/report.ts";

const zoned = Date.UTC(2031, 4, 6, 7, 8, 9);
const local = new Date(2031, 4, 6, 7, 8, 9).getTime();

/** The name of a format, one line of it, and the level, logger, time and message of that line. */
const formats: [string, string, Partial<Breadcrumb>][] = [
  [
    "Red, file",
    "[2031-05-06 07:08:09] [WARNING] red.birds: %",
    { level: "warning", category: "red.birds", timeMs: local },
  ],
  [
    "Red, console",
    "[2031-05-06 07:08:09] INFO     [red.birds] %",
    { level: "info", category: "red.birds", timeMs: local },
  ],
  ["Red, console, only a clock", "[07:08:09] ERROR    [red.birds] %", { level: "error", category: "red.birds" }],
  ["Red, console, no time", "           DEBUG    [red.birds] %", { level: "debug", category: "red.birds" }],
  [
    "discord.py",
    "2031-05-06 07:08:09 INFO     discord.gateway %",
    { level: "info", category: "discord.gateway", timeMs: local },
  ],
  ["logging, basic", "WARNING:birds.nest:%", { level: "warning", category: "birds.nest" }],
  [
    "logging, time and dashes",
    "2031-05-06 07:08:09,250 - birds.nest - ERROR - %",
    { level: "error", category: "birds.nest", timeMs: local + 250 },
  ],
  [
    "logging, level before logger",
    "2031-05-06 07:08:09,250 - CRITICAL - birds.nest - %",
    { level: "fatal", category: "birds.nest", timeMs: local + 250 },
  ],
  [
    "logging, colons",
    "2031-05-06 07:08:09,250:INFO:birds.nest: %",
    { level: "info", category: "birds.nest", timeMs: local + 250 },
  ],
  [
    "loguru",
    "2031-05-06 07:08:09.250 | SUCCESS  | birds.nest:hatch:41 - %",
    { level: "info", category: "birds.nest", timeMs: local + 250 },
  ],
  ["structlog", "2031-05-06T07:08:09.250Z [warning  ] %", { level: "warning", timeMs: zoned + 250 }],
  ["winston", "2031-05-06T07:08:09.250Z [error]: %", { level: "error", timeMs: zoned + 250 }],
  [
    "winston, label",
    "2031-05-06T07:08:09.250Z [nest] warn: %",
    { level: "warning", category: "nest", timeMs: zoned + 250 },
  ],
  ["Twisted", "2031-05-06T07:08:09Z [nest#critical] %", { level: "fatal", category: "nest", timeMs: zoned }],
  [
    "a name and a level in brackets",
    "2031-05-06T07:08:09Z [nest:warn] %",
    { level: "warning", category: "nest", timeMs: zoned },
  ],
  ["log4js", "[2031-05-06T07:08:09.250] [ERROR] nest - %", { level: "error", category: "nest", timeMs: local + 250 }],
  [
    "pino",
    '{"level":50,"time":1936076889250,"name":"nest","msg":"%"}',
    { level: "error", category: "nest", timeMs: 1936076889250 },
  ],
  [
    "bunyan",
    '{"name":"nest","hostname":"oak","pid":7,"level":30,"msg":"%","time":"2031-05-06T07:08:09.250Z","v":0}',
    { level: "info", category: "nest", timeMs: zoned + 250 },
  ],
  [
    "logfmt",
    'time=2031-05-06T07:08:09Z level=warning logger=nest msg="%"',
    { level: "warning", category: "nest", timeMs: zoned },
  ],
  ["the name of Greenwich's zone", "2031-05-06 07:08:09 UTC [error]: %", { level: "error", timeMs: zoned }],
  ["an older name of it", "Tue, 06 May 2031 07:08:09 GMT [error]: %", { level: "error", timeMs: zoned }],
  ["the name of another zone", "2031-05-06 09:08:09 CEST [error]: %", { level: "error", timeMs: zoned }],
  ["the name of a zone to the west", "2031-05-06 03:08:09 EDT [error]: %", { level: "error", timeMs: zoned }],
  ["points in a clock", "2031/05/06-07.08.09|ERROR|nest|%", { level: "error", category: "nest", timeMs: local }],
  ["a zone to the east", "2031-05-06T09:08:09+02:00 [error]: %", { level: "error", timeMs: zoned }],
  ["a zone to the west", "2031-05-06 02:38:09 -0430 [error]: %", { level: "error", timeMs: zoned }],
  ["a zone of whole hours", "2031-05-06T09:08:09,250+02 [error]: %", { level: "error", timeMs: zoned + 250 }],
  ["a month by name", "06/May/2031:07:08:09 +0000 [error]: %", { level: "error", timeMs: zoned }],
  ["a date without signs", "20310506 07:08:09 ERROR birds: %", { level: "error", category: "birds", timeMs: local }],
  ["seconds since 1970", "1935817689.250 INFO birds: %", { level: "info", category: "birds", timeMs: 1935817689250 }],
  ["two spaces", "2031-05-06T07:08:09Z  INFO birds: %", { level: "info", category: "birds", timeMs: zoned }],
  [
    "level before the time",
    "WARNING 2031-05-06 07:08:09,250 birds.nest: %",
    { level: "warning", category: "birds.nest", timeMs: local + 250 },
  ],
  [
    "logger before the level",
    "2031-05-06 07:08:09 birds ERROR: %",
    { level: "error", category: "birds", timeMs: local },
  ],
  ["logback", "07:08:09.250 [main] ERROR birds.nest - %", { level: "error", category: "birds.nest" }],
  ["bars", "2031-05-06 07:08:09|INFO|birds|%", { level: "info", category: "birds", timeMs: local }],
  ["gunicorn", "[2031-05-06 07:08:09 +0000] [812] [ERROR] %", { level: "error", timeMs: zoned }],
  [
    "loguru, serialized",
    '{"text":"-","record":{"level":{"name":"WARNING","no":30},"message":"%","name":"nest","time":{"repr":"-","timestamp":1935817689.25}}}',
    { level: "warning", category: "nest", timeMs: 1935817689250 },
  ],
  [
    "Elastic",
    '{"@timestamp":"2031-05-06T07:08:09.250Z","log":{"level":"info","logger":"nest"},"message":"%"}',
    { level: "info", category: "nest", timeMs: zoned + 250 },
  ],
  [
    "Google's loggers",
    '{"severity":"ERROR","time":{"seconds":1935817689},"message":"%"}',
    { level: "error", timeMs: 1935817689000 },
  ],
  ["no level", "2031-05-06 07:08:09 %", { timeMs: local }],
];

/** What may surround a line when it is read. */
const carriers: [string, (line: string) => string][] = [
  ["nothing", (line) => line],
  ["colour", (line) => `\x1b[32m${line}\x1b[0m`],
  ["CR LF", (line) => `${line}\r`],
  [
    "Docker's JSON",
    (line) => `${JSON.stringify({ log: `${line}\n`, stream: "stderr", time: "2031-05-06T07:08:10.5Z" })}`,
  ],
  ["Docker Compose", (line) => `bot-1  | ${line}`],
  ["journalctl", (line) => `May 06 07:08:10 oak python3[812]: ${line}`],
  ["journalctl, ISO", (line) => `2031-05-06T07:08:10+0000 oak python3[812]: ${line}`],
  ["Kubernetes", (line) => `2031-05-06T07:08:10.123456789Z stdout F ${line}`],
  ["kubectl --timestamps", (line) => `2031-05-06T07:08:10.123456789Z ${line}`],
  ["pm2", (line) => `0|bot  | ${line}`],
];

const traceback = [
  "Traceback (most recent call last):",
  '  File "/srv/birds/nest.py", line 41, in hatch',
  "    raise ValueError(egg)",
  "ValueError: cold",
];

function capture(lines: readonly string[]): { report: Report; crumbs: readonly Breadcrumb[] }[] {
  const reader = createCapture();
  const found = [...reader.push(Buffer.from(`${lines.join("\n")}\n`)), ...reader.flush()];
  return found.map(({ report }) => ({ report, crumbs: report.breadcrumbs }));
}

for (const [name, line, said] of formats)
  test(`${name}: its lines become breadcrumbs, and give the next error its time, level and logger`, () => {
    for (const [carrier, carry] of carriers) {
      const lines = [line.replace("%", "all is well"), line.replace("%", "an egg broke"), ...traceback].map(carry);
      const [only, ...more] = capture(lines);
      expect(more, carrier).toEqual([]);
      expect(only!.report.error, carrier).toMatchObject({ type: "ValueError", value: "cold" });
      expect(only!.report.error.frames, carrier).toHaveLength(1);
      expect(only!.crumbs, carrier).toEqual([{ message: "all is well", ...said }]);
      expect(only!.report.message, carrier).toBe("an egg broke");
      expect(only!.report.logger, carrier).toBe(said.category);
      if (said.timeMs) expect(only!.report.timeMs, carrier).toBe(said.timeMs);
    }
  });

describe("when summer time ends", () => {
  const zone = process.env.TZ;
  beforeAll(() => {
    process.env.TZ = "Europe/Berlin";
  });
  afterAll(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });
  const clocks = ["01:59:00", "02:30:00", "02:59:00", "02:10:00", "02:31:00", "03:01:00"];
  const moments = ["23:59", "00:30", "00:59", "01:10", "01:31", "02:01"];
  const shown = (timeMs: number | undefined) => new Date(timeMs!).toISOString().slice(11, 16);

  test("the repeated hour of a clock without a zone is decided by the lines before", () => {
    const lines = clocks.flatMap((clock) => [
      `2031-10-26 ${clock} INFO birds: a`,
      `2031-10-26 ${clock} ERROR birds: b`,
      ...traceback,
    ]);
    const found = capture(lines);
    expect(found.map(({ report }) => shown(report.timeMs))).toEqual(moments);
    const steps = found.at(-1)!.crumbs.map(({ timeMs }) => shown(timeMs));
    expect([...new Set(steps)]).toEqual(moments);
  });

  test("a clock with a zone is unambiguous", () => {
    const lines = ["02:59:00+01:00", "02:10:00+01:00"].flatMap((clock) => [
      `2031-10-26T${clock} [error]: a`,
      ...traceback,
    ]);
    expect(capture(lines).map(({ report }) => shown(report.timeMs))).toEqual(["01:59", "01:10"]);
  });
});

test("an error gets the lines of its own loggers, at most 25, oldest first", () => {
  const nameOf = (logger: string | undefined) => logger?.split(".")[0];
  const reader = createCapture({ breadcrumbsOf: nameOf, breadcrumbsFor: ({ logger }) => nameOf(logger) });
  const lines = Array.from({ length: 200 }, (_, at) => `INFO:${at % 2 ? "birds" : "fish"}.${at % 3}:step ${at}`);
  const errors = ["birds", "fish", "frogs"].flatMap((name) => [`ERROR:${name}.1:oh`, ...traceback]);
  const found = [...reader.push(Buffer.from([...lines, ...errors, ""].join("\n"))), ...reader.flush()];
  const steps = found.map(({ report }) => report.breadcrumbs.map(({ message }) => message));
  const every2nd = (from: number) => Array.from({ length: 25 }, (_, at) => `step ${from + 2 * at}`);
  expect(steps).toEqual([every2nd(151), every2nd(150), []]);
});

test("the host framework and its version are read from start-up lines; an update replaces them", () => {
  const start = (version: string) => [
    `[2031-05-06 07:08:09] [INFO] red.main: Red version: ${version}`,
    "[2031-05-06 07:08:09] [INFO] red.main: discord.py version: 2.7.1",
    "[2031-05-06 07:08:09] [ERROR] red.main: oh",
    ...traceback,
  ];
  const found = capture([...start("3.9.2"), ...start("3.9.3")]);
  expect(found.map(({ report }) => [...report.hosts].sort((a, b) => (a.name < b.name ? 1 : -1)))).toEqual([
    [
      { name: "red", version: "3.9.2" },
      { name: "discord.py", version: "2.7.1" },
    ],
    [
      { name: "red", version: "3.9.3" },
      { name: "discord.py", version: "2.7.1" },
    ],
  ]);
});

test("other programs' log lines within a traceback do not end it", () => {
  const other = "[2031-05-06 07:08:10] [INFO] red.fish: swimming";
  const begin = "[2031-05-06 07:08:09] [ERROR] red.birds: oh";
  const chain = [
    ...traceback,
    "",
    "During handling of the above exception, another exception occurred:",
    "",
    ...traceback,
  ];
  const whole = capture([begin, ...chain]);
  for (const at of [1, 2, 3, 7, 8, 9, 10, 11]) {
    const found = capture([begin, ...chain.slice(0, at), other, ...chain.slice(at)]);
    expect(
      found.map(({ report }) => report.error),
      `behind line ${at}`,
    ).toEqual(whole.map(({ report }) => report.error));
  }
});

test("a truncated error is reported after enough log lines have followed", () => {
  const reader = createCapture();
  const broken = ["[2031-05-06 07:08:09] [ERROR] red.birds: oh", ...traceback.slice(0, 3), ""].join("\n");
  reader.push(Buffer.from(broken));
  const found = reader.push(Buffer.from("[2031-05-06 07:08:10] [INFO] red.fish: swimming\n".repeat(100)));
  expect(found.map(({ report }) => report.incomplete)).toEqual([["the end of the traceback"]]);
});

test("exceptions that structlog logs as data are found with their calls and causes", () => {
  const raised = {
    exc_type: "RuntimeError",
    exc_value: "no\nfood",
    is_cause: false,
    frames: [
      { filename: "/srv/birds/nest.py", lineno: 9, name: "<module>" },
      { filename: "", lineno: -1, name: "Skipped frames: 3" },
      { filename: "/srv/birds/nest.py", lineno: 6, name: "feed" },
    ],
  };
  const cause = {
    exc_type: "KeyError",
    exc_value: "'a'",
    is_cause: true,
    frames: [{ filename: "n.py", lineno: 3, name: "f" }],
  };
  const entry = { event: "it failed", level: "error", timestamp: "2031-05-06T07:08:09Z", exception: [raised, cause] };
  const [only, ...more] = capture([JSON.stringify(entry)]);
  expect(more).toEqual([]);
  expect(only!.report).toMatchObject({ level: "error", timeMs: zoned, message: "it failed" });
  expect(only!.report.error).toEqual({
    type: "RuntimeError",
    value: "no\nfood",
    frames: [
      { path: "/srv/birds/nest.py", line: 9, function: "<module>" },
      { path: "/srv/birds/nest.py", line: 6, function: "feed" },
    ],
    cause: { type: "KeyError", value: "'a'", frames: [{ path: "n.py", line: 3, function: "f" }] },
  });
});

test.each([
  ["on one line", ["{ message: 'swimming', level: 'warn' }"]],
  ["on several lines", ["{", "  message: 'swimming',", "  level: 'warn'", "}"]],
])("an entry that winston's prettyPrint printed %s is a breadcrumb", (_, entry) => {
  const [found] = capture([...entry, "[2031-05-06 07:08:09] [ERROR] red.birds: oh", ...traceback]);
  expect(found!.report.breadcrumbs).toEqual([{ message: "swimming", level: "warning" }]);
});
