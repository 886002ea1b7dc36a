import { Command } from "commander";
import { VextelError } from "../../errors.ts";
import type { Entry } from "../../outbox/entry.ts";
import { plural } from "../../preview/summary.ts";
import { createState, type State } from "../../review/state.ts";
import type { Charset } from "../../review/text.ts";
import { renderOutcome } from "../../review/views/close.ts";
import { collect, example } from "../arguments/help.ts";
import { listPublishers } from "../arguments/publishers.ts";
import { addSecretOptions } from "../arguments/secret-options.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";
import type { RawFlags } from "../review/raw.ts";
import { runReviewOn } from "../review/run.ts";
import { readScreenFacts, refuseWithoutScreen } from "../screen/screen.ts";

export interface ReviewRequest extends RawFlags {
  readonly publisher?: string;
  readonly dsn?: string;
}

export function reviewCommand(deps: CommandDeps, run = runReview): Command {
  const command = new Command("review")
    .description("read pending events one by one on the whole terminal, and decide with single keys")
    .argument("[publisher]", "only events of this publisher")
    .option("--log <file>", "read the text before it was scrubbed from this log; repeatable", collect)
    .option("--dsn <dsn>", "send to this Sentry address (default: VEXTEL_DSN, else the plugin's own)");
  return addSecretOptions(command, "a bot from `vextel find`: read raw text from its logs, and remove its secrets")
    .addHelpText("after", example("vextel review", "vextel review vex-cogs"))
    .action((publisher: string | undefined, flags: Omit<ReviewRequest, "publisher">) =>
      run({ ...(publisher !== undefined && { publisher }), ...flags }, deps),
    );
}

const instead =
  "Without a terminal: vextel list, vextel show <event-id>, vextel send <event-id>, vextel drop <event-id>.";

/** Nothing is sent or changed before the owner has confirmed the list of decisions. */
export async function runReview(request: ReviewRequest, deps: CommandDeps): Promise<void> {
  refuseWithoutScreen(deps, instead);
  const entries = await choosePending(request.publisher, deps);
  if (entries.length === 0) return deps.terminal.note(["No pending events."]);
  const facts = { ...readScreenFacts(deps.world.env), charset: charsetOf(deps.world.env, deps.world.platform) };
  const end = await runReviewOn(createState(entries, facts), request, deps);
  await tellEnd(end, deps);
}

async function choosePending(publisher: string | undefined, deps: CommandDeps): Promise<Entry[]> {
  const entries = await deps.outbox.list();
  if (publisher === undefined) return entries;
  const names = await listPublishers(
    deps,
    entries.map(({ publisher }) => publisher),
  );
  if (!names.includes(publisher))
    throw new VextelError("NOT_FOUND", "There is no publisher of this name", `Known: ${names.join(", ")}`);
  return entries.filter((entry) => entry.publisher === publisher);
}

/** According to the locale; Windows and macOS always support Unicode. */
function charsetOf(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): Charset {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || "";
  const isUnicode = /utf-?8/i.test(locale) || (locale === "" && (platform === "win32" || platform === "darwin"));
  return isUnicode ? "unicode" : "ascii";
}

/** The results stay visible on the terminal. */
async function tellEnd({ mode, outcomes, queue }: State, { terminal, setStatus }: CommandDeps): Promise<void> {
  await terminal.printProse(outcomes.map(renderOutcome));
  for (const { status } of outcomes) setStatus(status);
  const how = mode.kind === "over" ? mode.how : "done";
  if (how === "interrupted") setStatus(exit.interrupted);
  const nothing = outcomes.length === 0 ? "Nothing was sent or changed. " : "";
  const rest =
    queue.length === 0
      ? "None of these events is still pending."
      : `${plural(queue.length, "event")} pending: vextel review`;
  await terminal.note([`${how === "interrupted" ? "Interrupted. " : ""}${nothing}${rest}`]);
}
