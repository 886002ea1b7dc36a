import { describe, expect, test } from "vitest";
import { createCapture } from "../../../src/capture/capture.ts";

function errorsIn(text: string) {
  const capture = createCapture();
  return [...capture.push(Buffer.from(text)), ...capture.flush()].map(({ report }) => report.error);
}

const texts = {
  chain: `Traceback (most recent call last):
  File "/srv/owls/nest.py", line 4, in feed
    food["mouse"]
    ~~~~^^^^^^^^^
KeyError: 'mouse'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/srv/owls/nest.py", line 9, in <module>
    feed()
  File "/srv/owls/nest.py", line 6, in feed
    raise Hungry("no mouse")
owls.Hungry: no mouse`,
  group: `  + Exception Group Traceback (most recent call last):
  |   File "/srv/owls/night.py", line 8, in <module>
  |     raise ExceptionGroup("night", errors)
  | ExceptionGroup: night (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/srv/owls/night.py", line 4, in hoot
    |     int("hoo")
    | ValueError: invalid literal for int() with base 10: 'hoo'
    +---------------- 2 ----------------
    | OSError: dark
    +------------------------------------`,
  syntax: `  File "/srv/owls/wing.py", line 1
    def fly(
           ^
SyntaxError: '(' was never closed`,
  box: `╭───────────────────── Traceback (most recent call last) ──────────────────────╮
│ /srv/owls/forest.py:12 in perch                                              │
│                                                                              │
│    9                                                                         │
│ ❱ 12     raise LookupError("no branch")                                      │
│   13                                                                         │
╰──────────────────────────────────────────────────────────────────────────────╯
LookupError: no branch`,
  node: `Error: nest is full
    at land (/srv/owls/index.js:7:9)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5) {
  code: 'EFULL',
  [cause]: TypeError: wind.strength is not a function
      at glide (/srv/owls/wind.js:3:12)
      at async land (/srv/owls/index.js:5:5)
}`,
  uncaught: `/srv/owls/index.mjs:2
  throw new RangeError("too high");
  ^

RangeError: too high
    at file:///srv/owls/index.mjs:2:9
    at ModuleJob.run (node:internal/modules/esm/module_job:194:25)

Node.js v20.9.0`,
};

/** Texts for all carriers. Other programs' lines are never inserted into a notebook's traceback. */
const carried = {
  ...texts,
  notebook: `${"-".repeat(75)}
KeyError                                  Traceback (most recent call last)
Cell In[3], line 2
      1 import nest
----> 2 nest.feed("mouse")

File ~/owls/nest.py:4, in feed(food)
      3 def feed(food):
----> 4     return larder[food]

KeyError: 'mouse'`,
};

