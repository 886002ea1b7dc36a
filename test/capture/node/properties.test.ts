import fc from "fast-check";
import { expect, test } from "vitest";
import { parseNodeStacks } from "../../../src/capture/node/stack.ts";
import type { Frame, RaisedError } from "../../../src/report/report.ts";

const errorsIn = (lines: readonly string[]) => parseNodeStacks(lines).map(({ error }) => error);

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,7}$/);
const path = fc.oneof(
  fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => `/srv/${parts.join("/")}.js`),
  fc.tuple(word, word).map(([a, b]) => `C:\\bots\\${a} (1)\\${b}.js`),
  word.map((name) => `file:///srv/${name}%20x.mjs`),
  word.map((name) => `node:internal/${name}`),
  word.map((name) => `webpack:///./src/${name}.ts`),
);
const name = fc.oneof(
  word,
  fc.tuple(word, word).map(([a, b]) => `${a}.${b}`),
  word.map((a) => `new ${a}`),
  fc.tuple(word, word).map(([a, b]) => `Object.${a} [as ${b}]`),
  word.map((a) => `${a}.<anonymous>`),
);
const number = fc.integer({ min: 1, max: 99_999 });
const frame: fc.Arbitrary<Frame> = fc
  .record({ path, line: number, column: number, function: fc.option(name, { nil: undefined }), async: fc.boolean() })
  .map(({ function: f, async, ...place }) => ({
    ...place,
    ...(f && { function: f }),
    ...(async && { async: true as const }),
  }));
const message = fc
  .array(fc.oneof(word, fc.constantFrom("", "a: b", "(x) [y] {z}", "ends {", "Ünï 名", "- /srv/x.js")), {
    maxLength: 3,
  })
  .map((lines) => lines.join("\n").trim());
const type = fc.constantFrom("Error", "TypeError", "QuizError", "DiscordAPIError[50013]", "_InnerError");

const { tree } = fc.letrec<{ tree: RaisedError }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ type, value: message, frames: fc.array(frame, { minLength: 1, maxLength: 5 }) }),
    fc.record({ type, value: message, frames: fc.array(frame, { minLength: 1, maxLength: 5 }), cause: tie("tree") }),
    fc.record({
      type: fc.constant("AggregateError"),
      value: message,
      frames: fc.array(frame, { minLength: 1, maxLength: 3 }),
      members: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }),
    }),
  ),
}));

function printFrame({ path, line, column, function: name, async }: Frame): string {
  const place = `${path}:${line}:${column}`;
  return `    at ${async ? "async " : ""}${name ? `${name} (${place})` : place}`;
}

/** Prints an error as `util.inspect` does. */
function print({ type, value, frames, cause, members }: RaisedError): string[] {
  const stack = [...`${type}${value && `: ${value}`}`.split("\n"), ...[...frames].reverse().map(printFrame)];
  const properties = [
    "  code: 'E_X',",
    ...(members ? ["  [errors]: [", ...members.flatMap((one) => separate(indent(print(one), 4))), "  ]"] : []),
    ...(cause ? indent(print(cause), 2).map((line, at) => (at === 0 ? `  [cause]: ${line.trimStart()}` : line)) : []),
  ];
  return cause || members ? [...stack.slice(0, -1), `${stack.at(-1)} {`, ...properties, "}"] : stack;
}

const indent = (lines: string[], by: number) => lines.map((line) => " ".repeat(by) + line);
const separate = (lines: string[]) => [...lines.slice(0, -1), `${lines.at(-1)},`];

/** Lines around errors in a log. */
const noise = fc.array(
  fc.oneof(
    word,
    fc.constantFrom(
      "",
      "ready: 3 guilds",
      "[INFO] shard 1 resumed",
      "Node.js v20.1.0",
      "Traceback (most recent call last):",
    ),
  ),
  { maxLength: 5 },
);

test("any printed error is read as that error", () => {
  fc.assert(
    fc.property(tree, (error) => {
      expect(errorsIn(print(error))).toEqual([error]);
    }),
  );
});

test("text before, between and after errors does not change them", () => {
  fc.assert(
    fc.property(noise, tree, noise, tree, noise, (before, one, between, other, after) => {
      const lines = [...before, ...print(one), ...between, ...print(other), ...after];
      expect(errorsIn(lines)).toEqual([one, other]);
    }),
  );
});

const flatten = (error: RaisedError): RaisedError[] => [
  error,
  ...(error.cause ? flatten(error.cause) : []),
  ...(error.members ?? []).flatMap(flatten),
];
const newestFirst = (error: RaisedError) => [...error.frames].reverse().map((one) => JSON.stringify(one));

test("a truncated text gives the beginnings of its errors, and no other errors", () => {
  fc.assert(
    fc.property(tree, fc.nat(60), (error, lines) => {
      const whole = flatten(error);
      for (const found of errorsIn(print(error).slice(0, lines)).flatMap(flatten)) {
        const frames = newestFirst(found);
        const isBeginning = (one: RaisedError) =>
          one.type === found.type &&
          one.value === found.value &&
          newestFirst(one).slice(0, frames.length).join() === frames.join();
        expect(whole.some(isBeginning)).toBe(true);
      }
    }),
  );
});

