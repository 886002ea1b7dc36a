import { Command, Option } from "commander";
import { VextelError } from "../../errors.ts";
import type { Line } from "../../preview/line.ts";
import { renderCounts } from "../../preview/summary.ts";
import type { Finding } from "../../scrub/finding.ts";
import type { ScrubOptions } from "../../scrub/options.ts";
import type { Scrubber } from "../../scrub/scrub.ts";
import { readInput, readStandardInput } from "../../world/input.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";
import { openGate, type SecretFlags } from "../gate.ts";
import { collect, example } from "../help.ts";
import { addSecretOptions } from "../secret-options.ts";

export interface ScrubRequest extends SecretFlags {
  readonly files: readonly string[];
  readonly report?: true;
  readonly check?: true;
  readonly json?: true;
  readonly on?: readonly string[];
  readonly off?: readonly string[];
  readonly ids?: NonNullable<ScrubOptions["ids"]>;
}

export function scrubCommand(deps: CommandDeps, run = runScrub): Command {
  const command = new Command("scrub")
    .description("text in, text without private parts out")
    .argument("[file...]", "any text, gzip too; standard input if none or `-`")
    .option("--report", "print on stderr how often each rule fired")
    .option("--check", "write nothing; exit 1 if anything would be taken out")
    .option("--json", "with --report or --check: print JSON on stdout")
    .option("--on <rule>", "switch on a rule that is off by default; repeatable", collect)
    .option("--off <rule>", "switch a rule off; repeatable", collect)
    .addOption(
      new Option("--ids <how>", "how Discord ids are shortened").choices(["shortened", "any"]).default("shortened"),
    );
  return addSecretOptions(command)
    .addHelpText("after", example("tail -f red.log | vextel scrub", "vextel scrub --check --report red.log"))
    .action((files: string[], flags: Omit<ScrubRequest, "files">) => run({ files, ...flags }, deps));
}

export async function runScrub(request: ScrubRequest, deps: CommandDeps): Promise<void> {
  const { scrubber } = await openGate(deps.world, request, {
    ...(request.on && { on: request.on }),
    ...(request.off && { off: request.off }),
    ...(request.ids && { ids: request.ids }),
  });
  const counts = new Map<string, number>();
  const onFinding = ({ rule }: Finding) => void counts.set(rule, (counts.get(rule) ?? 0) + 1);
  for (const file of request.files.length > 0 ? request.files : ["-"])
    await scrubFile(file, scrubber, onFinding, request, deps);
  if (request.json) await deps.terminal.json({ findings: Object.fromEntries(counts) });
  else if (request.report) await deps.terminal.note(...renderReport(counts));
  if (request.check && counts.size > 0) deps.setStatus(exit.failed);
}

async function scrubFile(
  file: string,
  scrubber: Scrubber,
  onFinding: (finding: Finding) => void,
  { check, json, report }: ScrubRequest,
  deps: CommandDeps,
): Promise<void> {
  const stream = scrubber.stream(onFinding);
  const silent = check || (json && report);
  const write = async (bytes: Uint8Array) => {
    if (!silent && bytes.length > 0) await deps.terminal.write(bytes);
  };
  for await (const chunk of file === "-" ? readStandardInput(deps.stdin) : readInput(file))
    await write(stream.push(chunk));
  await write(stream.end());
}

const renderReport = (counts: Map<string, number>): Line[] => [["Taken out: ", renderCounts(counts)]];

void VextelError;
