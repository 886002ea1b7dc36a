import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { FolderWatcher } from "../../src/world/follow/folder-watcher.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

function openFolderWatcher(): FolderWatcher {
  const waker = new FolderWatcher();
  onTestFinished(() => waker.close());
  return waker;
}

const never = new AbortController().signal;

test("waiting ends when a file appears, immediately if one is already there; otherwise it reports a timeout", async () => {
  const folder = temporaryFolder();
  const waker = openFolderWatcher();
  expect(waker.watch(new Set([folder]))).toBe(true);
  expect(await waker.wait(50, never)).toBe(false);
  const woken = waker.wait(30_000, never);
  writeFileSync(join(folder, "red.log"), "a");
  expect(await woken).toBe(true);
});

test("a missing folder is not watched, but one that replaces a folder is", async () => {
  const parent = temporaryFolder();
  const folder = join(parent, "logs");
  const waker = openFolderWatcher();
  expect(waker.watch(new Set([folder]))).toBe(false);
  mkdirSync(folder);
  expect(waker.watch(new Set([folder]))).toBe(true);
  renameSync(folder, join(parent, "old"));
  mkdirSync(folder);
  expect(waker.watch(new Set([folder]))).toBe(true);
  while (await waker.wait(200, never));
  writeFileSync(join(folder, "red.log"), "a");
  expect(await waker.wait(30_000, never)).toBe(true);
});

test("waiting ends when it is cancelled", async () => {
  const waker = openFolderWatcher();
  const stop = new AbortController();
  const waited = waker.wait(30_000, stop.signal);
  stop.abort();
  await waited;
});
