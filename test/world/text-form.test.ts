import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

test.each([
  ["a zip archive", [0x50, 0x4b, 3, 4, 20, 0]],
  ["compressed with xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
  ["compressed with zstd", [0x28, 0xb5, 0x2f, 0xfd, 4, 0]],
  ["compressed with bzip2", [...Buffer.from("BZh91AY&SY")]],
  ["UTF-32", [0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]],
  ["binary", Array.from({ length: 512 }, (_, i) => i % 32)],
])("input that is %s is refused as such", async (what, bytes) => {
  await expect(read(Uint8Array.from(bytes))).rejects.toThrow(what);
});

test("text is unchanged, even with a few odd bytes", async () => {
  const text = `${"a line of a log\n".repeat(40)}\0\x01\x1b[31mred\n`;
  expect(await read(Buffer.from(text))).toBe(text);
});
