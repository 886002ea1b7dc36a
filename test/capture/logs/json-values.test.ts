import fc from "fast-check";
import { test } from "vitest";
import { createCapture } from "../../../src/capture/capture.ts";

const stack = "Error: cold\n    at hatch (/srv/owls/nest.js:3:9)";

/** Values that cannot be converted to a text or a number; JSON may contain them anywhere. */
const stubborn = fc.constantFrom<unknown>({ toString: "a", valueOf: 1 }, [{ toString: 0 }], { toString: null });
const name = fc.constantFrom(
  ...["message", "msg", "stack", "err", "error", "level", "time", "name", "logger", "exception", "frames", "cause"],
  ...["exc_type", "exc_value", "filename", "lineno", "file", "line", "column", "method", "type", "record", "log"],
);
const value = fc.oneof(stubborn, fc.constantFrom<unknown>(stack, stack.split("\n"), 50, "ValueError", 1));
const entry = fc.letrec((tie) => ({
  entry: fc.dictionary(name, fc.oneof({ maxDepth: 4 }, value, tie("entry"), fc.array(tie("entry"), { maxLength: 3 })), {
    maxKeys: 6,
  }),
})).entry;

test("no value in a JSON line makes the capture of a log fail", () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 4 }), (entries) => {
      const capture = createCapture();
      const text = entries.map((one) => `${JSON.stringify({ ...(one as object), text: stack })}\n`).join("");
      capture.push(Buffer.from(text));
      capture.flush();
    }),
    { numRuns: 300 },
  );
});

test.each([
  { message: { toString: "a" }, stack },
  { err: { stack: [{ file: "/srv/owls/nest.js", line: { toString: "a", valueOf: 1 } }, "    at a (/b.js:1:1)"] } },
  { exception: [{ exc_type: "ValueError", frames: [{ filename: "nest.py", lineno: 1, name: { toString: 1 } }] }] },
])("an object that claims to be a text is not one: %j", (line) => {
  const capture = createCapture();
  capture.push(Buffer.from(`${JSON.stringify({ level: 50, msg: "Error", ...line })}\n`));
  capture.flush();
});
