import { Command } from "commander";
import { sdk } from "../seal/sdk.ts";
import { disableCommand, enableCommand } from "./commands/answer.ts";
import { captureCommand } from "./commands/capture.ts";
import { dropCommand } from "./commands/drop.ts";
import { listCommand } from "./commands/list.ts";
import { manualCommand } from "./commands/manual.ts";
import { previewCommand } from "./commands/preview.ts";
import { publisherCommand } from "./commands/publisher.ts";
import { resetCommand } from "./commands/reset.ts";
import { scrubCommand } from "./commands/scrub.ts";
import { sendCommand } from "./commands/send.ts";
import { showCommand } from "./commands/show.ts";
import { statusCommand } from "./commands/status.ts";
import { watchCommand } from "./commands/watch.ts";
import type { CommandDeps } from "./deps.ts";

/** The command tree. Building it touches nothing. */
export function createProgram(deps: CommandDeps): Command {
  const program = new Command("vextel")
    .description("error reports of Discord-bot plugins that the bot's owner can read before they leave")
    .version(sdk.version, "--version", "print the version")
    .helpOption("--help", "print help")
    .helpCommand("help [command]", "print help for a command")
    .showSuggestionAfterError()
    .addHelpText("after", afterHelp);
  const commands = [
    statusCommand(deps),
    enableCommand(deps),
    disableCommand(deps),
    manualCommand(deps),
    scrubCommand(deps),
    previewCommand(deps),
    captureCommand(deps),
    listCommand(deps),
    showCommand(deps),
    sendCommand(deps),
    dropCommand(deps),
    watchCommand(deps),
    publisherCommand(deps),
    resetCommand(deps),
  ];
  for (const command of commands) program.addCommand(command);
  for (const command of allCommands(program)) command.exitOverride().helpOption("--help", "print help");
  return program;
}

/** A command and all below it. */
export const allCommands = (command: Command): Command[] => [command, ...command.commands.flatMap(allCommands)];

const afterHelp = `
Exit status:
  0 done, 1 something found or an unforeseen failure, 2 wrong usage, 3 no such event or publisher,
  4 refused by the server, 5 server not reached, 6 rate limited, 7 a state file cannot be trusted,
  8 not permitted by consent, 130 interrupted

Example:
  $ vextel preview red.log`;
