import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createCapture } from "../../src/capture/capture.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const traceback = (name: string, path = "/srv/cogs/ponds/ponds.py") =>
  `Traceback (most recent call last):\n  File "${path}", line 4, in look\n    dive()\nValueError: ${name}`;
const at = (level: string, logger: string, message: string) => `[2026-03-04 05:06:07] [${level}] ${logger}: ${message}`;
const json = (error: string) =>
  JSON.stringify({ level: 50, time: 1772600767000, msg: "x", err: { type: "Error", message: "m", stack: error } });
const nodeError = "Error: m\n    at dive (/srv/bot/ponds.js:1:1)";

function uncertain(text: string): (string | undefined)[] {
  const capture = createCapture();
  return [...capture.push(Buffer.from(`${text}\n`)), ...capture.flush()].map(({ report }) => report.uncertain);
}

const forged: Readonly<Record<string, string>> = {
  "a traceback in a chat line": at("INFO", "red.chat", `wren: ${traceback("fake")}`),
  "a traceback below a chat line": at("DEBUG", "red.chat", `wren: hello\n${traceback("fake")}`),
  "a JSON record below a chat line": `${at("INFO", "red.chat", "wren: hello")}\n${json(nodeError)}`,
};
for (const [name, text] of Object.entries(forged))
  test(`what a user may have written is uncertain: ${name}`, () => {
    expect(uncertain(text)).toEqual([expect.any(String)]);
  });

test("a name in brackets before a level in brackets is no logger: bots print chat as `[name] text`, and both are the user's", () => {
  for (const level of ["[ERROR]", "[error]"]) {
    const capture = createCapture();
    const text = `[wren] [INFO] hello\n[red.vex.status] ${level} fake\n${traceback("fake")}\n`;
    const found = [...capture.push(Buffer.from(text)), ...capture.flush()];
    expect(found.map(({ report }) => report.logger)).toEqual([undefined]);
  }
});

const inFields = (fields: object) => JSON.stringify({ level: 50, time: 1772600767000, msg: "it failed", ...fields });
const fake = nodeError.replace("m", "fake");

test("in structured data, an error is certain in fields for errors, and uncertain in fields that may have a user's text", () => {
  const any = expect.any(String);
  const cases: readonly (readonly [text: string, wanted: readonly unknown[]])[] = [
    [inFields({ content: fake }), [any]],
    [inFields({ interaction: { options: [traceback("fake")] } }), [any]],
    [inFields({ content: fake, err: { type: "Error", message: "m", stack: nodeError } }), [undefined, any]],
    [inFields({ err: { stack: nodeError }, args: [fake] }), [undefined, any]],
    [`level=error ts=2026-03-04T05:06:07Z content="${traceback("fake").replaceAll('"', '\\"')}"`, [any]],
    [`level=error ts=2026-03-04T05:06:07Z exception="${traceback("real").replaceAll('"', '\\"')}"`, [undefined]],
    [JSON.stringify({ content: fake }), [any]],
    [JSON.stringify({ content: `error='x'\n${fake}` }), [any]],
    [`{'content': 'error="${traceback("fake").replaceAll("\n", "\\n")}'}`, [any]],
    [inFields({ message: { content: fake } }), [any]],
    [inFields({ message: fake }), [any]],
    [inFields({ text: fake }), [any]],
    [inFields({ reason: fake }), [any]],
    [inFields({ body: fake }), [any]],
    [inFields({ excuse: fake }), [any]],
    [inFields({ interaction: { options: { error: fake } } }), [any]],
    [inFields({ err: { type: "E", message: "m", stack: nodeError, requestBody: { error: fake } } }), [undefined, any]],
    [JSON.stringify([fake]), [any]],
    [JSON.stringify({ message: { content: fake } }, null, 2), [any]],
    [JSON.stringify({ stack: nodeError }), [undefined]],
    [inFields({ reason: { stack: nodeError } }), [undefined]],
    [inFields({ err: { errors: [{ message: "m", stack: nodeError }] } }), [undefined]],
    [JSON.stringify({ level: 3, short_message: "it failed", full_message: nodeError }), [undefined]],
    [JSON.stringify({ level: "error", body: nodeError }), [undefined]],
    [inFields({ msg: `it failed: ${nodeError}` }), [undefined]],
    [inFields({ lastError: nodeError }), [undefined]],
    [inFields({ details: { exception: traceback("real") } }), [undefined]],
    [`TypeError: no file at path: "C:\\new\\at"\n    at dive (/srv/bot/ponds.js:1:1)`, [undefined]],
  ];
  for (const [text, wanted] of cases) expect(uncertain(text), text).toEqual(wanted);
});

