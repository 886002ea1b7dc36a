import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { programPath } from "./program.ts";
import { environment } from "./run-vextel.ts";

/**
 * The most memory that a run of the program had, in megabytes (1,048,576 bytes); Linux only.
 *
 * @param stdin - An open file.
 */
export async function peakMemory(args: readonly string[], home: string, stdin?: number): Promise<number> {
  const child = spawn(process.execPath, [programPath(), ...args], {
    env: environment({ home }),
    stdio: [stdin ?? "ignore", "ignore", "inherit"],
  });
  let most = 0;
  const timer = setInterval(() => {
    const status = `/proc/${child.pid}/status`;
    const [, peak] = /VmHWM:\s+(\d+) kB/.exec(existsSync(status) ? readFileSync(status, "latin1") : "") ?? [];
    most = Math.max(most, Number(peak ?? 0) / 1024);
  }, 20);
  await once(child, "exit");
  clearInterval(timer);
  return most;
}
