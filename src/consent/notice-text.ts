import type { Kind } from "./kinds.ts";
import type { NoticeKind } from "./notice.ts";

/** What a notice is about. */
export interface NoticeFacts {
  /** For people. */
  readonly title: string;
  readonly publisher: string;
  readonly plugin: string;
  /** The page that says what is collected and why. */
  readonly privacy?: string;
  /** Host and project where its events go, for people. */
  readonly destination?: string;
  /** The kinds that are reported, or would be. */
  readonly kinds: readonly Kind[];
  /** The destinations that the consent covers, if they differ; empty for an answer given to an older vextel. */
  readonly before?: readonly string[];
  /** Commands that the owner can run. */
  readonly commands: {
    readonly enable: string;
    readonly disable: string;
    readonly status: string;
    readonly list: string;
    /** Contains `<event-id>`. */
    readonly show: string;
  };
}

/** Texts that replace vextel's own. */
export type NoticeTexts = { readonly [kind in NoticeKind]?: (facts: NoticeFacts) => string };

/** A message to the bot's owner. */
export interface Notice extends NoticeFacts {
  readonly kind: NoticeKind;
  /** The whole message, below 2,000 characters unless an author's own text is longer. */
  readonly text: string;
}

/**
 * An author may choose the words, but vextel adds where events go if they do not say so. A title cannot look like more
 * than a name.
 */
export function renderNotice(kind: NoticeKind, given: NoticeFacts, texts: NoticeTexts = {}): Notice {
  const facts = { ...given, title: toName(given.title) };
  const text = (texts[kind] ?? ownTexts[kind])(facts);
  const { destination, before } = facts;
  if (destination === undefined || (texts[kind] === undefined && text.includes(destination)))
    return { ...facts, kind, text };
  const moved = before && before.length > 0 ? ` (before: ${before.slice(0, mostBefore).join("; ")})` : "";
  return { ...facts, kind, text: paragraphs(text, `vextel: events of ${facts.plugin} go to ${destination}${moved}.`) };
}

/**
 * The text on one line, without Discord's markup, so that it can neither end the sentence around it nor hide a link.
 */
const toName = (title: string) =>
  title
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}*_~`|<>[\]()\\#@]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, longestTitle);
const longestTitle = 80;

const ownTexts: Required<NoticeTexts> = {
  first: ({ title, plugin, privacy, commands, ...facts }) =>
    paragraphs(
      `**May errors be reported to ${title}?**`,
      `You have just loaded ${plugin}. If you allow it, errors in plugins by ${title} are reported to their author, so ` +
        "that they can be fixed. Nothing is sent automatically until you agree, and you do not have to answer.",
      `What would be sent${destinationOf(facts)}: ${kindsOf(facts)}. An error comes with its stack, the plugin's ` +
        "source lines around it, the plugin's tags and its notes from just before, versions, and a random id. " +
        "Recognised tokens, invites, IP addresses and names of this machine are removed first; Discord ids are shortened." +
        (privacy === undefined ? "" : ` More: ${privacy}`),
      `Yes: \`${commands.enable}\`\nNo: \`${commands.disable}\`\nStatus: \`${commands.status}\`\n` +
        `Pending events: \`${commands.list}\`; one of them in full: \`${commands.show}\``,
      `Your answer applies to all plugins by ${title}.`,
    ),
  on: ({ title, plugin, privacy, commands, ...facts }) =>
    paragraphs(
      `${plugin} by ${title} is new here. ` +
        (facts.kinds.length === 0
          ? "It reports nothing automatically, since you refused every kind of report."
          : `It reports errors too, as you allowed for plugins by ${title}: ${kindsOf(facts)}${destinationOf(facts)}.`) +
        (privacy === undefined ? "" : ` What is sent: ${privacy}`),
      `To stop that: \`${commands.disable}\``,
    ),
  off: ({ title, plugin, privacy, commands, ...facts }) =>
    paragraphs(
      `${plugin} by ${title} is new here. Its errors are not reported, as for all plugins by ${title}.` +
        (privacy === undefined ? "" : ` What would be sent: ${privacy}`),
      `To report ${kindsOf(facts)}${destinationOf(facts)}: \`${commands.enable}\``,
    ),
  held: ({ title, plugin, privacy, commands, before = [], ...facts }) =>
    paragraphs(
      `**${plugin} by ${title} reports to another address than you agreed to.**`,
      `before: ${before.length > 0 ? before.slice(0, mostBefore).join("; ") : "no destination was named"}\n` +
        `now: ${facts.destination}`,
      "Nothing is sent there until you agree again: its errors are held on this machine." +
        (privacy === undefined ? "" : ` What is sent: ${privacy}`),
      `Yes, ${kindsOf(facts)} there too: \`${commands.enable}\`\nNo reports at all: \`${commands.disable}\`\n` +
        `Status: \`${commands.status}\``,
    ),
};

/** A message has space for only a few. */
const mostBefore = 5;

type Facts = Pick<NoticeFacts, "kinds" | "destination">;

const kindsOf = ({ kinds }: Facts) => kinds.join(", ");
const destinationOf = ({ destination }: Facts) => (destination === undefined ? "" : ` to ${destination}`);

const paragraphs = (...parts: string[]) => parts.join("\n\n");
