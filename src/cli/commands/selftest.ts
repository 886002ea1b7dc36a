import { Command } from "commander";
import { plural } from "../../preview/summary.ts";
import { example } from "../arguments/help.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";

export function selftestCommand(deps: CommandDeps, run = runSelftestCommand): Command {
  return new Command("selftest")
    .description("check on this machine that made-up secrets are removed and nothing is sent without consent")
    .option("--json", "print a JSON array")
    .addHelpText("after", example("vextel selftest"))
    .action((flags: { json?: true }) => run(flags, deps));
}

/** Uses its own folder and server: your files are not touched, and nothing leaves this machine. */
export async function runSelftestCommand({ json }: { json?: true }, deps: CommandDeps): Promise<void> {
  const { runSelftest } = await import("../../selftest/run.ts");
  const { randomInt } = process.getBuiltinModule("node:crypto");
  const checks = await runSelftest(process.env, (below) => randomInt(below));
  const failed = checks.filter(({ passed }) => !passed).length;
  if (failed > 0) deps.setStatus(exit.failed);
  if (json) return deps.terminal.json(checks);
  await deps.terminal.printProse(
    checks.map(({ name, passed, detail }) => [
      [passed ? "good" : "bad", passed ? "passed" : "FAILED"],
      `  ${name}: ${detail}`,
    ]),
  );
  await deps.terminal.note([
    failed === 0
      ? `${plural(checks.length, "check")} passed. The server was vextel's own, on 127.0.0.1; its files were deleted.`
      : `${plural(failed, "check")} of ${checks.length} failed. Do not send anything with this copy of vextel.`,
  ]);
}
