import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodingOf } from "../../../src/cli/watch/log-encoding.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { block, countsOf, Watcher } from "../../support/watcher.ts";

test("watch reads UTF-16 as PowerShell writes it, and continues where it stopped", async () => {
  const home = temporaryFolder();
  const log = join(home, "bot.log");
  const utf16 = (text: string) => Buffer.from(text, "utf16le");
  writeFileSync(log, utf16(`\ufeffé is no ASCII\r\n${block(1)}`));
  const first = new Watcher(home, "--from-start", log);
  await first.says("no heron number b");
  appendFileSync(log, utf16(block(2)).subarray(0, -7));
  await first.stop("SIGKILL");
  const second = new Watcher(home, log);
  await second.says("Watching", "err");
  appendFileSync(log, utf16(block(2)).subarray(-7));
  appendFileSync(log, utf16(block(3)));
  await second.says("no heron number d");
  await second.stop("SIGTERM");
  expect(await countsOf(home)).toEqual({ b: 1, c: 1, d: 1 });
});

test("however UTF-16 is cut into pieces, its text and the places in the file are right", () => {
  const lines = fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(lines, fc.array(fc.nat(9)), fc.boolean(), fc.nat(3), (texts, sizes, isBig, skipped) => {
      const text = texts.map((line) => `${line.replaceAll("\n", "")}\n`).join("");
      const bytes = Buffer.from(`${".".repeat(skipped)}${text}`, "utf16le");
      if (isBig) bytes.swap16();
      const head = Buffer.from(isBig ? [0xfe, 0xff] : [0xff, 0xfe]);
      const encoding = encodingOf(head, 2 * skipped);
      let [at, turn, decoded] = [2 * skipped, 0, ""];
      while (at < bytes.length) {
        const piece = bytes.subarray(at, at + 1 + (sizes[turn++ % (sizes.length || 1)] ?? 4));
        at += piece.length;
        decoded += Buffer.from(encoding.decode(piece)).toString();
        const whole = decoded.slice(0, decoded.lastIndexOf("\n") + 1);
        expect(encoding.fileBytesOf(Buffer.byteLength(whole))).toBe(2 * whole.length);
      }
      expect(decoded).toBe(text);
    }),
  );
});

test("text that begins within a UTF-16 unit is read from the next one", () => {
  const encoding = encodingOf(Buffer.from([0xff, 0xfe]), 5);
  expect(Buffer.from(encoding.decode(Buffer.from("xa\n", "utf16le").subarray(1))).toString()).toBe("a\n");
  expect(encoding.fileBytesOf(2)).toBe(5);
});
