import { Command } from "commander";
import { VextelError } from "../../errors.ts";
import { createWhois, type Match, readShortId } from "../../owner/whois.ts";
import { scrubOptionsOf } from "../../policy/scrub-options.ts";
import { plural, renderTime } from "../../preview/summary.ts";
import type { SnowflakeOptions } from "../../scrub/rules/discord/snowflake.ts";
import { example } from "../arguments/help.ts";
import { listPublishers } from "../arguments/publishers.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";
import { forEachFile } from "../pipeline/each-file.ts";
import { readNamedInput } from "../pipeline/input.ts";

export interface WhoisRequest {
  readonly shortId: string;
  readonly files: readonly string[];
  readonly bot?: string;
  readonly json?: true;
}

export function whoisCommand(deps: CommandDeps, run = runWhois): Command {
  return new Command("whois")
    .description("find the full Discord ids in your logs behind a shortened one")
    .argument("<short-id>", "a shortened id such as SHORTENED-ID-0915, or its four digits")
    .argument("[file...]", "logs or folders of logs, also gzipped; without any, or for `-`, standard input")
    .option("--bot <name>", "search the logs of a bot from `vextel find`")
    .option("--json", "print a JSON array")
    .addHelpText("after", example("vextel whois SHORTENED-ID-0915 red.log", "vextel whois 0915 --bot tavern"))
    .action((shortId: string, files: string[], flags: Omit<WhoisRequest, "shortId" | "files">) =>
      run({ shortId, files, ...flags }, deps),
    );
}

/** Reads the logs and keeps nothing; exit status 3 if no id matches. */
export async function runWhois(request: WhoisRequest, deps: CommandDeps): Promise<void> {
  const digits = readShortId(request.shortId);
  if (digits === undefined)
    throw new VextelError(
      "USAGE",
      "This is not a shortened id",
      "Give it as it appears in an event: SHORTENED-ID-0915",
    );
  const whois = createWhois(digits, await waysToShorten(deps));
  await forEachFile(request, deps, async (file) => {
    try {
      for await (const chunk of readNamedInput(file, deps, true)) whois.push(file, chunk);
    } finally {
      whois.endFile();
    }
  });
  const matches = whois.matches();
  if (request.json) await deps.terminal.json(matches.map(toJson));
  else await deps.terminal.printProse(matches.map((match) => [["strong", match.id], `  ${describe(match)}`]));
  if (matches.length === 0) deps.setStatus(exit.notFound);
  await deps.terminal.note([
    matches.length === 0
      ? "No id in these logs is shortened to this one."
      : `${plural(matches.length, "id")} in these logs ${matches.length === 1 ? "is" : "are"} shortened to this one. Nothing was kept or sent.`,
  ]);
}

/** The ways in which the policy shortens ids for the publishers known on this machine. */
async function waysToShorten(deps: CommandDeps): Promise<SnowflakeOptions[]> {
  const policy = await deps.policy.read();
  const nowMs = () => deps.world.nowMs();
  const publishers = [undefined, ...new Set([...(await listPublishers(deps)), ...Object.keys(policy.publishers)])];
  return publishers.map((publisher) => {
    const { ids = "shortened", idKey = new Uint8Array() } = scrubOptionsOf(policy, publisher);
    return { ids, idKey, nowMs };
  });
}

const describe = ({ count, file, line, madeAtMs }: Match) =>
  `seen ${plural(count, "time")}, first at ${file}:${line}; made ${renderTime(madeAtMs)}`;

const toJson = ({ madeAtMs, ...rest }: Match) => ({ ...rest, madeAt: new Date(madeAtMs).toISOString() });
