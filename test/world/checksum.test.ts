import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import wabt from "wabt";
import { checksumBytes, readChecked } from "../../src/world/process/checksum.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = resolve(import.meta.dirname, "../../src/world/process");

test("the bytes of the checksum are those of checksum.wat", async () => {
  const { parseWat } = await wabt();
  const { buffer } = parseWat("checksum.wat", readFileSync(join(folder, "checksum.wat"), "utf8"), {}).toBinary({});
  expect(checksumBytes).toBe(Buffer.from(buffer).toString("base64"));
});

function slowChecksum(bytes: Uint8Array): string {
  const padded = Buffer.concat([bytes, Buffer.alloc(8)]);
  let sum = BigInt(bytes.length);
  for (let at = 0; at === 0 || at < bytes.length; at += 8) {
    sum = BigInt.asUintN(64, (sum ^ padded.readBigUInt64LE(at)) * 0x9e3779b97f4a7c15n);
    sum = BigInt.asUintN(64, sum << 29n) | (sum >> 35n);
  }
  return sum.toString(16);
}

test("a file is read whole, and any change of it changes its checksum", () => {
  const path = join(temporaryFolder(), "file");
  const checked = (bytes: Uint8Array) => {
    writeFileSync(path, bytes);
    return readChecked(path);
  };
  const sizes = fc.oneof(fc.nat(40), fc.constantFrom(65_528, 65_535, 65_536, 65_537, 200_000));
  fc.assert(
    fc.property(sizes, fc.nat(), fc.nat(), fc.nat(7), (size, seed, place, bit) => {
      const bytes = Buffer.from(Array.from({ length: size }, (_, at) => ((at * at * seed) >> 3) & 255));
      const { bytes: read, checksum } = checked(bytes);
      expect(Buffer.from(read).equals(bytes)).toBe(true);
      expect(checksum).toBe(slowChecksum(bytes));
      if (size > 0) {
        bytes[place % size]! ^= 1 << bit;
        expect(checked(bytes).checksum).not.toBe(checksum);
      }
      expect(checked(bytes.subarray(0, size >> 1)).checksum === checksum).toBe(size === 0);
    }),
    { numRuns: 60 },
  );
});