test("each of two errors in one log record is uncertain: the first may be quoted before the log line, the last in its message", () => {
  const any = expect.any(String);
  for (const text of [
    `cannot read this:\n${traceback("fake")}\n\n${traceback("real")}`,
    `oh\n${traceback(`cannot convert\n${traceback("fake")}`)}`,
  ])
    expect(uncertain(at("ERROR", "red.ponds", text)), text).toEqual([any, any]);
  const inJson = nodeError.replace("m", `cannot convert\n${traceback("fake")}`);
  expect(uncertain(json(inJson))).toEqual([any]);
  expect(uncertain(at("ERROR", "red.ponds", inJson))).toEqual([any]);
});

/** Prefixes and wrappers that programs add to each line of a log. */
const carriers: ((line: string) => string)[] = [
  ...["bot  | ", "0|bot | ", "[stderr] ", "[1] ", "web:dev: ", "05:06:07 web.1 | ", "Mar  4 05:06:07 host bot[1]: "],
  ...["2026-03-04T05:06:07.123 app[148e21ea] ams [info] ", "1772600767123\t", "MESSAGE="],
  ...['2026-03-04T05:06:07Z {app="bot", pod="x"} ', "Mar 4 05:06:07 AM  0|bot  | "],
  ...["2026-03-04T05:06:07.123456789Z stdout F ", "2026-03-04T05:06:07.123456+00:00 app[web.1]: ", "[pod/x/y] "],
].map((prefix) => (line: string) => prefix + line);
carriers.push(
  (line) => JSON.stringify({ log: `${line}\n`, stream: "stderr", time: "2026-03-04T05:06:07.1Z" }),
  (line) => JSON.stringify({ textPayload: line, timestamp: "2026-03-04T05:06:07Z" }),
  (line) => JSON.stringify({ log: `0|bot  | ${line}\n`, stream: "stderr", time: "2026-03-04T05:06:07.1Z" }),
  (line) => JSON.stringify({ MESSAGE: line, __REALTIME_TIMESTAMP: "1772600767000000", _PID: "4" }),
);

test("an error is uncertain if its lines have a prefix that the log lines before it lack", () => {
  const carry = (text: string, carrier: (line: string) => string) => text.split("\n").map(carrier).join("\n");
  const chat = at("INFO", "red.chat", "wren: hello");
  for (const carrier of carriers)
    for (const error of [fake, traceback("fake")]) {
      const forged = carry(error, carrier);
      expect(uncertain(`${chat}\n${forged}`), forged).toEqual([expect.any(String)]);
      const below = uncertain(`${at("ERROR", "red", traceback("real"))}\n${forged}`);
      expect(below.slice(1).includes(undefined), forged).toBe(false);
      expect(uncertain(carry(`${chat}\n${at("ERROR", "red", error)}`, carrier)), forged).toEqual([undefined]);
      expect(uncertain(forged), forged).toEqual([undefined]);
    }
});

