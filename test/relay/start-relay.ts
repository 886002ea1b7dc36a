import { type ChildProcess, spawn } from "node:child_process";
import { onTestFinished } from "vitest";
import { programPath } from "../support/program.ts";
import { environment, runVextel } from "../support/run-vextel.ts";

/** A `vextel relay` process. */
export interface RelayProcess {
  readonly child: ChildProcess;
  readonly port: number;
  /** Everything that it has printed so far. */
  said(): string;
  /** Resolves when it has ended, with its status or the signal. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** Starts the relay on a free port; it is killed at the end of the test. */
export async function startRelayProcess(home: string, ...options: readonly string[]): Promise<RelayProcess> {
  const args = [programPath(), "relay", "--listen", "127.0.0.1:0", ...options];
  const child = spawn(process.execPath, args, { env: environment({ home }), stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once("exit", (status, signal) => resolve(status ?? signal!));
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let text = "";
  const port = await new Promise<number>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        text += chunk;
        const found = /http:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1];
        if (found) resolve(Number(found));
      });
    void ended.then((how) => reject(new Error(`the relay ended with ${how}: ${text}`)));
  });
  return { child, port, said: () => text, ended };
}

/** The key of a plugin, made by `vextel relay dsn`. */
export async function makeKey(home: string, plugin: string): Promise<string> {
  const { stdout } = await runVextel(["relay", "dsn", plugin], { home });
  return /^http:\/\/([0-9a-f]{32})@/.exec(stdout)![1]!;
}
