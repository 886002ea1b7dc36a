import { closeSync, openSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isInode, isSavedInode, lookAt, lookAtOpen, saveInode } from "../../src/world/follow/file-look.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const inode = fc.bigInt(0n, 2n ** 64n - 1n);

test("a saved inode is recognised exactly, however large, and not confused with its neighbours", () => {
  fc.assert(
    fc.property(inode, fc.bigInt(1n, 4096n), (ino, apart) => {
      const saved: unknown = JSON.parse(JSON.stringify(saveInode(ino)));
      expect(isSavedInode(saved)).toBe(true);
      expect(isInode(saveInode(ino), ino)).toBe(true);
      expect(isInode(saveInode(ino), ino + apart)).toBe(false);
    }),
  );
});

test.each([
  [0n, 0],
  [2n ** 53n - 1n, 2 ** 53 - 1],
  [2n ** 53n + 1n, "9007199254740993"],
  [2n ** 64n - 1n, "18446744073709551615"],
])("the inode %s is saved as %j", (ino, saved) => expect(saveInode(ino)).toBe(saved));

test("a large inode that was saved as a number is recognised by its rounded value", () => {
  fc.assert(fc.property(inode, (ino) => isInode(Number(ino), ino)));
});

test.each([[1.5], [-1], ["-1"], [""], ["1e3"], [null], ["1".repeat(21)]])("%j is not a saved inode", (saved) => {
  expect(isSavedInode(saved)).toBe(false);
});

test("a look gives the same values as Node, to the last digit of the time", async () => {
  const path = join(temporaryFolder(), "red.log");
  closeSync(openSync(path, "w"));
  writeFileSync(path, "dusk");
  for (const seconds of [1_700_000_000.000001, 1_700_000_000.9999993, 1.25, Date.now() / 1000]) {
    utimesSync(path, seconds, seconds);
    const { ino, size, mtimeMs } = statSync(path);
    const expected = { ino: BigInt(ino), size, mtimeMs, isFile: true };
    expect(lookAt(path)).toMatchObject(expected);
    await using handle = await open(path);
    expect(lookAtOpen(handle)).toMatchObject(expected);
  }
  expect(lookAt(`${path}.1`)).toBeUndefined();
});
