import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { FolderBell } from "../../src/world/folder-bell.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

function openBell(): FolderBell {
  const bell = new FolderBell();
  onTestFinished(() => bell.close());
  return bell;
}

const never = new AbortController().signal;

test("waiting ends when a file appears, and at once if one has appeared since; else it says that nothing did", async () => {
  const folder = temporaryFolder();
  const bell = openBell();
  expect(bell.listen(new Set([folder]))).toBe(true);
  expect(await bell.wait(50, never)).toBe(false);
  const rung = bell.wait(30_000, never);
  writeFileSync(join(folder, "red.log"), "a");
  expect(await rung).toBe(true);
});

test("a folder that is absent is not heard; one that took its place is listened to anew", async () => {
  const parent = temporaryFolder();
  const folder = join(parent, "logs");
  const bell = openBell();
  expect(bell.listen(new Set([folder]))).toBe(false);
  mkdirSync(folder);
  expect(bell.listen(new Set([folder]))).toBe(true);
  renameSync(folder, join(parent, "old"));
  mkdirSync(folder);
  expect(bell.listen(new Set([folder]))).toBe(true);
  while (await bell.wait(200, never));
  writeFileSync(join(folder, "red.log"), "a");
  expect(await bell.wait(30_000, never)).toBe(true);
});

test("waiting ends when it is called off", async () => {
  const bell = openBell();
  const stop = new AbortController();
  const waited = bell.wait(30_000, stop.signal);
  stop.abort();
  await waited;
});
