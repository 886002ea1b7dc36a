/** `vextel/discord.js`: for plugins of bots built on discord.js 14. */
export { commandData, commandName } from "./command.ts";
export { findOwners, type Owners } from "./owner.ts";
export {
  createDiscordReporter,
  type DiscordReporter,
  type DiscordReporterOptions,
  type ExecutableCommand,
} from "./reporter.ts";