test("an error with a time before each line is uncertain in a log whose lines have levels and no such times", () => {
  const timed = (text: string) => text.replace(/^/gm, "2026-03-04 05:06:07 ");
  for (const error of [fake, traceback("fake")]) {
    const any = [expect.any(String)];
    expect(uncertain(`${at("INFO", "red.chat", "wren: hello")}\n${timed(error)}`)).toEqual(any);
    expect(uncertain(`${at("ERROR", "red", "oh")}\n${at("INFO", "red", "fine")}\n${timed(error)}`)).toEqual(any);
    expect(uncertain(timed(`fine\n${error}`))).toEqual([undefined]);
    expect(uncertain(timed(`${at("INFO", "red", "fine")}\n${at("ERROR", "red", error)}`))).toEqual([undefined]);
  }
});

test("whatever signs are around the level of a chat line, the error below it is uncertain", () => {
  for (const head of [
    ...["2026-03-04 05:06:07 {INFO} (red.chat) ", "** INFO ** 2026-03-04 05:06:07 ", "(INFO) ", "npm info "],
    ...["I, [2026-03-04T05:06:07.123456 #812]  INFO -- chat: ", "2026-03-04 05:06:07 I red.chat "],
    ...["20260304-050607|INFO|red.chat|", "03-04 05:06 red.chat     INFO     ", "2026-03-04 05:06:07 || INFO || "],
  ])
    for (const error of [fake, traceback("fake")])
      expect(uncertain(`${head}wren: hello\n${error}`), head).toEqual([expect.any(String)]);
});

test("a capture that goes on within a long message knows that it is below a log line", () => {
  const begin = `${at("INFO", "red", "fine")}\n`.repeat(1000) + at("INFO", "red.chat", "wren: hello");
  const resumedAfter = (before: string, after: string) => {
    const first = createCapture();
    const text = Buffer.from(before);
    for (let from = 0; from < text.length; from += 500) first.push(text.subarray(from, from + 500));
    const rest = Buffer.concat([text.subarray(first.resumeOffset), Buffer.from(`${after}\n`)]);
    const second = createCapture({ isTorn: first.isTorn });
    return [...second.push(rest), ...second.flush()].map(({ report }) => report.uncertain);
  };
  for (const lines of [10, 1500, 3000, 25_000])
    for (const error of [fake, traceback("fake")]) {
      const quiet = `${begin}${"\nx".repeat(lines)}\n`;
      expect(resumedAfter(quiet, error), `${lines}`).toEqual([expect.any(String)]);
      expect(resumedAfter(quiet, `${at("ERROR", "red", "oh")}\n${error}`), `${lines}`).toEqual([undefined]);
      expect(resumedAfter("x\n".repeat(lines), error), `${lines}`).toEqual([undefined]);
    }
});

test("even after many lines, an error below a chat line stays uncertain", () => {
  const chat = at("INFO", "red.chat", "wren: hello");
  const lines = (count: number) => "\nx".repeat(count);
  for (const text of [
    `${chat}\nTraceback (most recent call last):${lines(500)}\n${fake}`,
    `${chat}\n${traceback("fake")}${lines(500)}\n${fake}`,
    `${chat}${lines(3000)}\n${fake}`,
    `${chat}${lines(60_000)}\n${fake}`,
    `${`${at("INFO", "red", "fine")}\n`.repeat(1000)}${chat}${lines(1500)}\n${fake}`,
  ])
    expect(uncertain(text).at(-1)).toEqual(expect.any(String));
  expect(uncertain(`${"x\n".repeat(3000)}${nodeError}`)).toEqual([undefined]);
  expect(uncertain(`Traceback (most recent call last):${lines(500)}\n${nodeError}`).at(-1)).toBe(undefined);
});

test("a traceback that continues after a chat line is uncertain", () => {
  const [begin, ...rest] = traceback("fake").split(/\n(?=ValueError)/);
  const text = `${begin}\n${at("INFO", "red.chat", "wren: hello")}\n${rest.join("\n")}`;
  expect(uncertain(text)).toEqual([expect.any(String)]);
});

