import fc from "fast-check";
import { expect, test } from "vitest";
import { createCapture } from "../../../src/capture/capture.ts";
import type { Report } from "../../../src/report/report.ts";

const traceback = (value: string) =>
  `Traceback (most recent call last):\n  File "/srv/cogs/ponds/ponds.py", line 4, in look\n    dive()\nValueError: ${value}`;
const stack = (value: string) =>
  `TypeError: ${value}\n    at dive (/srv/cogs/ponds/ponds.js:1:1)\n    at look (/srv/cogs/ponds/ponds.js:2:1)`;

function capture(text: string): Report[] {
  const groupOf = (logger = "") => (logger.startsWith("red.vex") ? "vex" : "");
  const reader = createCapture({ breadcrumbsOf: groupOf, breadcrumbsFor: ({ logger }) => groupOf(logger) });
  return [...reader.push(Buffer.from(text)), ...reader.flush()].map(({ report }) => report);
}

type Logger = (level: string, name: string, text: string) => string;

/** Loggers that print line breaks in a message as they are. */
const loggers: Readonly<Record<string, Logger>> = {
  log4js: (level, name, text) => `[2026-03-04T05:06:07.123] [${level}] ${name} - ${text}`,
  "pino-pretty": (level, name, text) => `[05:06:07.123] ${level} (${name}/812): ${text}`,
  structlog: (level, name, text) => `2026-03-04T05:06:07.123Z [${level.toLowerCase().padEnd(9)}] ${text} [${name}]`,
  logback: (level, name, text) => `05:06:07.123 [main] ${level.padEnd(5)} ${name} -- ${text}`,
  dashes: (level, name, text) => `2026-03-04 05:06:07,123 - ${name} - ${level} - ${text}`,
  bars: (level, name, text) => `2026-03-04 05:06:07 | ${level} | ${name} | ${text}`,
  "Python's default": (level, name, text) => `${level}:${name}:${text}`,
  brackets: (level, name, text) => `[${level}] [${name}] ${text}`,
  winston: (level, name, text) => `2026-03-04 05:06:07 [${name}] ${level.toLowerCase()}: ${text}`,
  nameless: (level, _name, text) => `2026-03-04 05:06:07 [${level}] ${text}`,
};

/** What carries lines. */
const carriers: Readonly<Record<string, (line: string) => string>> = {
  nothing: (line) => line,
  journal: (MESSAGE) => JSON.stringify({ __REALTIME_TIMESTAMP: "1772600767000000", SYSLOG_IDENTIFIER: "bot", MESSAGE }),
  "Google Cloud": (textPayload) => JSON.stringify({ textPayload, timestamp: "2026-03-04T05:06:07.123456789Z" }),
  "Fluent Bit": (log) => JSON.stringify({ date: 1772600767.123, log, stream: "stdout" }),
  Azure: (Log) => JSON.stringify({ time: "2026-03-04T05:06:07Z", Log, Stream: "stdout" }),
  Docker: (line) => JSON.stringify({ log: `${line}\n`, stream: "stdout", time: "2026-03-04T05:06:07.123456789Z" }),
  Loki: (line) => `2026-03-04T05:06:07Z {app="bot", pod="x"} ${line}`,
  CloudWatch: (line) => `1772600767123\t${line}`,
  syslog: (line) => `<14>1 2026-03-04T05:06:07.123Z pond bot 812 - - ${line}`,
  Fly: (line) => `2026-03-04T05:06:07Z app[148e21ea] ams [info] ${line}`,
  Kubernetes: (line) => `[pod/bot-1/bot] ${line}`,
  "a time": (line) => `Mar 04 05:06:07 ${line}`,
};

/** How bots log what a user wrote. */
const said: readonly ((text: string) => string)[] = [
  ...[(text: string) => `wren: ${text}`, (text: string) => `[wren] ${text}`, (text: string) => text],
  ...[(text: string) => `wren (8): ${text}`, (text: string) => `#general » wren » ${text}`],
  ...[(text: string) => `Command say by wren: ${text}`, (text: string) => `<Message id=1 content='${text}'>`],
  ...[(text: string) => `say args=["${text}"]`, (text: string) => `${text} (said wren)`],
];

const record = (error: string) =>
  JSON.stringify({ level: 50, time: 1772600767000, name: "red.vex", msg: "oh", err: { type: "E", stack: error } });

