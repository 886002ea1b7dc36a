import { expect, test } from "vitest";
import { createCapture } from "../../../src/capture/capture.ts";

const error = "TypeError: x\n    at dive (/srv/ponds/ponds.js:1:1)\n    at look (/srv/ponds/ponds.js:2:1)";

function capture(entry: object) {
  const reader = createCapture();
  return [...reader.push(Buffer.from(`${JSON.stringify(entry)}\n`)), ...reader.flush()].map(({ report }) => report);
}

const line = { date: "2026-03-04T05:06:07.123Z", type: "error", level: 0, tag: "ponds" };

test("an error among all that a logger was called with is certain", () => {
  for (const value of [{ stack: error }, { message: "y", stack: "", cause: { stack: error } }])
    for (const name of ["args", "argumentsArray"])
      expect(capture({ ...line, [name]: ["oh", value] })).toEqual([
        expect.not.objectContaining({ uncertain: expect.anything() }),
      ]);
});

test("what a user gave to a command is no certain error, whatever its options are called", () => {
  for (const args of [error, [error], { error }, { trace: error }, { stack: error }, [{ error }], [{ trace: error }]])
    for (const name of ["args", "arguments", "argumentsArray"])
      for (const text of ["msg", "message"])
        expect(capture({ level: "error", [text]: "say failed", [name]: args })).toEqual([
          expect.objectContaining({ uncertain: "it is in a field that is not for errors" }),
        ]);
});
