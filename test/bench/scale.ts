import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fillOutbox } from "../support/big-outbox.ts";
import { programPath } from "../support/program.ts";
import { inLetters } from "../support/sample-log.ts";
import { keepWatched, openOutbox, sealSample } from "../support/samples.ts";
import type { Row } from "./row.ts";

/** Files that changed more recently may change again at the same file time, so nothing is cached about them. */
const youngMs = 2_200;

/** How often each command is run; the table shows medians. */
const rounds = 5;

/**
 * Processor time of commands that read a large outbox, and of the sender for each event, compared with a Node that
 * does nothing. "Changed" is a run right after one event was kept and another was sent; before "the first look", the
 * cache is removed.
 */
export async function benchScale(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "vextel-bench-"));
  try {
    const home = join(folder, "large");
    await fillOutbox(home, { pending: 10_000, sent: 50_000, publishers: 50 });
    const nothing = median(Array.from({ length: rounds }, () => cpuSeconds(["-e", "0"], home)));
    const row = (name: string, seconds: number, limit?: number): Row => ({
      name: `10,000 pending, 50,000 sent: ${name}`,
      value: `${seconds.toFixed(2)} s of processor time`,
      against: `node -e 0 (${nothing.toFixed(2)} s)${limit === undefined ? "" : `; at most ${limit} s`}`,
      ratio: (seconds / nothing).toFixed(2),
    });
    const rows: Row[] = [];
    for (const command of ["status", "list"]) {
      const [first, changed, later, again]: number[][] = [[], [], [], []];
      for (let round = 0; round < rounds; round++) {
        for (const name of [".waiting", ".sent"]) rmSync(join(home, "outbox", name), { force: true });
        first!.push(cpuSeconds([programPath(), command], home));
        await changeOutbox(home, `${command} ${inLetters(round)}`);
        changed!.push(cpuSeconds([programPath(), command], home));
        await wait(youngMs);
        later!.push(cpuSeconds([programPath(), command], home));
        again!.push(cpuSeconds([programPath(), command], home));
      }
      rows.push(row(`${command}, the first look`, median(first!)));
      rows.push(row(`${command}, changed`, median(changed!), 0.5));
      rows.push(row(`${command}, the first look when the change is older`, median(later!), 0.5));
      rows.push(row(command, median(again!), 0.5));
    }
    return [...rows, await benchSender(folder)];
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 30, retryDelay: 100 });
  }
}

/** Keeps one event, and settles another as sent. */
async function changeOutbox(home: string, name: string): Promise<void> {
  const outbox = openOutbox(home);
  const [open, done] = [sealSample({ name: `open ${name}` }), sealSample({ name: `done ${name}` })];
  await keepWatched(home, open, done);
  await outbox.settle((await outbox.read(done.id)).entry, { state: "sent", status: 200 });
}

/** The sender's cost for each event, without its start. */
async function benchSender(folder: string): Promise<Row> {
  const server = spawn(process.execPath, ["-e", acceptAll], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [port] = await once(server.stdout!, "data");
    const dsnOf = () => `http://public@127.0.0.1:${String(port).trim()}/1`;
    const costs: number[] = [];
    for (const pending of [100, 10_000]) {
      const home = join(folder, `${pending}`);
      await fillOutbox(home, { pending, sent: 0, publishers: 10, dsnOf });
      costs.push(await costPerEvent(home));
    }
    return {
      name: "sender: each event of 10,000 pending",
      value: `${(costs[1]! * 1000).toFixed(1)} ms of processor time`,
      against: `of 100: ${(costs[0]! * 1000).toFixed(1)} ms; at most 1.5 times`,
      ratio: (costs[1]! / costs[0]!).toFixed(2),
    };
  } finally {
    server.kill();
  }
}

/** A Sentry server that accepts everything, in its own process. */
const acceptAll = `const server = require("node:http").createServer((request, response) =>
  request.resume().on("end", () => response.end("{}")));
server.listen(0, "127.0.0.1", () => console.log(server.address().port));`;

/** Seconds of processor time for each event between the tenth and the eightieth that it sends. */
async function costPerEvent(home: string): Promise<number> {
  const path = join(dirname(programPath()), "../dist/reporter/sender/vextel-sender.js");
  const sender = spawn(process.execPath, ["--import", reportToParent, path], {
    ...{ env: environment(home), stdio: ["ignore", "ignore", "inherit", "ipc"] },
  });
  let used = 0;
  sender.on("message", (seconds) => {
    used = Number(seconds);
  });
  const sent = () => {
    const names = readdirSync(join(home, "outbox/sent"), { recursive: true });
    return names.filter((name) => String(name).endsWith(".json")).length;
  };
  const before = sent();
  const mark = async (count: number) => {
    while (sent() - before < count && sender.exitCode === null) await wait(100);
    await once(sender, "message");
    return [sent(), used] as const;
  };
  const [first, begun] = await mark(10);
  const [last, done] = await mark(80);
  sender.kill();
  await once(sender, "exit");
  return (done - begun) / (last - first);
}

const cpuOf = `(() => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; })()`;
const reportToParent = `data:text/javascript,${encodeURIComponent(
  `setInterval(() => process.send(${cpuOf}), 50).unref(); process.channel.unref();`,
)}`;

/** Seconds of processor time of one run, user and system. */
function cpuSeconds(args: readonly string[], home: string): number {
  const told = `data:text/javascript,${encodeURIComponent(
    `import { writeSync } from "node:fs"; process.on("exit", () => writeSync(3, String(${cpuOf})));`,
  )}`;
  const { output } = spawnWithPipe(["--import", told, ...args], home);
  return Number(output);
}

function spawnWithPipe(args: readonly string[], home: string): { output: string } {
  const shell = `exec "$0" "$@" 3>&1 >/dev/null 2>&1`;
  return {
    output: execFileSync("sh", ["-c", shell, process.execPath, ...args], { env: environment(home), encoding: "utf8" }),
  };
}

const environment = (home: string) => ({ PATH: process.env.PATH, HOME: home, VEXTEL_HOME: home });

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;
