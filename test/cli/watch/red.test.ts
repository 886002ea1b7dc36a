import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeRedInstallation } from "../../support/red-installation.ts";
import { runJson, runVextel } from "../../support/run-vextel.ts";
import { inLetters } from "../../support/sample-log.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const errors = Number(process.env.VEXTEL_RED_ERRORS ?? 120);
const hasPython = spawnSync("python3", ["-c", "import logging.handlers"]).status === 0;
const writer = join(import.meta.dirname, "../../support/red_writer.py");

interface Listed {
  readonly title: string;
  readonly count: number;
}

test.skipIf(!hasPython)(
  `watch --bot keeps each of ${errors} errors once while Red's logging rotates its parts and restarts`,
  async () => {
    const home = temporaryFolder();
    const [logs] = writeRedInstallation(home);
    const env = { VEXTEL_HOME: join(home, "own") };
    const waiting = join(env.VEXTEL_HOME, "outbox/waiting");
    const stop = (child: ChildProcess) => child.kill("SIGTERM");
    const watching = runVextel(["watch", "--bot", "tavern"], {
      home,
      env,
      async onStart(child) {
        let said = "";
        child.stderr!.on("data", (chunk) => (said += chunk));
        while (!said.includes("Watching")) await once(child.stderr!, "data");
        const words = [writer, logs!, String(errors), "6000", "90", waiting];
        await once(spawn("python3", words, { stdio: "inherit" }), "close");
        const isKept = () => readdirSync(waiting).filter((name) => name.endsWith(".envelope")).length >= errors;
        for (let look = 0; look < 600 && !isKept(); look++) await new Promise((resolve) => setTimeout(resolve, 100));
        stop(child);
      },
    });
    const { status, stderr } = await watching;
    expect([status, stderr]).toEqual([0, expect.stringContaining("Stopped")]);
    const listed = await runJson<Listed[]>(["list"], { home, env });
    const kept = listed.flatMap(({ title, count }) =>
      Array<string>(count).fill(/dish (\w+)/.exec(title)?.[1] ?? title),
    );
    const all = Array.from({ length: errors }, (_, number) => inLetters(number));
    expect(kept.sort()).toEqual(all.sort());
  },
  300_000,
);