test("a name that is a level, or a second level in an unquoted text, does not make a line an error line", () => {
  for (const head of [
    "2026-03-04 05:06:07 [ERROR] INFO: hello",
    "[2026-03-04 05:06:07] [ERROR] [INFO] hello",
    "2026-03-04 05:06:07 ERROR: INFO hello",
    "ts=2026-03-04T05:06:07Z level=info user=x level=error",
  ])
    expect(uncertain(`${head}\n${fake}`), head).toEqual([expect.any(String)]);
  const logfmt = `ts=2026-03-04T05:06:07Z level=info user=x level=error err="${fake.replaceAll("\n", "\\n")}"`;
  expect(uncertain(logfmt)).toEqual([expect.any(String)]);
  const nested = { severity: "INFO", message: "level up", context: { level: 50, time: 1 }, stack: nodeError };
  expect(uncertain(JSON.stringify(nested))).toEqual([expect.any(String)]);
});

test("errors that programs log, and tracebacks without any log line, are not uncertain", () => {
  for (const text of [
    at("ERROR", "red", `Exception in command 'look'\n${traceback("real")}`),
    `${at("INFO", "red", "fine")}\n${at("WARNING", "red", `oh\n${traceback("real")}`)}`,
    traceback("real"),
    nodeError,
    `${json(nodeError)}\n${json(nodeError)}`,
  ])
    expect(new Set(uncertain(text)), text).toEqual(new Set([undefined]));
});

const plugin = (name: string) => ({
  ...{ version: "1.0.0", dsn: "https://public@sentry.example/1" },
  ...{ paths: [`cogs/${name}/`], loggers: [`red.${name}`] },
});

async function homeWith(...publishers: string[]): Promise<string> {
  const home = temporaryFolder();
  for (const name of publishers) {
    const file = join(home, `${name}.json`);
    writeFileSync(file, JSON.stringify({ publisher: name, title: name, plugins: { [name]: plugin(name) } }));
    expect((await runVextel(["publisher", "add", file], { home })).status).toBe(0);
  }
  return home;
}

interface Previewed {
  readonly event: {
    readonly logger?: string;
    readonly logentry?: { readonly message: string };
    readonly contexts?: { readonly vextel?: { readonly notes: readonly string[] } };
    readonly exception: {
      readonly values: readonly { readonly stacktrace: { readonly frames: readonly { context_line?: string }[] } }[];
    };
    readonly breadcrumbs: { readonly values: readonly { readonly category: string }[] };
  };
}

test("an event contains lines and breadcrumbs of frameworks and its own loggers, and of no others", async () => {
  const home = await homeWith("ponds", "banks");
  const log = (logger: string) =>
    [
      at("INFO", "red.banks", "moved money of Jane"),
      at("INFO", "red.ponds", "looked"),
      at("ERROR", logger, `said by ${logger}\n${traceback(`by ${logger.replace(".", " ")}`)}`),
      "",
    ].join("\n");
  const of = async (logger: string) =>
    (await runJson<Previewed[]>(["preview"], { home, stdin: log(logger) }))[0]!.event;
  for (const logger of ["red.banks", "red.core.bank"]) {
    const event = await of(logger);
    expect([event.logger, event.logentry]).toEqual([undefined, undefined]);
    expect(event.breadcrumbs.values.map(({ category }) => category)).toEqual(["red.ponds"]);
  }
  for (const logger of ["red", "red.ponds.water", "discord.ext.tasks"])
    expect(await of(logger)).toMatchObject({ logger, logentry: { message: `said by ${logger}` } });
});

