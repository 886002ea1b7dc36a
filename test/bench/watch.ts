import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { programPath } from "../support/program.ts";
import { inLetters, sampleLog } from "../support/sample-log.ts";
import type { Row } from "./row.ts";

/** The number of past errors in each of the 20 logs; capturing 10,000 takes minutes. */
const past = Number(process.env.VEXTEL_PAST ?? 200);
const seconds = 10;

/** Processor time of `watch` and the bytes that it writes, while many logs get one line a second each. Linux only. */
export async function benchWatch(): Promise<Row[]> {
  if (process.platform !== "linux") return [];
  const few = await watchLogs(400, 0);
  const many = await watchLogs(800, 0);
  const busy = await watchLogs(20, past);
  const rate = (bytes: number) => `${Math.round(bytes / 1000 / seconds)} kB a second`;
  return [
    {
      name: "watch: 800 logs, a line a second each",
      value: `${((many.cpu / seconds) * 1000).toFixed(0)} ms of processor time a second`,
      against: `of 400 logs: ${((few.cpu / seconds) * 1000).toFixed(0)} ms`,
      ratio: (many.cpu / few.cpu).toFixed(2),
    },
    { name: "watch: 800 logs, written", value: rate(many.written), against: "at most 1,000 kB a second" },
    {
      name: `watch: 20 logs with ${past} past errors each, written`,
      value: rate(busy.written),
      against: "at most 1,000 kB a second",
    },
  ];
}

/** Measures `watch` for some seconds, after it has kept the past errors. */
async function watchLogs(count: number, errors: number): Promise<{ cpu: number; written: number }> {
  const folder = mkdtempSync(join(tmpdir(), "vextel-bench-watch-"));
  const logs = Array.from({ length: count }, (_, number) => join(folder, "logs", `bot-${number}.log`));
  const home = join(folder, "home");
  try {
    mkdirSync(join(folder, "logs"));
    for (const [number, log] of logs.entries())
      writeFileSync(
        log,
        sampleLog(...Array.from({ length: errors }, (_, at) => `${inLetters(number)} ${inLetters(at)}`)),
      );
    const env = { PATH: process.env.PATH, HOME: home, VEXTEL_HOME: home };
    const watcher = spawn(process.execPath, [programPath(), "watch", "--from-start", ...logs], {
      env,
      stdio: "ignore",
    });
    try {
      await untilIdle(watcher.pid!);
      const before = look(watcher.pid!);
      for (let second = 0; second < seconds; second++) {
        for (const log of logs)
          appendFileSync(log, `[2026-03-04 05:06:${10 + second}] [INFO] red.weather: all is well\n`);
        await wait(1000);
      }
      const after = look(watcher.pid!);
      return { cpu: after.cpu - before.cpu, written: after.written - before.written };
    } finally {
      watcher.kill();
      if (watcher.exitCode === null) await once(watcher, "exit");
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 30, retryDelay: 100 });
  }
}

/** Waits until it has used almost no processor time for three seconds. */
async function untilIdle(pid: number): Promise<void> {
  for (let quiet = 0, last = 0; quiet < 3; ) {
    await wait(1000);
    const { cpu } = look(pid);
    quiet = cpu - last < 0.05 ? quiet + 1 : 0;
    last = cpu;
  }
}

/** Seconds of processor time and bytes written to disk so far. */
function look(pid: number): { cpu: number; written: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  const ticksPerSecond = 100;
  const written = /^wchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, "utf8"))![1];
  return { cpu: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond, written: Number(written) };
}