const eachLine = (prefix: string) => (text: string) => `${prefix}${text.replaceAll("\n", `\n${prefix}`)}\n`;
const escapeHtml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const transports: Record<string, (text: string) => string> = {
  "docker compose": eachLine("owl-1  | "),
  "docker compose in colour": eachLine("\x1b[36mowl-1  |\x1b[0m "),
  "docker service": eachLine("owls_bot.1.k3j2h5k3jh45@night    | "),
  "docker json-file": (text) =>
    text
      .split("\n")
      .map((line) => `${JSON.stringify({ log: `${line}\n`, stream: "stderr", time: "2031-05-06T07:08:09.1Z" })}\n`)
      .join(""),
  "Kubernetes' files": eachLine("2031-05-06T07:08:09.123456789Z stderr F "),
  "Kubernetes' files, lines broken": (text) =>
    text
      .split("\n")
      .flatMap((line) =>
        [...(line.match(/.{1,40}/g) ?? [""])].map((part, at, all) => (at + 1 < all.length ? `P ${part}` : `F ${part}`)),
      )
      .map((tagged) => `2031-05-06T07:08:09.123456789Z stderr ${tagged}\n`)
      .join(""),
  journalctl: eachLine("May  6 07:08:09 night owlbot[77]: "),
  "journalctl in colour": eachLine("\x1b[0;1;31mMay 06 07:08:09 night owlbot[77]:\x1b[0m "),
  "journalctl -o short-unix": eachLine("1935817689.123456 night owlbot[77]: "),
  pm2: eachLine("0|owls  | "),
  Fly: eachLine("2031-05-06T07:08:09Z app[5683d0] ams [info] "),
  kubetail: eachLine("[owlbot-7c9d8f-x2x] "),
  stern: eachLine("owlbot-7c9d8f-x2x bot "),
  "journalctl -o short-full": eachLine("Tue 2031-05-06 07:08:09 UTC night owlbot[77]: "),
  "journalctl -o short-monotonic": eachLine("[ 3141.592653] night owlbot[77]: "),
  "syslog as it is sent": eachLine("<14>1 2031-05-06T07:08:09.250Z night owlbot 77 - - "),
  "syslog as it was sent once": eachLine("<14>May  6 07:08:09 night owlbot[77]: "),
  "pm2 with times": eachLine("0|owls  | 2031-05-06 07:08:09 +00:00: "),
  forever: eachLine("data:    owls.js:77 - "),
  foreman: eachLine("07:08:09 owls.1   | "),
  concurrently: eachLine("[0] "),
  "kubectl logs --prefix": eachLine("[pod/owlbot-6d4cf56db6-x8k2p/bot] "),
  "stern, a pod of a deployment": eachLine("owlbot-6d4cf56db6-x8k2p bot "),
  CloudWatch: eachLine("2031-05-06T07:08:09.250000+00:00 ecs/owls/0123456789abcdef0123456789abcdef "),
  "GitLab's runner": eachLine("2031-05-06T07:08:09.250000Z 01O "),
  "GitHub's command line": eachLine("test\tRun the bot\t2031-05-06T07:08:09.2500000Z "),
  "journalctl -o json in colour": (text) =>
    text
      .split("\n")
      .map((line) => ({
        __REALTIME_TIMESTAMP: "1935817689250000",
        MESSAGE: line === "" ? line : [...Buffer.from(`\x1b[31m${line}\x1b[0m`)],
      }))
      .map((entry) => `${JSON.stringify(entry)}\n`)
      .join(""),
  Dokku: eachLine("2031-05-06T07:08:09.250000000Z app[worker.1]: "),
  daemontools: eachLine("@400000006a1b2c3d0a1b2c3d "),
  s6: eachLine("2031-05-06 07:08:09.250000000  "),
  "the name of the stream": eachLine("[stderr] "),
  "a level on each line": eachLine("[ERROR] [stderr] "),
  "a time on each line": eachLine("2031-05-06 07:08:09 "),
  "time and level on each line": eachLine("2031-05-06 07:08:09,250 ERROR owls: "),
  "an indentation": eachLine("    "),
  "a quoted mail": eachLine("> "),
  "a terminal that doubles line ends": (text) => `${text.replaceAll("\n", "\n\n")}\n`,
  "CR LF": (text) => text.replaceAll("\n", "\r\n"),
  "line ends of both kinds": (text) => text.replaceAll(/\n(.*)\n/g, "\r\n$1\n"),
  "NUL bytes of a file that was not closed": (text) => `\0\0\0\0${text}\n`,
  "the source of a web page": (text) => `<pre><code>${escapeHtml(text)}</code></pre>\n`,
  "a fence of Markdown": (text) => `\`\`\`py\n${text}\n\`\`\`\n`,
  "a fence that is glued to it": (text) => `\`\`\`${text}\`\`\`\n`,
  "a JSON log": (text) => `${JSON.stringify({ level: "error", msg: "oh", exc_info: text })}\n`,
  "a JSON log within JSON": (text) => `${JSON.stringify({ level: "error", exc: JSON.stringify({ stack: text }) })}\n`,
  "logfmt in colour": (text) =>
    `time=2031-05-06T07:08:09Z level=error msg=${JSON.stringify(text.replaceAll(/^(.+)$/gm, "\x1b[31m$1\x1b[0m"))}\n`,
  "syslog's octal line ends": (text) => `May  6 07:08:09 night owlbot[77]: ${text.replaceAll("\n", "#012")}\n`,
  logfmt: (text) => `time=2031-05-06T07:08:09Z level=error msg=oh err=${JSON.stringify(text)}\n`,
  "a repr of Python's": (text) =>
    `ERROR:owls:'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'\n`,
};

