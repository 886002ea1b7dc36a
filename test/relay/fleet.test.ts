import { spawn, spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { programPath } from "../support/program.ts";
import { environment, runJson } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const hasRsyslog = spawnSync("rsyslogd", ["-v"]).status === 0;

/** Starts rsyslog with an ordinary configuration, except for its folder and port. */
async function startRsyslog(folder: string, port: number, actions: string, env: Record<string, string>) {
  const config = join(folder, "rsyslog.conf");
  writeFileSync(
    config,
    `global(workDirectory="${folder}" maxMessageSize="64k")
module(load="imudp")
module(load="omprog")
input(type="imudp" address="127.0.0.1" port="${port}")
template(name="line" type="string" string="%msg:::drop-last-lf%\\n")
template(name="asItCame" type="string" string="%rawmsg-after-pri%\\n")
${actions}
`,
  );
  const args = ["-n", "-f", config, "-i", join(folder, "rsyslog.pid")];
  const child = spawn("rsyslogd", args, { env: { PATH: process.env.PATH, ...env }, stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  onTestFinished(() => void child.kill("SIGKILL"));
  await expect.poll(() => existsSync(join(folder, "rsyslog.pid")), { timeout: 20_000 }).toBe(true);
  return async () => {
    child.kill("SIGTERM");
    await ended;
  };
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const socket = createSocket("udp4").bind(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });

/** Sends lines as a host's rsyslog forwards them: one line a message. */
async function sendLines(port: number, lines: readonly string[]) {
  const socket = createSocket("udp4");
  for (const line of lines) {
    await new Promise((resolve) => socket.send(`<14>${line}`, port, "127.0.0.1", resolve));
    await new Promise((resolve) => setTimeout(resolve, 5)); // keeps the datagrams in order
  }
  socket.close();
}

const log = `[2026-01-31 12:00:00] [ERROR] red.lamps: member 123456789012345678 from 203.0.113.77 broke a lamp
Traceback (most recent call last):
  File "/srv/bot/cogs/lamps/lamps.py", line 7, in light
    return table[name]
KeyError: 'attic'
[2026-01-31 12:00:01] [INFO] red.lamps: goes on`.split("\n");

test.skipIf(!hasRsyslog)(
  "the interleaved logs of two hosts reach one vextel",
  async () => {
    const [folder, home, port] = [temporaryFolder(), temporaryFolder(), await freePort()];
    const files = `template(name="ofHost" type="string" string="${folder}/%hostname%.log")
action(type="omfile" dynaFile="ofHost" template="line")`;
    const stop = await startRsyslog(folder, port, files, { HOME: home });
    const watch = spawn(process.execPath, [programPath(), "watch", `${folder}/*.log`], { env: environment({ home }) });
    onTestFinished(() => void watch.kill("SIGKILL"));
    await new Promise((resolve) => watch.stderr.once("data", resolve)); // it is watching
    const sayAs = (host: string, line: string) => `1 2026-01-31T12:00:00Z ${host} bot - - - ${line}`;
    const lines = log.flatMap((line) => [sayAs("north", line), sayAs("south", line.replace("attic", "cellar"))]);
    await sendLines(port, lines);
    const titles = async () =>
      (await runJson<{ title: string }[]>(["list"], { home })).map(({ title }) => title).sort();
    await expect.poll(titles, { timeout: 30_000, interval: 500 }).toEqual(["KeyError: 'attic'", "KeyError: 'cellar'"]);
    await stop();
  },
  60_000,
);

test.skipIf(!hasRsyslog)(
  "the log of a bot reaches vextel through a pipe of rsyslog",
  async () => {
    const [folder, home, port] = [temporaryFolder(), temporaryFolder(), await freePort()];
    const vextel = `${process.execPath} ${programPath()}`;
    const action = `action(type="omprog" binary="${vextel} watch -" template="asItCame")`;
    const stop = await startRsyslog(folder, port, action, { HOME: home, VEXTEL_HOME: home });
    await sendLines(port, log);
    const titles = async () => (await runJson<{ title: string }[]>(["list"], { home })).map(({ title }) => title);
    await expect.poll(titles, { timeout: 30_000, interval: 500 }).toEqual(["KeyError: 'attic'"]);
    await stop();
  },
  60_000,
);

test.skipIf(!hasRsyslog)(
  "vextel scrub works as a filter of rsyslog",
  async () => {
    const [folder, port] = [temporaryFolder(), await freePort()];
    mkdirSync(join(folder, "bots"));
    const file = join(folder, "bots/scrubbed.log");
    const vextel = `${process.execPath} ${programPath()}`;
    const action = `action(type="omprog" binary="${vextel} scrub" output="${file}" template="asItCame")`;
    const stop = await startRsyslog(folder, port, action, { HOME: folder, VEXTEL_HOME: folder });
    await sendLines(port, log);
    const written = () => (existsSync(file) ? readFileSync(file, "utf8") : "");
    await expect.poll(written, { timeout: 30_000, interval: 200 }).toContain("broke a lamp");
    await stop();
    await expect.poll(written, { timeout: 30_000, interval: 200 }).toContain("goes on");
    expect(written()).toMatch(/member SHORTENED-ID-\d{4} from /);
    expect(written()).not.toContain("203.0.113.77");
  },
  60_000,
);
