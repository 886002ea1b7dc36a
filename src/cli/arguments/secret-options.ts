import type { Command } from "commander";
import { collect } from "./help.ts";

const readsLogs = "a bot from `vextel find`: read its logs unless files are named, and remove its secrets";

/**
 * Adds the options that name additional secrets. A secret itself is never given on the command line.
 *
 * @param bot - What `--bot` does, for a command that reads no logs.
 */
export const addSecretOptions = (command: Command, bot = readsLogs): Command =>
  command
    .option("--bot <name>", bot)
    .option("--secret-env <name>", "also remove the value of this environment variable; repeatable", collect)
    .option("--secret-file <file>", "also remove each line of this file; repeatable", collect);
