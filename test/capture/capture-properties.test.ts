import fc from "fast-check";
import { expect, test } from "vitest";
import { createCapture } from "../../src/capture/capture.ts";
import type { Found } from "../../src/capture/found.ts";
import type { Frame, RaisedError } from "../../src/report/report.ts";

const header = "Traceback (most recent call last):";
const links = {
  cause: "The above exception was the direct cause of the following exception:",
  context: "During handling of the above exception, another exception occurred:",
} as const;

/** Prints an error as CPython does: what led to it first, members of a group in a margin. */
function print(error: RaisedError): string[] {
  const link = error.cause ? "cause" : error.context ? "context" : undefined;
  const before = link ? [...print(error[link]!), "", links[link], ""] : [];
  if (!error.members) return [...before, header, ...printBody(error)];
  const own = [`Exception Group ${header}`, ...printBody(error)].map((line, at) => `${at === 0 ? "+" : "|"} ${line}`);
  return [...before, ...[...own, ...printMembers(error.members)].map((line) => `  ${line}`)];
}

function printBody({ frames, module, type, value }: RaisedError): string[] {
  const name = module === undefined ? type : `${module}.${type}`;
  return [...frames.flatMap(printFrame), ...(value === "" ? name : `${name}: ${value}`).split("\n")];
}

function printFrame({ path, line, function: name, source, repeated }: Frame): string[] {
  return [
    `  File "${path}", line ${line}, in ${name}`,
    ...(source === undefined ? [] : [`    ${source}`, `    ${"^".repeat(source.length)}`]),
    ...(repeated === undefined ? [] : [`  [Previous line repeated ${repeated} more times]`]),
  ];
}

function printMembers(members: readonly RaisedError[]): string[] {
  const parts = members.flatMap((member, index) => [
    `${index === 0 ? "+-" : "  "}+---------------- ${index + 1} ----------------`,
    ...printMember(member).map((line) => `  ${line}`),
  ]);
  return [...parts, "  +------------------------------------"];
}

/** Within a group the margin is there already. */
function printMember(member: RaisedError): string[] {
  if (!member.members) return print(member).map((line) => `| ${line}`);
  const own = [`Exception Group ${header}`, ...printBody(member)].map((line) => `| ${line}`);
  return [...own, ...printMembers(member.members)];
}

