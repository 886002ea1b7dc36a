import fc from "fast-check";

/** Whole lines that people can make a bot log, or that a broken logger writes. */
const number = fc.oneof(
  fc.constantFrom("1e308", "-1e308", "9e15", "253402300800000", "-1", "1e-300", "00", "1e999", "-0", "0.1e1", "NaN"),
  fc.double().map(String),
  fc.bigInt().map(String),
);
const nasty = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(
    ...["MTE4AAAAAAAAAAAAAAAAAAAA.aaaaaa.aaaaaaaaaaaaaaaaaaaa", "/discord.gg\\/abc", "__proto__", "constructor", ""],
    ...["MTMzMDQ5MjcyNTE3MDAxMjE3.Gx4mPl.o0nce-Upon-a-time-there-was-a-bot-007x", "\u0000", "\ud800", "\u2028"],
    ...["-----BEGIN PRIVATE KEY-----\\n3X7Ib25j3X7Ib25j3X7Ib25j3X7Ib25j3X7Ib25j3X7I is not valid", "%s%s%n", "${x}"],
    ...[
      "webhooks/133049272517001217/aaaaaaaaaaaaaaaaaaa.",
      "Traceback (most recent call last):",
      "    at f (a.js:1:1)",
    ],
  ),
);
const name = fc.constantFrom(
  ...["time", "timestamp", "ts", "level", "msg", "message", "err", "error", "stack", "exception", "exc_info", "logger"],
  ...["name", "record", "log", "type", "__proto__", "toString", "seconds", "text"],
);
const stack = nasty.map((text) => `Error: ${text}\n    at f (/opt/cogs/status/a.js:1:1)`);
const toObject = (fields: readonly (readonly [string, string])[]) =>
  `{${fields.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(",")}}`;

const value: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    number.filter((text) => text !== "NaN" && text !== "00" && !/^-?Inf/.test(text)),
    nasty.map((text) => JSON.stringify(text)),
    stack.map((text) => JSON.stringify(text)),
    fc.constantFrom("null", "true", "[]", "{}", `${"[".repeat(500)}${"]".repeat(500)}`),
    fc.array(tie("value"), { maxLength: 4 }).map((items) => `[${items.join(",")}]`),
    fc.array(fc.tuple(name, tie("value")), { maxLength: 5 }).map(toObject),
  ),
})).value;
const jsonLine = fc.array(fc.tuple(name, value), { minLength: 1, maxLength: 8 }).map(toObject);
const errorLine = fc
  .tuple(number, stack)
  .map(
    ([time, text]) => `{"level":50,"time":${time},"msg":"x","err":{"type":"Error","stack":${JSON.stringify(text)}}}`,
  );
const pythonError = fc
  .tuple(nasty, nasty, fc.integer())
  .map(
    ([message, path, line]) =>
      `Traceback (most recent call last):\n  File "/srv/cogs/${path}/a.py", line ${line}, in f\n    g()\nValueError: ${message}`,
  );
const logLine = fc
  .tuple(fc.constantFrom("2026-01-02 03:04:05", "9999-99-99 99:99:99", "0000-00-00 00:00:00", "1e308"), nasty, nasty)
  .map(([time, logger, message]) => `[${time}] [ERROR] ${logger}: ${message}`);

/** What may be in front of each line, or of the first: times, signs, levels and names in any order. */
const head = fc
  .array(
    fc.constantFrom(
      ...["2026-01-02 03:04:05 ", "[2026-01-02 03:04:05] ", "Jan 2 03:04:05 AM  ", "1767323045000\t", "01-02 03:04 "],
      ...["20260102-030405|", "** ERROR ** ", "--INFO-- ", "{ERROR} ", "(INFO) ", "E ", "E, [", "|| ", "=> ", " :: "],
      ...["[heron] ", "heron.pond ", "heron[812]: ", "(MainThread) ", "in heron: ", "MESSAGE=", "npm ERR! ", "ERR! a "],
      ...["0|heron  | ", '2026-01-02T03:04:05Z {app="a"} ', "\u276f ", "error: Uncaught (in promise) ", "1 | "],
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(""));
const headed = fc
  .tuple(head, fc.boolean(), fc.oneof(pythonError, stack, nasty))
  .map(([front, isOnEach, text]) => (isOnEach ? text.replace(/^/gm, () => front) : front + text));

export const hostileLine: fc.Arbitrary<string> = fc.oneof(jsonLine, errorLine, pythonError, logLine, headed, nasty);
/** A log of such lines, in an encoding that may be wrong. */
export const hostileLog: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.array(hostileLine, { minLength: 1, maxLength: 12 }),
    fc.constantFrom("\n", "\r\n", "\r"),
    fc.constantFrom("utf8", "latin1", "utf16le"),
  )
  .map(([lines, end, encoding]) => Buffer.from(lines.join(end) + end, encoding as BufferEncoding));
