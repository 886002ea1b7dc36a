import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readInput } from "../../src/world/outside/input.ts";

const folder = mkdtempSync(join(tmpdir(), "vextel-text-"));

async function read(bytes: Uint8Array): Promise<string> {
  const path = join(folder, "input");
  writeFileSync(path, bytes);
  const pieces: Uint8Array[] = [];
  for await (const piece of readInput(path)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString();
}

test("UTF-16 with a byte order mark is decoded, in either order", async () => {
  const little = Buffer.from("\ufefftoken é 🔥\r\n", "utf16le");
  expect(await read(little)).toBe("token é 🔥\r\n");
  expect(await read(Buffer.from(little).swap16())).toBe("token é 🔥\r\n");
});

test("UTF-16 without a mark is decoded, in either order, even if its first byte is missing", async () => {
  const text = `token é 🔥 ${"a line of a log ".repeat(20)}\r\n`;
  for (const shown of ["it", "token=é", text]) {
    const little = Buffer.from(shown, "utf16le");
    expect(await read(little)).toBe(shown);
    expect(await read(Buffer.from(little).swap16())).toBe(shown);
  }
  expect(await read(Buffer.from(`x${text}`, "utf16le").subarray(1))).toContain("a line of a log a line of a log");
  const russian = Buffer.from("2026-03-04 05:06:07 ERROR bot: не удалось прочитать настройки\n".repeat(20), "utf16le");
  expect(await read(russian)).toContain("не удалось");
});

test("random bytes are refused as binary", async () => {
  // the first byte begins no mark; bytes that are all beyond ASCII may be Russian
  const random = fc.uint8Array({ minLength: 4096, maxLength: 4096 }).map((bytes) => Uint8Array.of(0x90, ...bytes));
  await fc.assert(
    fc.asyncProperty(random, async (bytes) => void (await expect(read(bytes)).rejects.toThrow("not text"))),
    { numRuns: 50, unbiased: true },
  );
});

function utf32(text: string): number[] {
  return [...text].flatMap((character) => [...new Uint8Array(Uint32Array.of(character.codePointAt(0)!).buffer)]);
}

test.each([
  ["a zip archive", [0x50, 0x4b, 3, 4, 20, 0]],
  ["compressed with xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
  ["compressed with zstd", [0x28, 0xb5, 0x2f, 0xfd, 4, 0]],
  ["compressed with bzip2", [...Buffer.from("BZh91AY&SY")]],
  ["UTF-32", [0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]],
  ["UTF-32", utf32("token=я🔥\n")],
  ["UTF-32", Buffer.from(utf32("token=я🔥\n")).swap32()],
  ["binary", Array.from({ length: 512 }, (_, i) => i % 32)],
])("input that is %s is refused as such", async (what, bytes) => {
  await expect(read(Uint8Array.from(bytes))).rejects.toThrow(what);
});

test("text is unchanged, even with a few odd bytes", async () => {
  const text = `${"a line of a log\n".repeat(40)}\0\x01\x1b[31mred\n`;
  for (const other of [text, "\0", "\0\0\0\0", "abc\0", "a\0bc\0", "one\0two\0three\0".repeat(9), "\0".repeat(4096)])
    expect(await read(Buffer.from(other))).toBe(other);
  const coloured =
    "\x02\x0304,01red\x0f \x1dslanted\x1f lines\x16 \x11of\x1e IRC\x0f, and many words without colours\n";
  expect(await read(Buffer.from(`${coloured}${text}`.repeat(9)))).toBe(`${coloured}${text}`.repeat(9));
});
