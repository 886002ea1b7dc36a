import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { appendLine } from "../../src/world/files/append.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const options = { durable: false, rotateAt: Number.POSITIVE_INFINITY, older: [] };

test("each line is rendered with the previous one, however long both are, and the rest of a crash is removed", () => {
  const length = fc.oneof(
    fc.nat(5),
    fc.integer({ min: 4080, max: 4110 }),
    fc.integer({ min: 8180, max: 8200 }),
    fc.nat(60_000),
  );
  const step = fc.record({ length, rest: fc.option(length, { nil: 0 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
      const path = join(temporaryFolder(), "lines");
      const lines: string[] = [];
      for (const [at, { length, rest }] of steps.entries()) {
        const line = `${at}`.repeat(length);
        appendLine(
          path,
          (before) => {
            expect(before).toBe(lines.at(-1));
            return line;
          },
          options,
        );
        lines.push(line);
        appendFileSync(path, "x".repeat(rest));
      }
      appendLine(path, () => "end", options);
      expect(readFileSync(path, "utf8")).toBe([...lines, "end", ""].join("\n"));
    }),
    { numRuns: 60 },
  );
});

test.skipIf(process.platform === "win32")("an older file that is a pipe is not waited for", () => {
  const folder = temporaryFolder();
  const older = join(folder, "lines.1");
  execFileSync("mkfifo", [older]);
  appendLine(join(folder, "lines"), (before) => `first, after ${before}`, { ...options, older: [older] });
  expect(readFileSync(join(folder, "lines"), "utf8")).toBe("first, after undefined\n");
});
