import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { hostileLine } from "../../capture/hostile.ts";
import { programPath } from "../../support/program.ts";
import { environment, runJson, runVextel } from "../../support/run-vextel.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const hostileLines = Number(process.env.VEXTEL_HOSTILE_LINES ?? 1_000);
const realErrors = Math.max(20, Math.ceil(hostileLines / 100));

/** A name of letters, because errors that differ only in numbers are equal. */
const nameOf = (number: number) => String(number).replace(/\d/g, (digit) => "abcdefghij"[Number(digit)]!);

const realError = (number: number) => {
  const bird = number % 2 === 0 ? "heron" : "crane";
  return `[2026-03-04 05:06:07] [ERROR] red: Exception in command '${bird}'
Traceback (most recent call last):
  File "/srv/cogs/${bird}/${bird}.py", line 12, in ${bird}
    await self.look()
ValueError: no ${bird} named ${nameOf(number)}
[2026-03-04 05:06:08] [INFO] red: all is well
`;
};

function hostileLog(): string {
  const lines = fc.sample(hostileLine, { numRuns: hostileLines, seed: 20_260_304 });
  const every = Math.floor(hostileLines / realErrors);
  return lines
    .map((line, at) => (at % every === 0 && at / every < realErrors ? realError(at / every) : "") + line)
    .join("\n");
}

async function publish(home: string, publisher: string, plugin: string): Promise<void> {
  const path = join(home, `${publisher}.json`);
  const plugins = {
    [plugin]: { version: "1.0.0", dsn: `https://key@${publisher}.example/1`, paths: [`cogs/${plugin}/`] },
  };
  writeFileSync(path, JSON.stringify({ publisher, title: publisher, plugins }));
  expect(await runVextel(["publisher", "add", path], { home })).toMatchObject({ status: 0 });
}

async function untilQuiet(watcher: ChildProcess): Promise<void> {
  let [heardMs, started] = [Date.now(), false];
  const onData = (chunk: Buffer) => {
    heardMs = Date.now();
    started ||= chunk.includes("->");
  };
  watcher.stdout!.on("data", onData);
  watcher.stderr!.on("data", onData);
  while (watcher.exitCode === null && (!started || Date.now() - heardMs < 8_000)) await wait(100);
}

test("watch keeps every real error of two publishers in a hostile log, and continues", {
  timeout: 1_800_000,
}, async () => {
  const home = temporaryFolder();
  await publish(home, "ann", "heron");
  await publish(home, "bob", "crane");
  await publish(home, "eve", "status"); // the publisher whose plugin the hostile lines name
  const log = join(home, "red.log");
  writeFileSync(log, `${hostileLog()}\n`);
  const watcher = spawn(process.execPath, [programPath(), "watch", "--from-start", log], {
    ...{ cwd: home, env: environment({ home }), stdio: ["ignore", "pipe", "pipe"] },
  });
  onTestFinished(() => void watcher.kill("SIGKILL"));
  const ended = new Promise<number | null>((resolve) => watcher.once("close", resolve));
  await untilQuiet(watcher);
  expect(watcher.exitCode).toBeNull(); // the log must not end watch
  watcher.kill("SIGTERM");
  expect([0, 1]).toContain(await ended);
  const listed = await runJson<{ title: string; publisher: string }[]>(["list"], { home });
  const titlesOf = (publisher: string) =>
    new Set(listed.filter((one) => one.publisher === publisher).map(({ title }) => title));
  const wanted = Array.from({ length: realErrors }, (_, number) => realError(number).match(/ValueError: .*/)![0]);
  expect(wanted.filter((title) => !titlesOf("ann").has(title) && !titlesOf("bob").has(title))).toEqual([]);
  expect(listed.some(({ publisher }) => publisher === "eve")).toBe(true);
});