for (const [carrier, carry] of Object.entries(transports))
  describe(`through ${carrier}, errors are read completely`, () => {
    test.each(Object.entries(carried))("%s", (_, text) => {
      expect(errorsIn(text)).toHaveLength(1);
      expect(errorsIn(carry(text))).toEqual(errorsIn(text));
    });
  });

test("the log line before an error is read behind any prefix", () => {
  const text = `[2031-05-06 07:08:09] [ERROR] red.owls: oh\n${texts.chain}\n[2031-05-06 07:08:10] [INFO] red.fish: swim`;
  const names = ["journalctl -o short-full", "syslog as it is sent", "pm2 with times", "forever", "foreman"].concat(
    ["concurrently", "kubectl logs --prefix", "stern, a pod of a deployment", "CloudWatch", "GitLab's runner", "Dokku"],
    ["daemontools", "s6", "the name of the stream", "journalctl -o short-monotonic", "docker compose", "journalctl"],
  );
  for (const name of names) {
    const capture = createCapture();
    const carried = transports[name]!(text);
    const found = [...capture.push(Buffer.from(carried)), ...capture.flush()];
    expect(found, name).toHaveLength(1);
    expect(found[0]!.report, name).toMatchObject({ level: "error", logger: "red.owls", message: "oh" });
  }
});

test("another program's log line after any line of an error does not change the error", () => {
  const other = "[2031-05-06 07:08:10] [INFO] red.fish: swimming";
  for (const text of Object.values(texts)) {
    const lines = `[2031-05-06 07:08:09] [ERROR] red.owls: oh\n${text}`.split("\n");
    for (let at = 2; at < lines.length; at++) {
      const mixed = [...lines.slice(0, at), other, ...lines.slice(at)].join("\n");
      expect(errorsIn(mixed), mixed).toEqual(errorsIn(text));
    }
  }
});

test("frames belong to the error above them, even if only the error's first line has a prefix", () => {
  const carried = texts.node.replace(/^/, "0|owls  | [ERROR] ");
  const text = `2031-05-06 07:08:09 INFO     discord.client a\n${carried}\n2031-05-06 07:08:10 INFO     discord.client b\n`;
  expect(errorsIn(text)).toEqual(errorsIn(texts.node));
});

test("escaped quotes with unescaped line ends do not hide frames", () => {
  const logged = `event="oh" level=error ts=2031-05-06T07:08:09Z exception="${texts.chain.replaceAll('"', '\\"')}"\n`;
  const paths = (text: string) => errorsIn(text)[0]?.context?.frames.map(({ path, line }) => [path, line]);
  expect(paths(logged)).toEqual(paths(texts.chain));
  expect(paths(logged)).toHaveLength(1);
});

test("frames below a separate warning do not belong to an earlier error", () => {
  const first = `[2031-05-06 07:08:09] [ERROR] owls: oh\n${texts.node}`;
  const second = "[2031-05-06 07:08:10] [WARN] owls: Response: Busy\n    at ask (/srv/owls/ask.js:1:2)";
  expect(errorsIn(`${first}\n${second}\n`).map(({ frames }) => frames.length)).toEqual([2, 1]);
});

test("an error below a separate log line is not part of an earlier error without frames", () => {
  const log = "2031-05-06 07:08:09 ERROR asyncio: ";
  const text = `${log}Future exception was never retrieved
future: <Future finished exception=KeyError('egg')>
KeyError: 'egg'
${log}Exception in callback hoot()
handle: <Handle hoot()>
${texts.chain}
`;
  expect(errorsIn(text)).toEqual([{ type: "KeyError", value: "'egg'", frames: [] }, ...errorsIn(texts.chain)]);
});

test("structured records with the same time are not joined", () => {
  const line = (stack: string) => `${JSON.stringify({ level: 50, time: 1935817689123, msg: "", err: { stack } })}\n`;
  const stacks = ["Error: a\n    at f (/srv/owls/a.js:1:1)", "Error: b\n    at f (/srv/owls/a.js:2:1)"];
  expect(errorsIn(stacks.map(line).join("")).map(({ value }) => value)).toEqual(["a", "b"]);
});

