import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programPath } from "../support/program.ts";
import { keepSamples, sealSample } from "../support/samples.ts";
import { type Row, skipped } from "./row.ts";

/** How often each command is run; the table shows medians. */
const rounds = Number(process.env.VEXTEL_BENCH_ROUNDS ?? 25);

interface Contender {
  readonly name: string;
  readonly command: string;
  /** The arguments of one run, which may depend on the round. */
  readonly args: (round: number) => readonly string[];
  readonly home?: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The highest ratio to `node -e 0` that is aimed at. */
  readonly atMost?: number;
}

/**
 * The duration of whole commands, compared with a Node that does nothing. In each round all are run in turn and
 * compared with each other, so that other load on the machine affects all of them equally.
 */
export async function benchCli(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "vextel-bench-"));
  const server = spawn(process.execPath, ["-e", acceptAll], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [port] = await once(server.stdout!, "data");
    const all = await chooseContenders(folder, `http://public@127.0.0.1:${String(port).trim()}/1`);
    const isThere = ({ command }: Contender) => spawnSync(command, ["--version"]).status === 0;
    const missing = all.filter((one) => !isThere(one));
    return [...race(all.filter(isThere)), ...missing.map(({ name, command }) => skipped(name, command))];
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 30, retryDelay: 100 });
  }
}

/** A Sentry server that accepts everything, in its own process. */
const acceptAll = `const server = require("node:http").createServer((request, response) =>
  request.resume().on("end", () => response.end("{}")));
server.listen(0, "127.0.0.1", () => console.log(server.address().port));`;

async function chooseContenders(folder: string, dsn: string): Promise<Contender[]> {
  const few = join(folder, "few");
  const many = join(folder, "many");
  const samples = Array.from({ length: rounds + 1 }, (_, index) => sealSample({ name: `sample ${index}` }));
  await keepSamples(few, ...samples);
  await keepMany(many, 10_000);
  const line = `member 123456789012345678 from 192.0.2.17 said hello\n`;
  const vextel = (name: string, home: string, args: Contender["args"], more: Partial<Contender> = {}): Contender => ({
    name: `vextel ${name}`,
    command: process.execPath,
    args: (round) => [programPath(), ...args(round)],
    home,
    ...more,
  });
  const peer = (name: string, command: string, args: readonly string[], more: Partial<Contender>): Contender => ({
    ...{ name, command, args: () => args },
    ...more,
  });
  const envelope = join(folder, "sample.envelope");
  writeFileSync(envelope, samples[0]!.bytes);
  return [
    { name: "node -e 0", command: process.execPath, args: () => ["-e", "0"] },
    vextel("status", few, () => ["status"], { atMost: 1.25 }),
    vextel("list", few, () => ["list"]),
    vextel("list, 10,000 events", many, () => ["list"]),
    vextel("scrub, one line", few, () => ["scrub"], { stdin: line }),
    vextel("send --dry-run", few, () => ["send", "--dry-run", "--dsn", dsn, samples[rounds]!.id]),
    vextel("send, one event", few, (round) => ["send", "--dsn", dsn, samples[round]!.id], { atMost: 2.5 }),
    peer("sed, one line", "sed", ["s/[0-9]\\{17,19\\}/ID/g"], { stdin: line }),
    peer("rg, one line", "rg", ["[0-9]{17,19}"], { stdin: line }),
    peer("sentry-cli, one event", "sentry-cli", ["send-envelope", envelope], { env: { SENTRY_DSN: dsn } }),
  ];
}

/** Fills the outbox with copies of one captured event, because keeping an event durably takes milliseconds. */
async function keepMany(home: string, count: number): Promise<void> {
  const sample = sealSample();
  await keepSamples(home, sample);
  const waiting = join(home, "outbox/waiting");
  const entry = readFileSync(join(waiting, `${sample.id}.json`), "utf8");
  for (let index = 1; index < count; index++) {
    const id = index.toString(16).padStart(32, "a");
    writeFileSync(join(waiting, `${id}.json`), entry.replaceAll(sample.id, id));
    writeFileSync(join(waiting, `${id}.envelope`), sample.bytes);
  }
}

function race(contenders: readonly Contender[]): Row[] {
  const times = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, contender] of contenders.entries()) times[index]!.push(time(contender, round));
  return contenders.map(({ name, atMost }, index) => ({
    name,
    value: `${median(times[index]!).toFixed(1)} ms`,
    against: atMost === undefined ? "node -e 0" : `node -e 0, at most ${atMost}`,
    ratio: median(times[index]!.map((ms, round) => ms / times[0]![round]!)).toFixed(2),
  }));
}

/** The duration of a run in milliseconds. */
function time({ name, command, args, home = tmpdir(), stdin = "", env }: Contender, round: number): number {
  const whole = { PATH: process.env.PATH, HOME: home, VEXTEL_HOME: home, ...env };
  const start = performance.now();
  const { status } = spawnSync(command, args(round), { env: whole, input: stdin, maxBuffer: 64 * 1024 * 1024 });
  const ms = performance.now() - start;
  if (status !== 0) throw new Error(`${name} ended with status ${status}`);
  return ms;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;
