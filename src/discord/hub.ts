import {
  type ChatInputCommandInteraction,
  type Client,
  Events,
  type Interaction,
  type InteractionEditReplyOptions,
  MessageFlags,
} from "discord.js";
import type { OwnerControls } from "../reporter/owner/controls.ts";
import { attempt } from "../world/files/attempt.ts";
import { readButton } from "./buttons.ts";
import { commandData, commandName } from "./command.ts";
import { answerOwner, completeIds, completePublishers, type OwnerRequest } from "./command-reply.ts";
import { intercept } from "./intercept.ts";
import { findOwners } from "./owner.ts";
import { longestReply, type OwnerReply } from "./words.ts";

/** The parts that are attached to one client, for all plugins and publishers. */
interface Hub {
  readonly controls: Map<string, { controls: OwnerControls; plugins: number }>;
  /** Removes everything from the client. */
  close(): void;
}

/** One hub for all copies of vextel in the process. */
const key = Symbol.for("vextel.discord.hub");
type Hubbed = Client & { [key]?: Hub };

/**
 * Adds a publisher's controls to the owner's command on this client, and the command to the bot.
 *
 * @returns A function that removes them; after the last one, nothing of it is left on the client.
 */
export function attachControls(client: Client, publisher: string, controls: OwnerControls): () => void {
  const hub = (client as Hubbed)[key] ?? createHub(client);
  const entry = hub.controls.get(publisher) ?? { controls, plugins: 0 };
  hub.controls.set(publisher, entry);
  entry.plugins += 1;
  let attached = true;
  return () => {
    if (!attached) return;
    attached = false;
    entry.plugins -= 1;
    if (entry.plugins === 0) hub.controls.delete(publisher);
    if (hub.controls.size === 0) hub.close();
  };
}

function createHub(client: Client): Hub {
  const controls: Hub["controls"] = new Map();
  const onReady = () => {
    if (isFirstShard(client)) void client.application?.commands.create(commandData).catch(() => {});
  };
  const release = intercept(client, Events.InteractionCreate, (given) => {
    if (!attempt(() => isForOwner(given as Interaction))) return false;
    void handle(given as Interaction, controls).catch(() => {}); // Discord cannot be reached, so no one can be told
    return true;
  });
  const hub: Hub = {
    controls,
    close() {
      release();
      client.off(Events.ClientReady, onReady);
      Reflect.deleteProperty(client, key);
    },
  };
  Object.defineProperty(client, key, { value: hub, configurable: true });
  if (client.isReady()) onReady();
  else client.once(Events.ClientReady, onReady);
  return hub;
}

/** In a bot of several processes, one registers the command. */
const isFirstShard = ({ shard }: Client) => !shard || shard.ids.includes(0);

/** Handles the owner's command, its completion, and the buttons of notices. */
function isForOwner(interaction: Interaction): boolean {
  if (interaction.isButton()) return readButton(interaction.customId) !== undefined;
  return (interaction.isAutocomplete() || interaction.isChatInputCommand()) && interaction.commandName === commandName;
}

async function handle(interaction: Interaction, attached: Hub["controls"]): Promise<void> {
  const pressed = interaction.isButton() ? readButton(interaction.customId) : undefined;
  const controls = new Map([...attached].map(([publisher, { controls }]) => [publisher, controls]));
  const isOwner = (await findOwners(interaction.client)).ids.has(interaction.user.id);
  if (interaction.isAutocomplete()) {
    const { name, value } = interaction.options.getFocused(true);
    const complete = name === "id" ? completeIds : completePublishers;
    return interaction.respond(isOwner ? await complete(value, controls) : []);
  }
  if (!interaction.isButton() && !interaction.isChatInputCommand()) return;
  if (!isOwner) {
    await interaction.reply({ content: "This is for the bot's owner.", flags: MessageFlags.Ephemeral });
    return;
  }
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const reply = await answerOwner(pressed ?? requestOf(interaction as ChatInputCommandInteraction), controls).catch(
    (error: Error & { readonly hint?: string }): OwnerReply => ({
      content: ["That failed: ", error.message, error.hint && `. ${error.hint}`].join("").slice(0, longestReply),
    }),
  );
  await interaction.editReply({
    ...{ content: reply.content, allowedMentions: { parse: [] } },
    ...(reply.components && { components: reply.components as InteractionEditReplyOptions["components"] & object }),
  });
}

function requestOf({ options }: ChatInputCommandInteraction): OwnerRequest {
  const [publisher, id] = ["publisher", "id"].map((name) => options.getString(name) ?? undefined);
  const action = options.getSubcommand();
  return { action, ...(publisher !== undefined && { publisher }), ...(id !== undefined && { id }) };
}