test("a line that Docker or Kubernetes split is joined again, even if lines of another stream are in between", () => {
  const stack = `${JSON.stringify({ level: 50, filler: "x".repeat(20_000), err: { stack: texts.node.split(" {")[0] } })}`;
  const [first, rest] = [stack.slice(0, 16_384), stack.slice(16_384)];
  const docker = (log: string) => `${JSON.stringify({ log, stream: "stdout", time: "2031-05-06T07:08:09.1Z" })}\n`;
  expect(errorsIn(docker(first) + docker(`${rest}\n`))).toEqual(errorsIn(`${stack}\n`));
  const time = "2031-05-06T07:08:09.123456789Z";
  const mixed = [`${time} stdout P ${first}`, `${time} stderr F hoot`, `${time} stdout F ${rest}`, ""].join("\n");
  expect(errorsIn(mixed)).toEqual(errorsIn(`${stack}\n`));
  expect(errorsIn(mixed)).toHaveLength(1);
});

test("structlog's logfmt quotes around a traceback, and escaped quotes in it, are decoded", () => {
  for (const text of [
    texts.chain,
    texts.group,
    "Traceback (most recent call last):\n  File 'a.py', line 1, in f\nowls.Hungry",
  ]) {
    const quoted = text.replaceAll("'", '"');
    const logged = `nests=3 event="oh no" level=error timestamp=2031-05-06T07:08:09Z exception="${quoted.replaceAll('"', '\\"')}"\n`;
    expect(errorsIn(logged), logged).toEqual(errorsIn(quoted));
    expect(errorsIn(logged)).toHaveLength(1);
  }
});

/** Carriers of a line in JSON or between fields: the time that they write, if they do. */
const timed: [string, (line: string) => string][] = [
  [
    "pm2 logs --json",
    (message) =>
      JSON.stringify({
        message: `${message}\n`,
        timestamp: "2031-05-06T07:08:09.000Z",
        type: "err",
        process_id: 0,
        app_name: "owls",
      }),
  ],
  ["pm2 logs --format", (line) => `timestamp=2031-05-06-07:08:09+0000 app=owls id=0 type=err message=${line}`],
  [
    "Docker, gelf",
    (line) =>
      JSON.stringify({
        version: "1.1",
        host: "nest",
        short_message: line,
        timestamp: 1935817689,
        _container_id: "0a",
        _container_name: "owls",
      }),
  ],
  [
    "Docker, fluentd",
    (line) =>
      `2031-05-06 07:08:09.000000000 +0000 docker.owls: ${JSON.stringify({ log: line, container_name: "/owls" })}`,
  ],
  [
    "journalctl -o json-sse",
    (line) => `data: ${JSON.stringify({ __REALTIME_TIMESTAMP: "1935817689000000", MESSAGE: line, _PID: "812" })}`,
  ],
  ["journalctl -o short-full", (line) => `Tue 2031-05-06 07:08:09 UTC nest owls[812]: ${line}`],
  [
    "journalctl -o verbose",
    (line) => `Tue 2031-05-06 07:08:09.000000 UTC [s=0a;i=1;b=0b]\n    PRIORITY=6\n    MESSAGE=${line}\n    _PID=812`,
  ],
];

test.each(timed)("%s writes the time of a traceback", (_, carry) => {
  const lines = ["INFO:nest:awake", "ERROR:nest:it broke", ...texts.chain.split("\n"), "INFO:nest:back"];
  const capture = createCapture();
  const found = [...capture.push(Buffer.from(`${lines.map(carry).join("\n")}\n`)), ...capture.flush()];
  expect(found.map(({ report }) => [report.error?.type, report.timeMs, report.logger, report.message])).toEqual([
    ["Hungry", 1935817689000, "nest", "it broke"],
  ]);
  expect(found[0]!.report.breadcrumbs.map(({ message }) => message)).toEqual(["awake"]);
});