const word = fc.stringMatching(/^[a-z][a-z_]{0,8}$/);
const className = fc.stringMatching(/^[A-Z][A-Za-z]{1,10}(Error|Warning)$/);
const text = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 30 })
  .map((line) => line.replace(/[\s\x00-\x1f\x7f-\x9f\ufeff\ufffd`'"|+#\ud800-\udfff]/g, "_").replace(/^[>╭┌│]/, "_"));
const message = fc.array(text, { maxLength: 3 }).map((parts) => parts.join("\n"));

const frame: fc.Arbitrary<Frame> = fc
  .record({
    path: fc.oneof(
      word.map((name) => `/srv/my bot (v2)/${name}.py`),
      word.map((name) => `C:\\bots\\${name}.py`),
      fc.constant("<string>"),
    ),
    line: fc.integer({ min: 1, max: 9999 }),
    function: fc.oneof(word, fc.constantFrom("<module>", "<lambda>", "Cog.run", "f.<locals>.<genexpr>")),
    source: fc.option(
      word.map((name) => `await ${name}(File, "x")`),
      { nil: undefined },
    ),
    repeated: fc.option(fc.integer({ min: 1, max: 900 }), { nil: undefined, freq: 6 }),
  })
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as unknown as Frame);

const { raised } = fc.letrec<{ raised: RaisedError; plain: RaisedError }>((tie) => ({
  plain: fc
    .record({
      type: className,
      module: fc.option(
        fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(".")),
        { nil: undefined },
      ),
      value: message,
      frames: fc.array(frame, { minLength: 1, maxLength: 4 }),
    })
    .map(({ module, ...all }) => ({ ...all, ...(module !== undefined && { module }) })),
  raised: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    tie("plain"),
    fc
      .tuple(tie("plain"), fc.constantFrom("cause", "context"), tie("raised"))
      .map(([error, link, from]) => ({ ...error, [link]: from })),
    fc
      .tuple(tie("plain"), fc.array(tie("raised"), { minLength: 1, maxLength: 3 }))
      .filter(([, members]) => members.every((member) => !linked(member)))
      .map(([error, members]) => ({ ...error, type: "ExceptionGroup", value: `${error.value}!`, members })),
  ),
}));

/** Chains within groups have their margins drawn by `printMember` only for what is no chain of groups. */
const linked = (error: RaisedError): boolean =>
  Boolean(error.members && (error.cause ?? error.context)) || hasLinkedGroup(error);
const hasLinkedGroup = (error: RaisedError): boolean => {
  const from = error.cause ?? error.context;
  return from !== undefined && (from.members !== undefined || hasLinkedGroup(from));
};

const logLines = fc.array(
  fc
    .tuple(fc.constantFrom("INFO", "WARNING", "ERROR"), word, text)
    .map(([level, logger, said]) => `[2024-03-01 12:00:00] [${level}] red.${logger}: ${said}`),
  { maxLength: 5 },
);
const blocks = fc.array(fc.tuple(logLines, raised, fc.constantFrom("\n", "\r\n")), { minLength: 1, maxLength: 3 });
const announced = "[2024-03-01 12:00:01] [ERROR] red.cog: it broke";

const toText = (parts: readonly (readonly [readonly string[], RaisedError, string])[]) =>
  parts.map(([around, error, end]) => [...around, announced, ...print(error), ""].join(end)).join("");

function captureAll(chunks: readonly Uint8Array[]): Found[] {
  const capture = createCapture();
  return [...chunks.flatMap((chunk) => capture.push(chunk)), ...capture.flush()];
}

const reports = (found: readonly Found[]) => found.map(({ report }) => report);

test("what is printed of an error is found in it", () => {
  fc.assert(
    fc.property(raised, (error) => {
      const found = captureAll([Buffer.from(`${announced}\n${print(error).join("\n")}\n`)]);
      expect(reports(found)).toMatchObject([{ error, logger: "red.cog", message: "it broke" }]);
    }),
    { numRuns: 200 },
  );
});

test("any cut of a text into chunks gives the same errors", () => {
  fc.assert(
    fc.property(blocks, fc.array(fc.nat(), { maxLength: 12 }), (parts, cuts) => {
      const bytes = Buffer.from(toText(parts));
      const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
      const chunks = ends.map((end, at) => bytes.subarray(at === 0 ? 0 : ends[at - 1], end));
      expect(captureAll(chunks)).toEqual(captureAll([bytes]));
    }),
  );
});

test("the log before and after an error does not change it", () => {
  fc.assert(
    fc.property(logLines, raised, logLines, (before, error, after) => {
      const alone = captureAll([Buffer.from([announced, ...print(error), ""].join("\n"))]);
      const amid = captureAll([Buffer.from([...before, announced, ...print(error), ...after, ""].join("\n"))]);
      expect(reports(amid)).toEqual(reports(alone));
      expect(amid[0]?.line).toBe(before.length + 1);
      expect(amid[0]?.trails.get("")?.length ?? 0).toBe(before.length);
    }),
  );
});

test("any bytes at all are read without a failure, in whatever pieces they come", () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc
      .constantFrom(
        header,
        '  File "a.py", line 3, in f',
        links.cause,
        "KeyError: 'x'",
        "    at f (a.js:1:2)",
        "Error: x {",
        "  +-+---- 1 ----",
        "╭─ Traceback (most recent call last) ─╮",
        '{"log":"Error',
        "\r",
        "\n",
        "\r\n",
        "\x1b[31m",
        "\0",
        "web-1  | ",
      )
      .map((part) => Buffer.from(part)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      expect(captureAll(pieces)).toEqual(captureAll([Buffer.concat(pieces)]));
    }),
    { numRuns: 500 },
  );
});
