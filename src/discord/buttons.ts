import { ButtonStyle, ComponentType } from "discord.js";
import type { Notice } from "../consent/notice-text.ts";
import { commandName } from "./command.ts";

/** What a button of a notice asks for; the same as the command's. */
export interface Pressed {
  readonly action: "enable" | "disable" | "status";
  readonly publisher: string;
}

const button = (label: string, style: ButtonStyle, { action, publisher }: Pressed) => ({
  ...{ type: ComponentType.Button, label, style, custom_id: `${commandName}:${action}:${publisher}` },
});

/** Longest text of a message, UTF-16 units. */
const longestText = 2_000;

/** A notice as a direct message in which the owner can answer at once. */
export function messageOf({ text, publisher }: Pick<Notice, "text" | "publisher">) {
  const hint = `\n\nOr answer here, with the buttons or \`/${commandName}\`.`;
  const components = [
    button("Report errors", ButtonStyle.Primary, { action: "enable", publisher }),
    button("Do not", ButtonStyle.Secondary, { action: "disable", publisher }),
    button("How things stand", ButtonStyle.Secondary, { action: "status", publisher }),
  ];
  return {
    content: text.length + hint.length <= longestText ? text + hint : text,
    components: [{ type: ComponentType.ActionRow, components }],
  };
}

/** What a button asks for, if it is one of these. */
export function readButton(customId: string): Pressed | undefined {
  const [name, action, publisher] = customId.split(":");
  const isOurs = name === commandName && publisher !== undefined;
  return isOurs && (action === "enable" || action === "disable" || action === "status")
    ? { action, publisher }
    : undefined;
}
