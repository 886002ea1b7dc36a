import type { NoticeKind } from "./notice.ts";

/** What a notice can speak of. */
export interface NoticeFacts {
  /** For people. */
  readonly title: string;
  readonly publisher: string;
  readonly plugin: string;
  /** Page that says what is collected and why. */
  readonly privacy?: string;
  /** What the owner can run. */
  readonly commands: {
    readonly enable: string;
    readonly disable: string;
    readonly status: string;
    readonly list: string;
  };
}

/** Texts that take the place of vextel's own. */
export type NoticeTexts = { readonly [kind in NoticeKind]?: (facts: NoticeFacts) => string };

/** A message to the bot's owner. */
export interface Notice extends NoticeFacts {
  readonly kind: NoticeKind;
  /** The whole message, below 2,000 characters unless an author's own text is longer. */
  readonly text: string;
}

export function renderNotice(kind: NoticeKind, facts: NoticeFacts, texts: NoticeTexts = {}): Notice {
  return { ...facts, kind, text: (texts[kind] ?? ownTexts[kind])(facts) };
}

const ownTexts: Required<NoticeTexts> = {
  first: ({ title, plugin, privacy, commands }) =>
    paragraphs(
      `**May errors be reported to ${title}?**`,
      `You have just loaded ${plugin}. If you allow it, errors in plugins by ${title} are reported to their author, so ` +
        "that they can be mended. Nothing is sent until you say yes, and you need not answer.",
      "What would be sent: the error with its stack, what the plugin noted just before it, versions, and a random id. " +
        "Tokens, invites, IP addresses and names of this machine are taken out first, and Discord ids are shortened." +
        (privacy === undefined ? "" : ` More: ${privacy}`),
      `Yes: \`${commands.enable}\`\nNo: \`${commands.disable}\`\nHow things stand: \`${commands.status}\`\n` +
        `What waits, byte for byte: \`${commands.list}\``,
      `The answer holds for all plugins by ${title}.`,
    ),
  on: ({ title, plugin, privacy, commands }) =>
    paragraphs(
      `${plugin} by ${title} is new here. Errors in it are reported too, as you allowed for plugins by ${title}.` +
        (privacy === undefined ? "" : ` What is sent: ${privacy}`),
      `To stop that: \`${commands.disable}\``,
    ),
  off: ({ title, plugin, privacy, commands }) =>
    paragraphs(
      `${plugin} by ${title} is new here. Its errors are not reported, as for all plugins by ${title}.` +
        (privacy === undefined ? "" : ` What would be sent: ${privacy}`),
      `To help with error reports: \`${commands.enable}\``,
    ),
};

const paragraphs = (...parts: string[]) => parts.join("\n\n");
