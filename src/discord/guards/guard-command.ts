import {
  type BaseInteraction,
  type ChatInputCommandInteraction,
  type CommandInteraction,
  InteractionType,
  MessageFlags,
} from "discord.js";
import type { About } from "../../reporter/errors/live-report.ts";
import type { ReportReceipt } from "../../reporter/submit/report-receipt.ts";
import { commandName } from "../command.ts";
import { findOwners } from "../owner.ts";

/** Whether an argument of a command is an interaction, from any copy of discord.js. */
export function isInteraction(value: unknown): value is BaseInteraction {
  try {
    const { isRepliable, isChatInputCommand, client } = Object(value);
    return typeof isRepliable === "function" && typeof isChatInputCommand === "function" && client !== undefined;
  } catch {
    return false; // a getter that throws
  }
}

/**
 * Facts about an error in a command: the command's name and kind, and the permissions of user and bot. Never throws.
 */
export function describeInteraction(interaction: BaseInteraction): About {
  try {
    return describe(interaction);
  } catch {
    return {}; // not an interaction of discord.js
  }
}

function describe(interaction: BaseInteraction): About {
  const { memberPermissions: user, appPermissions: bot } = interaction;
  const name = Reflect.get(interaction, "commandName") ?? Reflect.get(interaction, "customId");
  return {
    ...(typeof name === "string" && { during: interaction.isChatInputCommand() ? commandOf(interaction) : name }),
    tags: { interaction_type: InteractionType[interaction.type] ?? "unknown" },
    extra: {
      ...(user && { user_permissions_value: String(user.bitfield), user_permissions: user.serialize() }),
      ...(bot && { bot_permissions_value: String(bot.bitfield), bot_permissions: bot.serialize() }),
    },
  };
}

/** The command as the user sees it: `/lamp set colour`. */
const commandOf = ({ commandName: name, options }: ChatInputCommandInteraction): string =>
  `/${[name, options.getSubcommandGroup(false), options.getSubcommand(false)].filter(Boolean).join(" ")}`;

/** How long to wait for the bot's own handling of an error, so that the bot can answer first. */
const courtesyMs = 1_000;

/**
 * After an error that was held, shows its owner, and nobody else, how to report it. Never throws.
 *
 * @param wait - Waits for this many milliseconds.
 */
export async function showHint(
  interaction: BaseInteraction,
  receipt: ReportReceipt,
  wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref()),
): Promise<void> {
  if (receipt.state !== "held") return;
  try {
    if (!interaction.isRepliable()) return;
    if (!(await findOwners(interaction.client)).ids.has(interaction.user.id)) return;
    await wait(courtesyMs);
    const content = renderHint(receipt.id, receipt.command);
    const message = { content, flags: MessageFlags.Ephemeral } as const;
    const { replied, deferred } = interaction as unknown as CommandInteraction;
    await (replied || deferred ? interaction.followUp(message) : interaction.reply(message));
  } catch {
    // Discord cannot be reached, or the interaction is too old: the error is in the outbox anyway
  }
}

const renderHint = (id: string, command: string) =>
  `Only you see this. The error was kept on your machine and nobody else has seen it. To report it to the author: ` +
  `\`/${commandName} send id:${id}\` in a direct message to this bot, or on the machine \`${command}\``;
