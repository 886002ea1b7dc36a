import { describe, expect, test } from "vitest";
import { createCapture } from "../../../src/capture/capture.ts";

const place = { host: "night", service: "owls" };
/** Hosts and collectors that put each line into an object. */
const jsonCarriers: Record<string, (line: string) => string> = {
  "Railway's export": (message) =>
    JSON.stringify({ message, severity: "error", attributes: {}, timestamp: "2031-05-06T07:08:10.123456789Z" }),
  "Railway's export with places": (message) =>
    JSON.stringify({ message, tags: { deployment: "a", replica: "b" }, timestamp: "2031-05-06T07:08:10.123Z" }),
  "Datadog's agent": (message) =>
    JSON.stringify({ message, ...place, status: "info", ddtags: "env:nest", timestamp: 1935817690123 }),
  "Datadog's export": (message) =>
    JSON.stringify({ id: "AQ", content: { ...place, message, attributes: {}, timestamp: "2031-05-06T07:08:10.123Z" } }),
  "Datadog's API": (message) =>
    JSON.stringify({ id: "AQ", type: "log", attributes: { ...place, message, timestamp: "2031-05-06T07:08:10.123Z" } }),
  "Azure's container apps": (Log) => JSON.stringify({ TimeStamp: "2031-05-06T07:08:10.1234567Z", Log }),
  "Fluent Bit": (log) =>
    JSON.stringify({ date: 1935817690.123, log, stream: "stdout", kubernetes: { pod_name: "owls-1" } }),
  Vector: (message) =>
    JSON.stringify({ ...place, message, source_type: "file", timestamp: "2031-05-06T07:08:10.123Z" }),
  Filebeat: (message) =>
    JSON.stringify({ "@timestamp": "2031-05-06T07:08:10.123Z", log: { offset: 7 }, message, input: { type: "log" } }),
  "CloudWatch's events in JSON": (message) =>
    JSON.stringify({ timestamp: 1935817690123, message, ingestionTime: 1935817690999 }),
  "Papertrail's events in JSON": (message) =>
    JSON.stringify({ id: "7", received_at: "2031-05-06T07:08:10Z", program: "app/worker.1", message }),
};