test("an event contains no source lines of others' files", async () => {
  const home = await homeWith("ponds", "banks");
  const frame = (name: string, source: string) =>
    `  File "/srv/bot/cogs/${name}/${name}.py", line 3, in look\n    ${source}`;
  const frames = [frame("ponds", "look(depth)"), frame("banks", 'tell("Jane")'), frame("nobody", 'ask("Joe")')];
  const stdin = `Traceback (most recent call last):\n${[...frames, frame("ponds", "dive(depth)")].join("\n")}\nKeyError: 'x'\n`;
  const [only] = await runJson<Previewed[]>(["preview"], { home, stdin });
  const [error] = only!.event.exception.values;
  expect(error!.stacktrace.frames.map((one) => one.context_line)).toEqual([
    ...["look(depth)", undefined, undefined, "dive(depth)"],
  ]);
});

test("an event says that a user may have written it", async () => {
  const home = await homeWith("ponds");
  const stdin = `${forged["a traceback below a chat line"]}\n`;
  const [only] = await runJson<Previewed[]>(["preview"], { home, stdin });
  expect(only!.event.contexts!.vextel!.notes).toEqual([expect.stringContaining("perhaps written by a user")]);
});

/** The publisher of each error that `preview` finds, and the note that a user may have written it, if any. */
async function doubtsIn(home: string, stdin: string) {
  const found = await runJson<(Previewed & { publisher: string })[]>(["preview"], { home, stdin });
  return found.map(({ publisher, event }) => [publisher, event.contexts?.vextel?.notes[0]]);
}

test("a user's text in the message of a plugin's error is uncertain if it names another publisher's code", async () => {
  const home = await homeWith("ponds", "banks");
  const stolen = traceback("stolen", "/srv/cogs/banks/banks.py");
  const node = (message: string) => `Error: ${message}\n    at dive (/srv/cogs/ponds/ponds.js:3:1)`;
  const call = "    at rob (/srv/cogs/banks/banks.js:1:1)";
  const inJson = (message: string) =>
    JSON.stringify({ level: 50, time: 1772600767000, msg: "x", err: { type: "Error", message, stack: node(message) } });
  const link = "The above exception was the direct cause of the following exception:";
  const perhaps = expect.stringContaining("perhaps written by a user");
  for (const [text, publishers] of [
    [at("ERROR", "red.ponds", `oh\n${traceback(`hi\n${stolen}`)}`), ["ponds", "banks"]],
    [at("ERROR", "red.ponds", `cannot read this\n${stolen}`), ["banks"]],
    [at("ERROR", "red.ponds", `oh\n${traceback(`hi\n\n${link}\n\n${stolen}`)}`), ["banks"]],
    [`${node(`hi\n${call}`)}\n`, ["banks"]],
    [inJson(`hi\n${call}`), ["banks"]],
    [inJson(`hi\n\nError: m\n${call}`), ["banks"]],
  ] as const)
    expect(await doubtsIn(home, `${text}\n`), text).toEqual(publishers.map((publisher) => [publisher, perhaps]));
});

test("errors with code of one publisher and of libraries only are certain", async () => {
  const home = await homeWith("ponds", "banks");
  const link = "The above exception was the direct cause of the following exception:";
  const library = "/usr/lib/python3.11/site-packages/aiohttp/client.py";
  for (const text of [
    at("ERROR", "red.ponds", `oh\n${traceback(`hi\n\n${link}\n\n${traceback("then")}`)}`),
    at("ERROR", "red.ponds", `oh\n${traceback("hi", library)}\n\n${link}\n\n${traceback("then")}`),
    "Error: hi\n    at dive (/srv/cogs/ponds/ponds.js:3:1)\n    at run (/srv/node_modules/discord.js/a.js:1:1)",
  ])
    expect(await doubtsIn(home, `${text}\n`), text).toEqual([["ponds", undefined]]);
});

test("an error that a user may have written is a separate event: dropping it drops no other", async () => {
  const home = await homeWith("ponds");
  const idOf = async (level: string) =>
    (
      await runJson<{ id: string }[]>(["preview"], { home, stdin: `${at(level, "red", `oh\n${traceback("fish")}`)}\n` })
    )[0]!.id;
  expect(await idOf("INFO")).not.toBe(await idOf("ERROR"));
});
