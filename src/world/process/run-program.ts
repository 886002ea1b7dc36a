import { constants } from "node:os";

/** The exit status of a program, as a shell reports it. */
export type ExitStatus = number;

/**
 * Runs another program with this process's streams, and passes signals on to it.
 *
 * @param onFailure - Gets the system's code if the program could not be started, such as `ENOENT`.
 * @returns Its exit status; 128 and the signal's number if a signal ended it; 127 if it could not be started, or 126 if
 * this account may not run it.
 */
export function runProgram(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  onFailure: (code: string) => unknown,
): Promise<ExitStatus> {
  const { spawn } = process.getBuiltinModule("node:child_process");
  const [program, ...args] = command;
  const child = spawn(program!, args, { env, stdio: "inherit" });
  const handOn = (signal: NodeJS.Signals) => void child.kill(signal);
  process.removeAllListeners("SIGINT"); // the program's own ends it at once
  process.on("SIGINT", () => {}); // the terminal sends it to both
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, handOn);
  return new Promise((resolve) => {
    child.once("error", async ({ code = "unknown error" }: NodeJS.ErrnoException) => {
      await onFailure(code);
      resolve(code === "EACCES" ? 126 : 127);
    });
    child.once("exit", (status, signal) => resolve(status ?? 128 + constants.signals[signal!]));
  });
}
