import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { programPath } from "../support/program.ts";
import type { Row } from "./row.ts";

/** The number of requests in the flood. */
const requests = Number(process.env.VEXTEL_BENCH_REQUESTS ?? 100_000);
/** The number of different events among them: more than the relay remembers as duplicates. */
const different = 3_000;
/** Concurrent connections; each SDK has one. */
const clients = 16;

/** How many requests `vextel relay` handles from several SDKs, and how many events it seals. */
export async function benchRelay(): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), "vextel-bench-"));
  const started: ChildProcess[] = [];
  try {
    const plain = await start(started, home, ["-e", plainServer]);
    const bare = await flood(plain.port, "k", Math.min(requests, 20_000));
    const key = await makeKey(home, "moth/lamps");
    const relay = await start(started, home, [programPath(), "relay", "--listen", "127.0.0.1:0"]);
    await flood(relay.port, key, 500); // loads the relay's code
    const before = memoryOf(relay.child);
    const all = await flood(relay.port, key, requests);
    const growth = memoryOf(relay.child) - before;
    const sealed = await paced(relay.port, await makeKey(home, "moth/lanterns"), 20, 10);
    return [
      row("plain Node server that reads the body", bare.perSecond, "requests/s", 0),
      row("the same, answer, p99", at(bare.kept, 0.99), "ms", 0),
      row("requests answered in a flood", all.perSecond, "requests/s", 500, true),
      row("answer to what is refused, median", at(all.refused, 0.5), "ms", 10),
      row("answer to what is refused, p99", at(all.refused, 0.99), "ms", 10),
      row(`memory after ${requests} requests, more by`, growth, "MB", 64),
      row("different errors that one plugin keeps", sealed.perSecond, "/s", 20, true),
      row("answer to what is kept, durably, median", at(sealed.kept, 0.5), "ms", 0),
      row("answer to what is kept, durably, p99", at(sealed.kept, 0.99), "ms", 0),
    ];
  } finally {
    for (const child of started) child.kill("SIGKILL");
    rmSync(home, { recursive: true, force: true, maxRetries: 30, retryDelay: 100 });
  }
}

/** The time at this share of a sorted list. */
const at = (times: readonly number[], share: number) => times.at(Math.floor(times.length * share)) ?? 0;

const row = (name: string, value: number, unit: string, limit: number, isLeast = false): Row => ({
  ...{ name: `relay: ${name}`, value: `${value.toFixed(value < 100 ? 2 : 0)} ${unit}` },
  ...(limit > 0 && { against: `at ${isLeast ? "least" : "most"} ${limit} ${unit}`, ratio: (value / limit).toFixed(2) }),
});

const plainServer = `
require("node:http").createServer((request, response) => {
  request.resume().on("end", () => response.end('{"id":"0"}'));
}).listen(0, "127.0.0.1", function () { console.log("http://127.0.0.1:" + this.address().port); });`;

const environment = (home: string) => ({ PATH: process.env.PATH, HOME: home, VEXTEL_HOME: home });

async function start(started: ChildProcess[], home: string, args: readonly string[]) {
  const child = spawn(process.execPath, args, { env: environment(home), stdio: ["ignore", "pipe", "pipe"] });
  started.push(child);
  const port = await new Promise<number>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        const found = /http:\/\/127\.0\.0\.1:(\d+)/.exec(String(chunk))?.[1];
        if (found) resolve(Number(found));
      });
  });
  return { child, port };
}

async function makeKey(home: string, plugin: string): Promise<string> {
  const args = [programPath(), "relay", "dsn", plugin, "--json"];
  const child = spawn(process.execPath, args, { env: environment(home), stdio: ["ignore", "pipe", "ignore"] });
  let text = "";
  for await (const chunk of child.stdout) text += chunk;
  return JSON.parse(text).dsn.slice(7, 39);
}

const memoryOf = ({ pid }: ChildProcess) =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))![1]) / 1024;

/** An event of about 20 kB, in the form of Sentry's Python SDK; each `number` gives a different error. */
function bodyOf(number: number): Buffer {
  const frame = (at: number) => ({
    ...{ filename: "lamps/lamps.py", abs_path: "/srv/bot/cogs/lamps/lamps.py", function: `step_${at}`, lineno: at },
    ...{ context_line: "    return table[name]", pre_context: Array(5).fill("    words = words + more"), in_app: true },
    vars: Object.fromEntries(Array.from({ length: 8 }, (_, of) => [`name_${of}`, `'a value of ${at} and ${of}'`])),
  });
  const frames = Array.from({ length: 25 }, (_, at) => frame(at));
  const type = `Lamp${String.fromCharCode(...[...String(number)].map((digit) => 97 + Number(digit)))}Error`;
  const id = number.toString(16).padStart(32, "a");
  const event = {
    event_id: id,
    platform: "python",
    exception: { values: [{ type, value: "it went out", stacktrace: { frames } }] },
  };
  return gzipSync(`{"event_id":"${id}"}\n{"type":"event"}\n${JSON.stringify(event)}\n`);
}

let serial = 0;

interface Times {
  readonly perSecond: number;
  /** Milliseconds, in ascending order. */
  readonly kept: number[];
  readonly refused: number[];
}

function post(agent: http.Agent, port: number, key: string, body: Buffer): Promise<number> {
  const headers = {
    ...{ "X-Sentry-Auth": `Sentry sentry_key=${key}`, "Content-Encoding": "gzip" },
    "Content-Length": body.length,
  };
  return new Promise((resolve, reject) => {
    const options = { agent, host: "127.0.0.1", port, method: "POST", path: "/api/1/envelope/", headers };
    const request = http.request(options, (response) => {
      response.resume().on("end", () => resolve(response.statusCode!));
    });
    request.on("error", reject).end(body);
  });
}

/** Sends requests as fast as possible, over several connections. */
async function flood(port: number, key: string, count: number): Promise<Times> {
  const bodies = Array.from({ length: different }, () => bodyOf(++serial));
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  const times = { kept: [] as number[], refused: [] as number[] };
  let left = count;
  const startMs = performance.now();
  const run = async () => {
    while (left-- > 0) {
      const sentMs = performance.now();
      const status = await post(agent, port, key, bodies[left % bodies.length]!);
      times[status === 200 ? "kept" : "refused"].push(performance.now() - sentMs);
    }
  };
  await Promise.all(Array.from({ length: clients }, run));
  return finish(times, count, startMs, agent);
}

/** Sends different errors at this rate. */
async function paced(port: number, key: string, perSecond: number, seconds: number): Promise<Times> {
  await new Promise((resolve) => setTimeout(resolve, 3_000)); // waits for the end of the flood
  const agent = new http.Agent({ keepAlive: true });
  const times = { kept: [] as number[], refused: [] as number[] };
  const startMs = performance.now();
  const sends: Promise<void>[] = [];
  for (let number = 0; number < perSecond * seconds; number++) {
    const waitMs = startMs + (number * 1000) / perSecond - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const sentMs = performance.now();
    const sent = post(agent, port, key, bodyOf(++serial)).then((status) => {
      times[status === 200 ? "kept" : "refused"].push(performance.now() - sentMs);
    });
    sends.push(sent);
  }
  await Promise.all(sends);
  return { ...finish(times, 0, startMs, agent), perSecond: times.kept.length / seconds };
}

function finish(
  times: { kept: number[]; refused: number[] },
  count: number,
  startMs: number,
  agent: http.Agent,
): Times {
  const perSecond = (1000 * count) / (performance.now() - startMs);
  agent.destroy();
  for (const list of [times.kept, times.refused]) list.sort((a, b) => a - b);
  return { perSecond, ...times };
}
