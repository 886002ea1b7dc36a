import {
  type ApplicationCommandDataResolvable,
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  InteractionContextType,
} from "discord.js";

/** Name of the owner's command. */
export const commandName = "vextelemetry";

const publisher = {
  type: ApplicationCommandOptionType.String,
  name: "publisher",
  description: "The publisher; optional if there is only one",
  autocomplete: true,
} as const;

const event = {
  type: ApplicationCommandOptionType.String,
  name: "id",
  description: "The error's id, or its beginning",
  required: true,
  autocomplete: true,
} as const;

const subcommand = (name: string, description: string, options: readonly object[] = [publisher]) => ({
  type: ApplicationCommandOptionType.Subcommand,
  ...{ name, description, options },
});

/**
 * The command as Discord expects it, for direct messages only, so that no server sees it. Who may use it is checked at
 * each use. For bots that set all their commands at once, which removes those that are not in the list.
 */
export const commandData = {
  name: commandName,
  description: "Error reports of this bot's plugins; for the bot's owner",
  contexts: [InteractionContextType.BotDM],
  integrationTypes: [ApplicationIntegrationType.GuildInstall],
  options: [
    subcommand("status", "Whether errors are reported, and why"),
    subcommand("enable", "Show what would be sent and where, and ask whether it may be"),
    subcommand("disable", "Stop automatic sending"),
    subcommand("list", "Pending errors on this machine"),
    subcommand("send", "Send one pending error now", [event]),
  ],
} as unknown as ApplicationCommandDataResolvable;