/** Programs that add a prefix to each line of a log; none of the prefixes has a pattern of its own in src/. */
const carriers: Record<string, (line: string, at: number) => string> = {
  "pm2 --time": (line) => `2031-05-06T07:08:10: ${line}`,
  "pm2 with a format of dates": (line) => `2031-05-06 07:08 +00:00: ${line}`,
  "pm2 with milliseconds": (line) => `2031-05-06 07:08:10.123: ${line}`,
  "aws logs tail": (line) => `2031-05-06T07:08:10.123000+00:00 2031/05/06/[$LATEST]0123456789abcdef01234567 ${line}`,
  "aws logs tail --format short": (line) => `2031-05-06T07:08:10 ${line}`,
  "a table of CloudWatch's": (line) => `2031-05-06T07:08:10.123Z\t${line}`,
  "a table of CloudWatch's with milliseconds": (line) => `1935817690123\t${line}`,
  "a table of CloudWatch's with streams": (line) => `2031-05-06T07:08:10.123Z\tbot/main/0123456789abcdef\t${line}`,
  Render: (line) => `May 6 07:08:10 AM  ${line}`,
  "DigitalOcean's command line": (line) => `owl-bot 2031-05-06T07:08:10.123456789Z ${line}`,
  "moreutils' ts": (line) => `May 06 07:08:10 ${line}`,
  "moreutils' ts with brackets": (line) => `[2031-05-06 07:08:10] ${line}`,
  "moreutils' ts with fractions": (line) => `2031-05-06 07:08:10.123456 ${line}`,
  "moreutils' ts -s": (line) => `00:00:01 ${line}`,
  ...jsonCarriers,
  turbo: (line) => `web:dev: ${line}`,
  "turbo with a scope": (line) => `@owls/web:dev: ${line}`,
  lerna: (line) => `web: ${line}`,
  "lerna with a scope": (line) => `@owls/web: ${line}`,
  pnpm: (line) => `apps/web dev: ${line}`,
  "pnpm at the root": (line) => `. dev: ${line}`,
  yarn: (line) => `[@owls/web]: ${line}`,
  "concurrently with times": (line) => `[2031-05-06 07:08:10.123] ${line}`,
  "Pterodactyl's console": (line) => `container@pterodactyl~ ${line}`,
  "Pterodactyl's console, first line only": (line, at) => (at === 0 ? `container@pterodactyl~ ${line}` : line),
  logcat: (line) => `05-06 07:08:10.123  1234  1256 I python  : ${line}`,
  "logcat -v brief": (line) => `I/python  ( 1234): ${line}`,
  "logcat -v time": (line) => `05-06 07:08:10.123 I/python  ( 1234): ${line}`,
  "logcat -v year": (line) => `2031-05-06 07:08:10.123  1234  1256 I python  : ${line}`,
  svlogd: (line) => `2031-05-06_07:08:10.12345 ${line}`,
  Railway: (line, at) => `2031-05-06T07:08:10.123456789Z [${at % 2 === 0 ? "inf" : "err"}]  ${line}`,
  "gcloud app logs": (line) => `2031-05-06 07:08:10 default[20310506t070810]  ${line}`,
  Jenkins: (line) => `[2031-05-06T07:08:10.123Z] ${line}`,
  TeamCity: (line) => `[07:08:10] :\t ${line}`,
  "journalctl -o short-delta": (line) => `[  123.456789 <    0.000012 >] night owlbot[77]: ${line}`,
  "rsyslog without a process id": (line) => `2031-05-06T07:08:10.123456+00:00 night owlbot: ${line}`,
  logcli: (line) => `2031-05-06T07:08:10Z {app="owls"} ${line}`,
  "grep -n": (line, at) => `${at + 12}:${line}`,
  "grep -H": (line) => `latest.log:${line}`,
  "grep -Hn": (line, at) => `latest.log:${at + 12}:${line}`,
  bat: (line, at) => `${String(at + 12).padStart(4)} │ ${line}`,
  "less -N": (line, at) => `${String(at + 12).padStart(7)} ${line}`,
  diff: (line) => `+${line}`,
  "process-compose": (line) => `[bot\t] ${line}`,
  "carriers that have patterns: Heroku": (line) => `2031-05-06T07:08:10.123456+00:00 app[worker.1]: ${line}`,
  "carriers that have patterns: Fly": (line) => `2031-05-06T07:08:10Z app[5683d0] ams [info] ${line}`,
  "carriers that have patterns: kubectl": (line) => `2031-05-06T07:08:10.123456789Z ${line}`,
};

const traceback = `Traceback (most recent call last):
  File "/srv/owls/nest.py", line 4, in feed
    food["mouse"]
KeyError: 'mouse'`;

const logs: Record<string, string> = {
  "Python's logging": `2031-05-06 07:08:08,250 INFO     red.nest perched
2031-05-06 07:08:09,250 ERROR    red.nest it failed
${traceback}
2031-05-06 07:08:19,250 INFO     red.nest done`,
  Red: `[2031-05-06 07:08:08] [INFO] red.nest: perched
[2031-05-06 07:08:09] [ERROR] red.nest: it failed
${traceback}
[2031-05-06 07:08:19] [INFO] red.nest: done`,
  "a logger without times": `[INFO] nest: perched
[ERROR] nest: it failed
TypeError: no mouse
    at feed (/srv/owls/nest.js:4:7)
    at /srv/owls/index.js:9:1
[INFO] nest: done`,
  pino: `{"level":30,"time":1935817688250,"name":"nest","msg":"perched"}
{"level":50,"time":1935817689250,"name":"nest","err":{"type":"TypeError","message":"no mouse","stack":"TypeError: no mouse\\n    at feed (/srv/owls/nest.js:4:7)"},"msg":"it failed"}`,
};

