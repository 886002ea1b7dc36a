import { expect, test } from "vitest";
import { type CaptureOptions, createCapture } from "../../../src/capture/capture.ts";
import type { Report } from "../../../src/report/report.ts";

const traceback =
  'Traceback (most recent call last):\n  File "/srv/cogs/ponds/ponds.py", line 4, in look\n    dive()\nValueError: x';

function capture(lines: readonly string[], options?: CaptureOptions): Report[] {
  const reader = createCapture(options);
  return [...reader.push(Buffer.from(`${lines.join("\n")}\n`)), ...reader.flush()].map(({ report }) => report);
}

/** Loggers that fill up the level, the logger's name or both with spaces. */
const padded: Readonly<Record<string, (level: string, name: string, text: string) => string>> = {
  "[%-5s]": (level, name, text) => `2026-03-04 05:06:07,123 [${level.padEnd(5)}] ${name}: ${text}`,
  "[%-8s]": (level, name, text) => `2026-03-04 05:06:07,123 [${level.padEnd(8)}] ${name}: ${text}`,
  "[%5s]": (level, name, text) => `2026-03-04 05:06:07 [${level.padStart(5)}] ${name} - ${text}`,
  "[%^8s]": (level, name, text) => `[${level.padStart((8 + level.length) >> 1).padEnd(8)}] ${name}: ${text}`,
  "[%-5s], no time": (level, name, text) => `[${level.padEnd(5)}] ${name}: ${text}`,
  "%-5s:": (level, _name, text) => `05:06:07 ${level.padEnd(5)}: ${text}`,
  "[%-5s] [%-9s]": (level, name, text) => `2026-03-04 05:06:07 [${level.padEnd(5)}] [${name.padEnd(9)}] ${text}`,
};

for (const [name, own] of Object.entries(padded))
  test(`a level or name that fills up its column has the form of the log's own lines: ${name}`, () => {
    const start = [own("INFO", "red.ponds", "it is ready"), own("INFO", "red.ponds", "Voice Endpoint found: c-fra07")];
    for (const level of ["ERROR", "CRITICAL"])
      for (const logger of ["red.ponds", "red.vex", "red.ponds.reeds"]) {
        const error = [own(level, logger, "oh"), traceback];
        const [found] = capture([...start, ...error]);
        expect([level, logger, found!.uncertain]).toEqual([level, logger, undefined]);
        const known = createCapture();
        known.push(Buffer.from(`${start[0]}\n`));
        const resumed = { forms: known.forms, isBeginning: false };
        expect(capture([...start, ...error], resumed).map(({ uncertain }) => uncertain)).toEqual([undefined]);
      }
  });

test("a level that is narrower than the column of the log's own lines has another form", () => {
  for (const own of [padded["[%-8s]"]!, padded["[%^8s]"]!]) {
    const start = [own("INFO", "red.client", "it is ready"), own("INFO", "red.chat", "wren: hi")];
    const line = own("INFO", "red.vex", "oh").replace(/\[ *INFO *\]/, "[ERROR]");
    expect(line).toContain("[ERROR]");
    expect(capture([...start, line, traceback])[0]!.uncertain, line).toEqual(expect.any(String));
  }
});
