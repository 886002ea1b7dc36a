import { expect, test } from "vitest";
import { createCapture } from "../../../src/capture/capture.ts";

function capture(...lines: readonly string[]) {
  const reader = createCapture();
  return [...reader.push(Buffer.from(`${lines.join("\n")}\n`)), ...reader.flush()].map(({ report }) => report);
}

const head = (text: string, level = "ERROR") => `[2026-03-04 05:06:07] [${level}] red.owls: ${text}`;
const traceback = (message: string) => [
  "Traceback (most recent call last):",
  '  File "/srv/owls/nest.py", line 41, in hatch',
  message,
];
const spoken = ["wren: hello there all", "lark: well met my friend"];
const valuesOf = (...lines: readonly string[]) => capture(...lines).map(({ error }) => error?.value);

const shown: readonly string[] = [
  "[wren] my number is 5551234",
  "<wren> my number is 5551234",
  "<@4711> my number is 5551234",
  "#general [wren] my number is 5551234",
  "#general <wren> my number is 5551234",
  "#general wren: my number is 5551234",
  "[Zoë 🦊] my number is 5551234",
  "[The Nest] #general wren: my number is 5551234",
];

for (const [above, name] of [
  [[head("Ignoring exception")], "with a log line"],
  [[], "without a log line"],
] as const) {
  test.each(shown)(`a traceback ${name} ends before %s`, (line) => {
    expect(valuesOf(...above, ...traceback("ValueError: x"), line, "and more of it")).toEqual(["x"]);
  });

  test(`a traceback ${name} ends before chat like that above it`, () => {
    for (const print of [
      (nick: string, text: string) => `${nick}: ${text}`,
      (nick: string, text: string) => `${nick} > ${text}`,
      (nick: string, text: string) => `(${nick}) ${text}`,
    ]) {
      const chat = [print("wren", "hello there all"), print("lark", "well met my friend")];
      const lines = [...above, ...traceback("ValueError: x"), print("ibis", "my number is 5551234")];
      expect(valuesOf(head("ready", "INFO"), ...chat, ...lines)).toEqual(["x"]);
    }
  });

  test(`a traceback ${name} ends before a conversation`, () => {
    const lines = [...spoken, "wren: what is it now", "lark: nothing at all"];
    expect(valuesOf(...above, ...traceback("ValueError: x"), ...lines)).toEqual(["x"]);
  });
}

const messages: Readonly<Record<string, readonly string[]>> = {
  parser: ["ValueError: bad config", '  line 3: "nest"', "expected: an int or a str", "got: a list of int"],
  pydantic: [
    "pydantic.error_wrappers.ValidationError: 2 validation errors for Nest",
    "eggs",
    "  field required (type=value_error.missing)",
    "tide -> low",
    "  value is not a valid integer (type=type_error.integer)",
  ],
  sqlalchemy: [
    "sqlalchemy.exc.IntegrityError: (sqlite3.IntegrityError) UNIQUE constraint failed: nest.id",
    "[SQL: INSERT INTO nest (id) VALUES (?)]",
    "[parameters: (1,)]",
    "(Background on this error at: https://sqlalche.me/e/20/gkpj)",
  ],
  postgres: [
    'asyncpg.exceptions.UniqueViolationError: duplicate key value violates "nest_pkey"',
    "DETAIL:  Key (id)=(1) already exists.",
    "HINT:  Look for another nest.",
  ],
  discord: [
    "discord.errors.HTTPException: 400 Bad Request (error code: 50035): Invalid Form Body",
    "In content: Must be 2000 or fewer in length.",
    "In embeds.0.title: This field is required and must be text",
  ],
  json: ["ValueError: bad answer", "{", '  "nest": "full"', "}"],
  yaml: ["ValueError: bad nest", "nest: full of eggs", "eggs:", "- colour: grey and white", "- colour: white"],
  marked: ["ExtractorError: [nest] 41: no such egg", "[nest] look for another one"],
  ffmpeg: ["OSError: ffmpeg said", "[mp3 @ 0x5581] Header missing in the file", "Conversion failed!"],
  aiohttp: ["aiohttp.client_exceptions.ClientOSError: [Errno 32] Broken pipe", "[Errno 32] while it was written"],
  notes: ["ValueError: x", "the nest is empty", "Note: see the tide table"],
  html: ["RuntimeError: bad answer", "<html>", "<head><title>502 Bad Gateway</title></head>", "</html>"],
};

test.each(Object.entries(messages))("a message of several lines stays whole: %s", (_, lines) => {
  const [first, ...rest] = lines;
  const message = [first!.replace(/^[\w.]+: /, ""), ...rest].join("\n");
  const once = [head("Ignoring exception"), ...traceback(first!), ...rest];
  expect(valuesOf(...once, ...once, head("back", "INFO"))).toEqual([message, message]);
  expect(valuesOf(...traceback(first!), ...rest)).toEqual([message]);
});

test("names above that are settings show no chat", () => {
  const settings = ["prefix: !", "owner: wren"];
  const { parser = [] } = messages;
  const [first, ...rest] = parser;
  const lines = [head("Ignoring exception"), ...traceback(first!), ...rest];
  expect(valuesOf(head("settings", "INFO"), ...settings, ...lines)[0]).toContain("got: a list of int");
});

test("chat between a log line and its traceback is no message of the log's", () => {
  const lines = ["[wren] my number is 5551234", ...traceback("ValueError: x")];
  expect(capture(head("Ignoring exception"), ...lines).map(({ message }) => message)).toEqual(["Ignoring exception"]);
  const [report] = capture(head("Ignoring exception"), "in the nest of owls", ...traceback("ValueError: x"));
  expect(report!.message).toBe("Ignoring exception\nin the nest of owls");
});

test("a container's prefix ends an error that has none", () => {
  expect(valuesOf(...traceback("ValueError: x"), "web-1  | done", "web-1  | back")).toEqual(["x"]);
  expect(valuesOf(...traceback("ValueError: x"), "nest | eggs", "web  | 3")).toEqual(["x\nnest | eggs\nweb  | 3"]);
});
