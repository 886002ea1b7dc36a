import type { Command } from "commander";
import { collect } from "./help.ts";

/** The options that name further secrets; never a secret on the command line itself. */
export const addSecretOptions = (command: Command): Command =>
  command
    .option("--secret-env <name>", "also take out the value of this environment variable; repeatable", collect)
    .option("--secret-file <file>", "also take out each line of this file; repeatable", collect);