test("an error is found in one line of JSON and after the text of a log line", () => {
  fc.assert(
    fc.property(
      tree,
      fc.constantFrom("[cmd] failed: ", "Unhandled rejection ", "(node:1) UnhandledPromiseRejectionWarning: "),
      (error, text) => {
        const [first, ...rest] = print(error);
        expect(errorsIn([JSON.stringify({ level: 50, err: { stack: print(error).join("\n") } })])).toEqual([error]);
        expect(errorsIn([text + first, ...rest])).toEqual([error]);
      },
    ),
  );
});

test("first and last are the indices of the error's lines", () => {
  fc.assert(
    fc.property(noise, tree, noise, (before, error, after) => {
      fc.pre(!after.some((line) => line.startsWith("Node.js")));
      const lines = [...before, "", ...print(error), "", ...after];
      const [found] = parseNodeStacks(lines);
      expect([found?.first, found?.last]).toEqual([before.length + 1, before.length + print(error).length]);
    }),
  );
});

/** Pieces of everything that the parser looks for, in any order. */
const piece = fc.constantFrom(
  ..."    at |at |async |foo |(|)|/a.js:1:2|<anonymous>|native|eval at |, | {|{|}|[|]|],|Error|TypeError|: |[cause]: |[errors]: [|errors: [|[Error: x]".split(
    "|",
  ),
  ..."\\n    at a (b:1:2)|'|\"|\\|  |^|/a.js:1|Node.js v20.0.0|Uncaught |(node:1) |Warning: |caused by: |Thrown at:|Emitted 'error' event at:".split(
    "|",
  ),
  ..."... 3 lines matching cause stack trace ...|From previous event:|Trace: |ValidationError > s.x()|Error (2)|名前|\u{1F98A}|\ud800".split(
    "|",
  ),
);
const anyLine = fc.oneof(
  fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary" }),
);

test("any lines are read without an exception, and no frame is read twice", () => {
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 40 }), fc.boolean(), (lines, whole) => {
      const found = parseNodeStacks(lines, { whole });
      for (const { first, last } of found) {
        expect(first).toBeLessThanOrEqual(last);
        expect(lines[last]).toBeDefined();
      }
      expect(parseNodeStacks(lines, { whole })).toEqual(found);
    }),
    { numRuns: 2000 },
  );
});

/** Enough lines, or long enough ones, that reading each more than once would be noticed. */
const size = 60_000;
const repeated: Record<string, (count: number) => string[]> = {
  "errors in a row": (count) => Array(count).fill(["Error: x", "    at a (/b.js:1:2)"]).flat(),
  "headers only": (count) => Array(count).fill("Error: x:"),
  "frames only": (count) => Array(count).fill("    at a (/b.js:1:2)"),
  "frames between other lines": (count) => Array(count).fill(["Error: x", "    at a (/b.js:1:2)", "noise"]).flat(),
  "properties never closed": (count) =>
    Array(count).fill(["Error: x", "  at a (/b.js:1:2) {", " [cause]: Error: y"]).flat(),
  "causes of causes": (count) => Array(count).fill(["caused by: Error: x", "    at a (/b.js:1:2)"]).flat(),
  "members of one group": (count) => [
    "AggregateError: x",
    "    at a (/b.js:1:2) {",
    "  [errors]: [",
    ...Array(count).fill(["    Error: x", "        at a (/b.js:1:2),"]).flat(),
  ],
  "excerpts only": (count) => Array(count).fill(["/a.js:1", "x", "^"]).flat(),
  "open brackets": (count) => Array(count).fill("[Error: x"),
  "validators without an end": (count) => Array(count).fill(["AError > s.x()", "    at a (/b.js:1:2)"]).flat(),
  "one long line": (count) => [
    "Error: [ERR".repeat(count),
    "(".repeat(count),
    `    at ${"(".repeat(count)}${")".repeat(count)}`,
  ],
  "one long escaped line": (count) => [`"${'\\"'.repeat(count)}\\n at ${"\\n    at a (b:1:2)".repeat(count)}`],
  "one long run of blanks": (count) => [
    `Error${" ".repeat(count)}x`,
    `    at a${" ".repeat(count)}`,
    `${" ".repeat(count)}{`,
  ],
  "one long run of positions": (count) => [
    `    at ${":1".repeat(count)}`,
    `    at ${":1:2 ".repeat(count)}x`,
    `${"a:1 ".repeat(count)}x`,
  ],
};

for (const [what, make] of Object.entries(repeated)) {
  test(`time is linear: ${what}`, () => {
    expect(parseNodeStacks(make(size)).length).toBeLessThanOrEqual(size);
  });
}
