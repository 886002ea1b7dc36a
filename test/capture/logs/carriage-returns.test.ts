import fc from "fast-check";
import { expect, test } from "vitest";
import { createCapture } from "../../../src/capture/capture.ts";
import type { Report } from "../../../src/report/report.ts";

const traceback =
  'Traceback (most recent call last):\n  File "/srv/cogs/ponds/ponds.py", line 4, in look\n    dive()\nValueError: x';
const stack = "TypeError: x\n    at dive (/srv/cogs/ponds/ponds.js:1:1)\n    at look (/srv/cogs/ponds/ponds.js:2:1)";

function capture(lines: readonly string[]): Report[] {
  const reader = createCapture({ breadcrumbsOf: (logger) => logger ?? "", breadcrumbsFor: ({ logger }) => logger });
  return [...reader.push(Buffer.from(`${lines.join("\n")}\n`)), ...reader.flush()].map(({ report }) => report);
}

/** What carriers put in front of each line. */
const carriers = [
  ...["", "bot-1  | ", "0|bot  | ", "Mar 04 05:06:07 pond bot[812]: ", "2026-03-04T05:06:07+0000 pond bot[812]: "],
  ...["2026-03-04T05:06:07.123456789Z stdout F ", "2026-03-04T05:06:07.123456+00:00 app[worker.1]: ", "[stderr] "],
  ...["2026-03-04T05:06:07.123456789Z ", "05:06:07 web.1 | ", "pond-bot-7f bot ", "Mar 04 05:06:07 "],
];
const loggers: readonly ((level: string, name: string, text: string) => string)[] = [
  (level, name, text) => `${level}:${name}:${text}`,
  (level, name, text) => `[2026-03-04 05:06:07] [${level}] ${name}: ${text}`,
  (level, name, text) => `2026-03-04 05:06:07.123 | ${level.padEnd(8)} | ${name}:look:9 - ${text}`,
  (level, name, text) => `2026-03-04 05:06:07 [${name}] ${level.toLowerCase()}: ${text}`,
  (_level, _name, text) => text,
];
const heads = [
  ...loggers.map((own) => own("ERROR", "red.vex", "oh")),
  '{"level":60,"name":"red.vex","time":1772600767000,"msg":"oh"}',
];

test("what follows a lone CR in a message is never certain, and names nothing, in whichever log and carrier", () => {
  const own = fc.constantFrom(...loggers);
  const said = fc.constantFrom("wren: hi", "[wren] hi", "hi", "wren used /say hi", "content='hi'", "```");
  const between = fc.constantFrom([], [loggers[1]!("INFO", "red.vex", "fake")], ["", "5%"]);
  const error = fc.constantFrom(traceback, stack);
  fc.assert(
    fc.property(
      fc.record({ carrier: fc.constantFrom(...carriers), own, said, between, head: fc.constantFrom(...heads), error }),
      ({ carrier, own, said, between, head, error }) => {
        const message = [said, ...between, head, ...error.split("\n")].join("\r");
        const lines = [
          own("INFO", "red.vex", "it is ready"),
          own("INFO", "red.chat", message),
          own("INFO", "red", "so"),
        ];
        for (const { uncertain, logger, level } of capture(lines.map((line) => carrier + line))) {
          expect([uncertain !== undefined, logger === "red.vex", level]).toEqual([true, false, "error"]);
        }
      },
    ),
    { numRuns: 400 },
  );
});

test("a line behind a lone CR in a message is no breadcrumb of the logger that it names", () => {
  for (const carrier of carriers)
    for (const own of loggers.slice(0, -1)) {
      const said = own("INFO", "red.chat", `wren: hi\r${own("INFO", "red.vex", "fake")}`);
      const real = [
        own("INFO", "red.vex", "it is ready"),
        said,
        ...own("ERROR", "red.vex", `oh\n${traceback}`).split("\n"),
      ];
      const [report] = capture(real.map((line) => carrier + line));
      expect(report!.breadcrumbs.map(({ message }) => message).filter((text) => text.startsWith("fake"))).toEqual([]);
    }
});

const own = loggers[1]!;

test("lone CRs that draw a progress, or end all lines of a text, change nothing of a real error below them", () => {
  const start = own("INFO", "red.core", "awake");
  const bars = ["Loading cogs:  50%|████", "Loading cogs:  75%|██████", "     "];
  const known = carriers.filter((carrier) => !/^(?:pond|Mar 04 05:06:07 $)/.test(carrier)); // of others, a CR has none
  for (const carrier of known)
    for (const error of [traceback, stack]) {
      const [head, ...rest] = own("ERROR", "red.vex", `oh\n${error}`).split("\n");
      const lines = [start, [...bars, head].join("\r"), ...rest].map((line) => carrier + line);
      for (const ends of ["\n", "\r\n", "\r\r\n"]) {
        const [report, ...others] = capture([lines.join(ends)]);
        expect(others).toEqual([]);
        expect(report, carrier).toMatchObject({ logger: "red.vex", message: "oh" });
        expect(report!.uncertain, carrier + ends).toBe(undefined);
      }
    }
  const [report] = capture([[start, ...own("ERROR", "red.vex", `oh\n${traceback}`).split("\n"), start].join("\r")]);
  expect(report).toMatchObject({ logger: "red.vex", message: "oh" });
  expect(report!.uncertain).toBe(undefined);
});

test("an error whose lines a logger joined with CRs in one line is certain if that line is of a higher level", () => {
  for (const carrier of carriers)
    for (const level of ["INFO", "ERROR"]) {
      const line = own(level, "red.vex", `oh\n${traceback}`).replaceAll("\n", "\r");
      const [report] = capture([own("INFO", "red.core", "awake"), line].map((text) => carrier + text));
      expect(report).toMatchObject({ logger: "red.vex", message: "oh", error: { type: "ValueError", value: "x" } });
      expect(report!.uncertain === undefined, carrier).toBe(level === "ERROR");
    }
});
