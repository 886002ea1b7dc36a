import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { programPath, repository } from "../support/program.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { makeKey } from "./start-relay.ts";
import { envelopeOf, post } from "./support.ts";

const page = readFileSync(join(repository, "docs/relay.md"), "utf8");
const blockOf = (language: string) => new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(page)![1]!;
const unit = blockOf("ini");

/** The examples in the documentation run unchanged, so they use the port that they name. */
const port = 8398;
const isFree = await new Promise<boolean>((resolve) => {
  const server = createServer()
    .once("error", () => resolve(false))
    .listen(port, "0.0.0.0", () => server.close(() => resolve(true)));
});

/** Installs a `vextel` command that runs the built program. */
function installVextel(folder: string): string {
  const file = join(folder, "vextel");
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `#!/bin/sh\nexec ${process.execPath} ${programPath()} "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Runs a service's command until it has accepted an event of a bot, and ends it as a service manager does. */
async function serve(command: string, cwd: string, home: string, host: string) {
  const key = await makeKey(home, "moth/lamps");
  const env = { PATH: process.env.PATH, HOME: home, VEXTEL_HOME: home };
  const child = spawn("/bin/sh", ["-c", `exec ${command}`], { cwd, env, stdio: "ignore", detached: true });
  onTestFinished(() => {
    if (spawnSync("kill", ["-KILL", "--", `-${child.pid}`]).error) child.kill("SIGKILL"); // its children as well
  });
  const ended = new Promise((resolve) => child.once("exit", (status, signal) => resolve(status ?? signal)));
  const headers = { Host: host, "X-Sentry-Auth": `Sentry sentry_key=${key}` };
  const body = envelopeOf({ event_id: "ab".repeat(16) }, [{ type: "event" }, { message: "the lamp is out" }]);
  const status = async () => (await post({ port, headers, body }).catch(() => undefined))?.status;
  await expect.poll(status, { timeout: 50_000, interval: 300 }).toBe(200);
  child.kill("SIGTERM");
  return ended;
}

test.skipIf(spawnSync("systemd-analyze", ["--version"]).status !== 0)("systemd accepts the documented unit", () => {
  const folder = temporaryFolder();
  const file = join(folder, "vextel-relay.service");
  writeFileSync(file, unit.replace("/usr/bin/env vextel", installVextel(join(folder, "bin"))));
  const env = { ...process.env, XDG_RUNTIME_DIR: folder };
  const { status, stderr } = spawnSync("systemd-analyze", ["verify", "--user", file], { env, encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
});

test.skipIf(!isFree)("the unit's command, as written, accepts what a bot reports, and ends on a signal", async () => {
  const home = temporaryFolder();
  const command = /^ExecStart=(.*)$/m.exec(unit)![1]!;
  const own = command.replace("/usr/bin/env vextel", installVextel(join(home, "bin")));
  expect(own).not.toBe(command);
  expect(await serve(own, home, home, `127.0.0.1:${port}`)).toBe(0);
});

const hasYaml = spawnSync("/usr/bin/python3", ["-c", "import yaml"]).status === 0;

test.skipIf(!hasYaml || !isFree)(
  "the compose file is valid, and its command, as written, accepts what a bot in another container reports",
  async () => {
    const parse = "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)";
    const { stdout } = spawnSync("/usr/bin/python3", ["-c", parse], { input: blockOf("yaml") });
    const { services, volumes } = JSON.parse(stdout.toString());
    const { command, environment, volumes: mounts, build } = services.relay;
    expect(mounts).toEqual([`${Object.keys(volumes)[0]}:${environment.VEXTEL_HOME}`]);
    expect(build).toBe("."); // the Dockerfile that the page shows
    expect(Number(/^FROM node:(\d+)/.exec(blockOf("dockerfile"))![1])).toBeGreaterThanOrEqual(20);
    expect(services.bot.environment.no_proxy).toBe("relay"); // the host of the DSN is the service's name
    const home = temporaryFolder();
    const own = installVextel(join(home, "bin"));
    expect(await serve(command.replace(/^vextel /, `${own} `), home, home, `relay:${port}`)).toBe(0);
  },
);
