import type { Command } from "commander";
import { collect } from "./help.ts";

/** The options that name further secrets; never a secret on the command line itself. */
export const addSecretOptions = (command: Command): Command =>
  command
    .option("--bot <name>", "a bot from `vextel find`: read its logs unless files are named, and remove its secrets")
    .option("--secret-env <name>", "also remove the value of this environment variable; repeatable", collect)
    .option("--secret-file <file>", "also remove each line of this file; repeatable", collect);
