import { execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { appendLine } from "../../src/world/files/append.ts";
import { existing } from "../../src/world/files/file-errors.ts";
import { readInput } from "../../src/world/outside/input.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

async function read(path: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of readInput(path)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString();
}

describe.skipIf(process.platform === "win32")("what is not a file", () => {
  test("a device without end is refused, and the empty one is empty", async () => {
    await expect(read("/dev/zero")).rejects.toThrow("Cannot read /dev/zero: it is a device, not a file");
    expect(await read("/dev/null")).toBe("");
  });

  test("the lines of a pipe are read", async () => {
    const pipe = join(temporaryFolder(), "pipe");
    execFileSync("mkfifo", [pipe]);
    const writer = spawn("bash", ["-c", 'printf "a line\\n" > "$0"', pipe]);
    onTestFinished(() => void writer.kill());
    expect(await read(pipe)).toBe("a line\n");
  });

  test("a pipe named like a record is no folder", () => {
    const path = join(temporaryFolder(), "lines");
    execFileSync("mkfifo", [path]);
    const options = { durable: false, rotateAt: Number.POSITIVE_INFINITY, older: [] };
    expect(() => existing(() => appendLine(path, () => "line", options), path)).toThrow(`${path} is not a plain file`);
  });
});

test.runIf(process.platform === "linux")("files of /proc, which have no size, are read", async () => {
  expect(await read("/proc/self/status")).toContain("Name:");
});

test.runIf(process.platform === "linux")("a file whose name is not UTF-8 is not said to be missing", async () => {
  const name = Buffer.concat([Buffer.from(join(temporaryFolder(), "caf")), Buffer.from([0xe9])]);
  writeFileSync(name, "text");
  await expect(read(name.toString())).rejects.toThrow("its name is not UTF-8");
});