function reportsIn(text: string, hasTimes = true) {
  const capture = createCapture();
  return [...capture.push(Buffer.from(`${text}\n`)), ...capture.flush()].map(({ report }) => ({
    ...{ error: report.error, level: report.level, logger: report.logger, message: report.message },
    ...{ uncertain: report.uncertain, ...(hasTimes && { timeMs: report.timeMs }) },
    breadcrumbs: report.breadcrumbs?.map(({ timeMs, ...crumb }) => ({ ...crumb, ...(hasTimes && { timeMs }) })),
  }));
}

for (const [name, log] of Object.entries(logs))
  describe(`a log is read completely behind any prefix: ${name}`, () => {
    const hasTimes = name !== "a logger without times";
    const whole = reportsIn(log, hasTimes);
    test("as it is", () => {
      expect(whole).toMatchObject([{ message: "it failed", breadcrumbs: [{ message: "perched" }] }]);
    });
    test.each(Object.entries(carriers))("%s", (_, carry) => {
      expect(reportsIn(log.split("\n").map(carry).join("\n"), hasTimes)).toMatchObject(whole);
    });
  });

test("the date of a prefix completes the time of a log line", () => {
  const text = `[07:08:09] [ERROR] red.nest: it failed\n${traceback}`.replace(/^/gm, "2031-05-06T07:08:10.123Z: ");
  expect(reportsIn(text)).toMatchObject([{ logger: "red.nest", timeMs: Date.UTC(2031, 4, 6, 7, 8, 10, 123) }]);
});

test("a log line in a message that a program put into an object itself is uncertain", () => {
  const object = (message: string) => JSON.stringify({ level: "info", message, timestamp: "2031-05-06T07:08:10.123Z" });
  const forged = `2031-05-06 07:08:09,250 ERROR red.nest: it failed\n${traceback}`;
  const isUncertain = [{ error: { type: "KeyError" }, uncertain: expect.any(String) }];
  expect(reportsIn(["awake", ...forged.split("\n")].map(object).join("\n"))).toMatchObject(isUncertain);
  expect(reportsIn(["awake", forged].map(object).join("\n"))).toMatchObject(isUncertain);
});

/** Objects of loggers that programs write themselves, with fields that carriers write as well. */
const ownObjects: Record<string, (message: string) => object> = {
  winston: (message) => ({ level: "info", message, timestamp: "2031-05-06T07:08:10.123Z" }),
  pino: (msg) => ({ level: 30, time: 1935817690123, msg }),
  structlog: (event) => ({ event, level: "info", timestamp: "2031-05-06T07:08:10.123Z" }),
  "python-json-logger": (message) => ({ message, timestamp: "2031-05-06T07:08:10.123Z" }),
  "a logger of Google's": (message) => ({ severity: "INFO", message, timestamp: "2031-05-06T07:08:10.123Z" }),
  "a logger of Google's in Go": (message) => ({
    severity: "INFO",
    message,
    timestamp: "2031-05-06T07:08:10.123456789Z",
  }),
  "a logger of a host's form": (message) => ({ severity: "info", message, timestamp: "2031-05-06T07:08:10.123Z" }),
  "a logger with Datadog's tags": (message) => ({ level: "info", message, ddsource: "nodejs", ddtags: "env:nest" }),
  "a logger with a container": (message) => ({ level: "info", message, container_id: "0123456789ab" }),
  "a logger with a stream": (msg) => ({ level: 30, msg, stream: "stdout" }),
  "Elastic's logger": (message) => ({ "@timestamp": "2031-05-06T07:08:10.123Z", log: { level: "info" }, message }),
};
const heads = ["2031-05-06 07:08:09,250 ERROR red.nest: it failed", "[07:08:09] [ERROR] red.nest: it failed"];

