import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ChainChecker, renderLine } from "../../src/history/chain.ts";
import { createLedger } from "../../src/history/ledger.ts";
import type { HistoryRecord } from "../../src/history/record.ts";
import { appendLine } from "../../src/world/files/append.ts";
import { createNodeWorld } from "../../src/world/node.ts";
import { resolvePaths } from "../../src/world/paths.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const record = (event: string): HistoryRecord => ({
  ...{ kind: "captured", event, publisher: "moth", sha256: "a".repeat(64), capture: "automatic" },
});

function openLedger(home = temporaryFolder()) {
  const env = { VEXTEL_HOME: home };
  const world = createNodeWorld(async () => ({ kind: "unreached", reason: "a test", ambiguous: false }), env);
  return { ledger: createLedger(resolvePaths(env, home), world), path: join(home, "history.jsonl"), home };
}

test("the ledger is a file that only its owner can read, with one line per entry, each with the digest of the line before", async () => {
  const { ledger, path } = openLedger();
  for (const event of ["1", "2", "3"]) await ledger.add(record(event));
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect((await ledger.read()).map((entry) => (entry as { event: string }).event)).toEqual(["1", "2", "3"]);
  expect(await ledger.check()).toMatchObject({ lines: 3 });
  expect(await ledger.check()).not.toHaveProperty("broken");
});

test("a line that a crash truncated is removed, and no line before it is lost", async () => {
  const { ledger, path } = openLedger();
  for (const event of ["1", "2"]) await ledger.add(record(event));
  const whole = readFileSync(path);
  await ledger.add(record("3"));
  const third = readFileSync(path).length;
  for (let cut = whole.length; cut < third; cut += 7) {
    writeFileSync(path, whole);
    await ledger.add(record("3"));
    truncateSync(path, cut);
    await ledger.add(record("4"));
    expect((await ledger.read()).map((entry) => (entry as { event: string }).event)).toEqual(["1", "2", "4"]);
    expect(await ledger.check()).not.toHaveProperty("broken");
  }
});

test("any line that is edited, inserted, removed from the middle or moved is found", () => {
  const lines = makeLines(20);
  const checkOf = (all: readonly string[]) => {
    const checker = new ChainChecker();
    for (const line of all) checker.add(line);
    return checker.result();
  };
  expect(checkOf(lines)).not.toHaveProperty("broken");
  fc.assert(
    fc.property(fc.nat(17), fc.constantFrom("edit", "insert", "remove", "swap"), (at, how) => {
      const all = [...lines];
      if (how === "edit") all[at] = all[at]!.replace('"moth"', '"moss"');
      if (how === "insert") all.splice(at, 0, lines[at]!.replace('"moth"', '"moss"'));
      if (how === "remove") all.splice(at, 1);
      if (how === "swap") [all[at], all[at + 1]] = [all[at + 1]!, all[at]!];
      const { broken } = checkOf(all);
      expect(broken?.line).toBeGreaterThan(at);
      expect(broken?.line).toBeLessThanOrEqual(at + 2);
    }),
  );
});

test("a chain cannot show that its end was removed, except by its head, which must be known from elsewhere", () => {
  const lines = makeLines(5);
  const headOf = (all: readonly string[]) => {
    const checker = new ChainChecker();
    for (const line of all) checker.add(line);
    return checker.result();
  };
  expect(headOf(lines.slice(0, 3))).not.toHaveProperty("broken");
  expect(headOf(lines.slice(0, 3)).head).not.toBe(headOf(lines).head);
});

test("a full file is replaced by the next, the oldest is deleted, and the chain continues", async () => {
  const { path, home } = openLedger();
  const older = [1, 2].map((number) => join(home, `history.${number}.jsonl`));
  const all: string[] = [];
  for (let i = 0; i < 40; i++)
    appendLine(
      path,
      (before) => {
        const line = `${i} after ${before?.split(" ")[0]}`;
        all.push(line);
        return line;
      },
      { durable: false, rotateAt: 100, older },
    );
  expect(all).toEqual(Array.from({ length: 40 }, (_, i) => `${i} after ${i === 0 ? undefined : i - 1}`));
  const kept = [...older]
    .reverse()
    .concat(path)
    .flatMap((file) => readFileSync(file, "utf8").split("\n").filter(Boolean));
  expect(kept).toEqual(all.slice(-kept.length));
  expect(existsSync(older[1]!)).toBe(true);
});

test("concurrent writers leave one chain", async () => {
  const home = temporaryFolder();
  const ledgers = Array.from({ length: 4 }, () => openLedger(home).ledger);
  await Promise.all(Array.from({ length: 40 }, (_, i) => ledgers[i % 4]!.add(record(String(i)))));
  expect(await ledgers[0]!.check()).toMatchObject({ lines: 40 });
  expect(await ledgers[0]!.check()).not.toHaveProperty("broken");
});

function makeLines(count: number): string[] {
  const lines: string[] = [];
  for (let i = 0; i < count; i++) lines.push(renderLine(record(String(i)), 1_700_000_000_000, lines.at(-1)));
  return lines;
}
