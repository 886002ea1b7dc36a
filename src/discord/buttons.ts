import { createHash } from "node:crypto";
import { ButtonStyle, ComponentType } from "discord.js";
import type { Notice } from "../consent/notice-text.ts";
import { commandName } from "./command.ts";

/** What a button of a notice does; the same as the command's. */
export interface Pressed {
  readonly action: "enable" | "disable" | "status";
  readonly publisher: string;
  /** Identifies the destination named in the message: consent covers no other. */
  readonly shown?: string;
}

const button = (label: string, style: ButtonStyle, { action, publisher, shown }: Pressed) => ({
  ...{ type: ComponentType.Button, label, style },
  custom_id: [commandName, action, publisher, ...(shown === undefined ? [] : [shown])].join(":"),
});

/** A short form of a destination, as notices name it, for the id of a button, which has space for 100 characters. */
export const shortOf = (destination: string): string =>
  createHash("sha256").update(destination).digest("hex").slice(0, 12);

/** The same for all destinations that one message named. */
export const shortOfAll = (destinations: readonly string[]): string => shortOf([...destinations].sort().join("\n"));

/** The buttons below the reply to the owner's command, which shows what the consent covers. */
export const enableRow = (publisher: string, shown: string) => ({
  type: ComponentType.ActionRow,
  components: [button("Report errors", ButtonStyle.Primary, { action: "enable", publisher, shown })],
});

/** Longest text of a message, UTF-16 units. */
const longestText = 2_000;

/** A notice as a direct message that the owner can answer with buttons. */
export function messageOf({ text, publisher, destination }: Pick<Notice, "text" | "publisher" | "destination">) {
  const hint = `\n\nOr answer here, with the buttons or \`/${commandName}\`.`;
  const shown = destination === undefined ? {} : { shown: shortOf(destination) };
  const components = [
    button("Report errors", ButtonStyle.Primary, { action: "enable", publisher, ...shown }),
    button("Do not", ButtonStyle.Secondary, { action: "disable", publisher }),
    button("Status", ButtonStyle.Secondary, { action: "status", publisher }),
  ];
  return {
    content: text.length + hint.length <= longestText ? text + hint : text,
    components: [{ type: ComponentType.ActionRow, components }],
  };
}

/** What a button does, if it is one of these. */
export function readButton(customId: string): Pressed | undefined {
  const [name, action, publisher, shown] = customId.split(":");
  const isOurs = name === commandName && publisher !== undefined;
  return isOurs && (action === "enable" || action === "disable" || action === "status")
    ? { action, publisher, ...(action === "enable" && { shown: shown ?? "" }) }
    : undefined;
}
