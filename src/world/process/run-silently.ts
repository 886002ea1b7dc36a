/**
 * Runs another program without input and output, and waits for it, 60 s at most.
 *
 * @param folder - The folder that it runs in.
 * @returns Its exit status; `undefined` if it could not be started, or did not end by itself.
 */
export function runSilently(
  [program, ...args]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv,
  folder: string,
): number | undefined {
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  return spawnSync(program, args, { env, cwd: folder, stdio: "ignore", timeout: 60_000 }).status ?? undefined;
}
