import type { BaseInteraction, Client } from "discord.js";
import type { About } from "../../reporter/errors/live-report.ts";
import type { ReportReceipt } from "../../reporter/submit/report-receipt.ts";
import { attempt } from "../../world/files/attempt.ts";
import { describeInteraction, isInteraction } from "./guard-command.ts";

/**
 * Events in which Sapphire, and its plugins for subcommands and scheduled tasks, report the errors that they caught.
 */
const events = [
  ...["chatInputCommandError", "contextMenuCommandError", "messageCommandError"],
  ...["chatInputSubcommandError", "messageSubcommandError", "commandAutocompleteInteractionError"],
  ...["interactionHandlerError", "interactionHandlerParseError", "listenerError", "scheduledTaskError"],
];

export interface SapphireDeps {
  report(error: unknown, about: About): Promise<ReportReceipt>;
  onReceipt(interaction: BaseInteraction, receipt: ReportReceipt): Promise<void>;
}

/**
 * Reports the errors for which Sapphire emits events. Sapphire's own listeners get them as well.
 *
 * @returns A function that removes the listeners.
 */
export function listenToSapphire(client: Client, { report, onReceipt }: SapphireDeps): () => void {
  const listener = (error: unknown, payload: unknown) => {
    const { interaction, ...about } = describePayload(payload);
    void report(error, about).then((receipt) => interaction && onReceipt(interaction, receipt));
  };
  const emitter = client as unknown as NodeJS.EventEmitter;
  for (const event of events) emitter.on(event, listener);
  return () => {
    for (const event of events) emitter.off(event, listener);
  };
}

/** The piece that failed, and the interaction in which it failed. */
function describePayload(payload: unknown): About & { readonly interaction?: BaseInteraction } {
  const read = (holder: unknown, key: string) => attempt(() => Reflect.get(Object(holder), key) as unknown);
  const interaction = read(payload, "interaction") ?? read(payload, "context");
  const pieces = ["command", "handler", "piece", "task"].map((key) => read(payload, key));
  const [name] = pieces.map((piece) => (typeof piece === "string" ? piece : read(piece, "name"))).filter(isText);
  return {
    ...{ ownOnly: true, ...(name !== undefined && { during: name }) },
    ...(isInteraction(interaction) && { ...describeInteraction(interaction), interaction }),
  };
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
