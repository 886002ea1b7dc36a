import { expect, test } from "vitest";
import { createCapture } from "../../../src/capture/capture.ts";

const stack = "TypeError: oh\n    at dive (/srv/bot/ponds.js:1:1)\n    at look (/srv/bot/ponds.js:2:1)";

type Logger = (level: string, text: string) => string;

const main: Logger = (level, text) => `[2026-03-04 05:06:07] [${level.padEnd(8)}] red.core: ${text}`;

/** Loggers beside the main one, as bots have them of libraries and of their own. */
const others: Readonly<Record<string, Logger>> = {
  "Python's default": (level, text) => `${level}:ponds:${text}`,
  "level in brackets": (level, text) => `[${level.padEnd(5)}] ponds: ${text}`,
  "badge behind a name": (level, text) => `[ponds]  ${level}  ${text}`,
  "level alone": (level, text) => `${level.toLowerCase()}: ${text}`,
  "level filled up": (level, text) => `2026-03-04 05:06:07 ${level.toLowerCase().padEnd(5)}: ${text}`,
  Nest: (level, text) =>
    `[Nest] 812  - 03/04/2026, 5:06:07 AM ${level.replace("INFO", "LOG").padStart(7)} [Ponds] ${text}`,
};

const talk = ["wren: hello", "it is late", "[music] next: reeds"].map((text) => main("INFO", text));

function capture(lines: readonly string[]) {
  const reader = createCapture();
  return [...reader.push(Buffer.from(`${lines.join("\n")}\n`)), ...reader.flush()].map(({ report }) => report);
}

for (const [name, other] of Object.entries(others)) {
  const error = `${other("ERROR", "it failed")}\n${stack}`;

  test(`an error of another logger is certain if that printed a line before the bot signed in: ${name}`, () => {
    for (const signedIn of ["Logged in as Wader", "Shard ID None has connected to Gateway (Session ID: 8)"]) {
      const start = [main("INFO", "starting"), other("INFO", "loading ponds"), main("INFO", signedIn)];
      const [found] = capture([...start, ...talk, error]);
      expect([found!.level, found!.message, found!.uncertain]).toEqual(["error", "it failed", undefined]);
    }
  });

  test(`it is uncertain below a line that may be a message if nothing came of it before: ${name}`, () => {
    const start = [main("INFO", "starting"), main("INFO", "Logged in as Wader")];
    const ofUser = main("INFO", `hi\n${other("INFO", "loading ponds")}`);
    expect(capture([...start, ofUser, main("INFO", "Logged in as Wader"), ...talk, error])[0]!.uncertain).toEqual(
      expect.any(String),
    );
  });
}

test("no error is uncertain in a log without chat, and what its log line names is so", () => {
  const read = (hasChat?: boolean) => {
    const reader = createCapture(hasChat === undefined ? {} : { hasChat });
    const lines = [main("INFO", "Logged in as Wader"), "[wren] hello there", main("INFO", "wren: hi")];
    const text = `${[...lines, `ERROR:mill.wheel:it failed\n${stack}`, main("INFO", "done")].join("\n")}\n`;
    return [...reader.push(Buffer.from(text)), ...reader.flush()].map(({ report }) => report);
  };
  expect(read()[0]!.uncertain).toEqual(expect.any(String));
  expect(read(false)).toMatchObject([{ logger: "mill.wheel", message: "it failed" }]);
  expect(read(false)[0]!.uncertain).toBeUndefined();
});

test("what was printed before a bot signed in shows nothing if some of it may be chat", () => {
  const other = others["Python's default"]!;
  const start = [main("INFO", "starting"), "[wren] hello there", other("INFO", "loading ponds")];
  const lines = [...start, main("INFO", "Logged in as Wader"), ...talk, other("ERROR", "it failed"), stack];
  expect(capture(lines)[0]!.uncertain).toEqual(expect.any(String));
});