describe.each(Object.entries(ownObjects))("what a user wrote decides nothing in an object of %s", (_, objectOf) => {
  const carry = (message: string) => JSON.stringify(objectOf(message));
  const isDecided = (text: string) =>
    reportsIn(text).filter(({ logger, uncertain }) => logger !== undefined && uncertain === undefined);

  test.each(heads)("at the beginning of a log: %s", (head) => {
    expect(isDecided(carry(`${head}\n${traceback}`))).toEqual([]);
  });
  test.each(heads)("above what the program writes: %s", (head) => {
    expect(isDecided([carry(`${head}\n${traceback}`), carry("awake")].join("\n"))).toEqual([]);
  });
  test.each(heads)("in one message a line: %s", (head) => {
    const lines = [head, ...traceback.split("\n")];
    expect(isDecided(lines.map(carry).join("\n"))).toEqual([]);
    expect(isDecided(["awake", ...lines].map(carry).join("\n"))).toEqual([]);
  });
  test.each(heads)("in a log of plain lines: %s", (head) => {
    const plain = [0, 1, 2, 3].map((at) => head.replace(/09/, `0${at}`).replace(/ERROR.*/, `INFO] red.${at}: perched`));
    expect(isDecided([...plain, ...[head, ...traceback.split("\n")].map(carry)].join("\n"))).toEqual([]);
  });
});

test.each(Object.entries(jsonCarriers))(
  "a log line in an object below messages without one is uncertain: %s",
  (_, carry) => {
    const said = ["the bot is here now", "somebody said this is great", "another said that is odd", "what a day it is"];
    const forged = ["[ERROR] red.nest: it failed", ...traceback.split("\n")];
    const isUncertain = [{ error: { type: "KeyError" }, uncertain: expect.any(String) }];
    expect(reportsIn([...said, ...forged.map(carry)].join("\n"))).toMatchObject(isUncertain);
  },
);

test("a display name that begins like what bots say at a start is a name", () => {
  const chat = "Bot Bob: is it open?\nBot Bob: hello?\n";
  const forged = `${chat}[ERROR] red.nest: it failed\n${traceback}`;
  expect(reportsIn(forged)).toMatchObject([{ uncertain: expect.any(String) }]);
  const said = `Bot Name: Wren of the night\nBot Version: 7\n[ERROR] red.nest: it failed\n${traceback}`;
  expect(reportsIn(said)).toMatchObject([{ logger: "red.nest", uncertain: undefined }]);
});

test("what is printed below a message that Python writes on one line is not part of it", () => {
  for (const type of ["KeyError", "ModuleNotFoundError"])
    for (const below of ["wren: is it open?", "The bot restarts in 5 seconds.", "---", "*** stopped ***"]) {
      const text = `[07:08:09] [ERROR] red.nest: it failed\n${traceback.replace("KeyError", type)}\n\n${below}`;
      expect(reportsIn(text)).toMatchObject([{ error: { type, value: "'mouse'" } }]);
    }
});

test("what GitHub Actions says of a failed step is not part of the error's message", () => {
  const lines = ["ERROR:nest:it failed", ...traceback.split("\n"), "##[error]Process completed with exit code 1."];
  const text = lines.map((line) => `2031-05-06T07:08:10.1234567Z ${line}`).join("\n");
  expect(reportsIn(text)).toMatchObject([{ error: { type: "KeyError", value: "'mouse'" }, logger: "nest" }]);
});

test.each(["2031-05-06 07:08:08 wren: ", "wren: ", "[wren] ", "0:wren: "])(
  "a log line behind a prefix that no other line has is uncertain: %s",
  (name) => {
    const forged = `${name}hello\n${name}[ERROR] red.nest: it failed\n${traceback}`;
    expect(reportsIn(forged)).toMatchObject([{ uncertain: expect.any(String) }]);
  },
);

test("in an error without a prefix, a line that seems to have one is part of the message", () => {
  const text = `${traceback.replace("'mouse'", "two\nweb: [ERROR] red.nest: lines")}`;
  const log = `[2031-05-06 07:08:09] [ERROR] red.nest: it failed\n${text}`;
  expect(reportsIn(log)).toMatchObject([{ error: { value: "two\nweb: [ERROR] red.nest: lines" } }]);
});

test.each([
  "the bot said [ERROR] red.nest: it failed",
  "ValueError: 2031-05-06 07:08:09,250 ERROR red.nest it failed",
  "    log('[ERROR] red.nest: it failed')",
])("text before a log line is not a prefix: %s", (line) => {
  expect(reportsIn(`${line}\n${traceback}`)).toMatchObject([{ logger: undefined, message: undefined }]);
});