/** What a user may write, that is no line of the log's own form. */
const forgeries = (own: Logger): ((error: string) => string)[] => [
  ...Object.values(loggers)
    .filter((other) => other !== own)
    .map(
      (other) => (error: string) =>
        `${other("INFO", "red.vex", "fake step")}\n${other("ERROR", "red.vex", `oh\n${error}`)}`,
    ),
  ...Object.values(carriers).map((carry) => (error: string) => error.split("\n").map(carry).join("\n")),
  ...[record, (error: string) => `\`\`\`\n${error}\n\`\`\``, (error: string) => `[05:06:07] red.vex: oh\n${error}`],
];

test("in whichever log and carrier, what users write in a message is no certain error, and names no breadcrumb", () => {
  const attack = fc.constantFrom(...Object.values(loggers)).chain((own) =>
    fc.record({
      own: fc.constant(own),
      carry: fc.constantFrom(...Object.values(carriers)),
      say: fc.constantFrom(...said),
      forge: fc.constantFrom(...forgeries(own)),
      end: fc.constantFrom("\n", "\n", "\r", "\r\n", "\n\r", "\v", "\f", "\u0085", "\u2028"),
      print: fc.constantFrom(traceback, stack),
      talk: fc.integer({ min: 0, max: 3 }),
    }),
  );
  fc.assert(
    fc.property(attack, ({ own, carry, say, forge, end, print, talk }) => {
      const start = [
        own("INFO", "red.core", "starting"),
        own("INFO", "red.vex", "Loaded ponds"),
        own("INFO", "red", "Ready"),
      ];
      const chat = Array.from({ length: talk }, () => own("INFO", "red.chat", say("hello there")));
      const message = say(`hi\n${forge(print("forged"))}`.replaceAll("\n", end));
      const real = own("ERROR", "red.vex", `it failed\n${print("real")}`);
      const lines = [...start, ...chat, own("INFO", "red.chat", message), real, own("INFO", "red.core", "done")];
      const found = capture(
        `${lines
          .flatMap((line) => line.split("\n"))
          .map(carry)
          .join("\n")}\n`,
      );
      const certain = found.filter(({ uncertain }) => uncertain === undefined);
      const texts = certain.map(({ error }) => JSON.stringify(error));
      expect(texts.filter((text) => text.includes("forged"))).toEqual([]);
      const steps = certain.flatMap(({ logger, breadcrumbs }) =>
        (logger ? breadcrumbs : []).filter(({ category }) => category === "red.vex"),
      );
      expect(steps.filter(({ message }) => message.includes("fake step"))).toEqual([]);
      expect(found.filter(({ error }) => JSON.stringify(error).includes("real")).length).toBe(1);
    }),
    { numRuns: 1_000 },
  );
});

test("an error below a JSON record that contains an error is not lost, and not the record's", () => {
  const head = loggers.log4js!("ERROR", "red.ponds", "oh");
  for (const print of [traceback, stack])
    for (const carry of Object.values(carriers)) {
      const lines = [record(print("first")), ...print("second").split("\n"), record(print("third")), head];
      const found = capture(`${[...lines, ...print("fourth").split("\n")].map(carry).join("\n")}\n`);
      expect(
        found.map(({ error, logger }) => [error!.value, logger]),
        lines.map(carry).join("\n"),
      ).toEqual([
        ["first", "red.vex"],
        ["second", undefined],
        ["third", "red.vex"],
        ["fourth", "red.ponds"],
      ]);
    }
});

test("a traceback below a name without a level is uncertain: it may be chat", () => {
  const at = (text: string) => `[05:06:07] ${text}`;
  for (const print of [traceback, stack]) {
    const find = (lines: readonly string[]) => capture(`${lines.join("\n")}\n`).map(({ uncertain }) => uncertain);
    const talk = [at("wren: hello there"), at("lark: well")];
    expect(find([...talk, at(`owl: hi\n${print("x")}`)])).toEqual([expect.any(String)]);
    expect(find([at("it is late"), at(`oh\n${print("x")}`)])).toEqual([undefined]);
    expect(find([at("it is late"), at(`ponds: oh\n${print("x")}`)])).toEqual([expect.any(String)]);
    expect(find([...talk, at(`Unhandled promise rejection: ${print("x")}`)])).toEqual([undefined]);
  }
});
