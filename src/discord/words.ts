import { renderDestination } from "../consent/destination.ts";
import type { OwnerStatus } from "../reporter/owner/controls.ts";

/** The texts and buttons for the owner. */
export interface OwnerReply {
  /** Below Discord's 2,000 characters. */
  readonly content: string;
  readonly components?: readonly object[];
}

/** UTF-16 units: a message of Discord has 2,000. */
export const longestReply = 1900;

/** A message of Discord has space for only a few. */
const most = 5;

/** The first of them, and how many more there are. */
export function few(texts: readonly string[], separator: string): string {
  const more = texts.length - most;
  return texts.slice(0, most).join(separator) + (more > 0 ? ` and ${more} more` : "");
}

/** Whether `few` shows all of them, and none is cut. */
export const isAllShown = (all: readonly unknown[]): boolean =>
  all.length <= most && all.every((one) => typeof one !== "string" || one.length <= 100);

/** A text of an event as plain text, without Discord's markup. */
export const plain = (title: string): string => title.replace(/[`*_~|@<>[\]\\]/g, " ").slice(0, 100);

/** Some destinations, paths or loggers. */
export const some = (texts: readonly string[]): string =>
  few(
    texts.map((one) => `\`${shorten(URL.canParse(one) ? renderDestination(one) : one).replaceAll("`", "'")}\``),
    " and ",
  );

/** The end of a host's name shows its owner. */
const shorten = (text: string) => (text.length > 100 ? `${text.slice(0, 30)}…${text.slice(-69)}` : text);

/** The claims that consent does not cover, with those that it covers instead. */
export const renderHeld = ({ held }: OwnerStatus): string[] =>
  held.slice(0, most).flatMap(({ plugin, why, before, now }) => {
    const what = why === "new destination" ? "reports to another address" : "claims more";
    return [
      `**${plugin}** ${what} than you agreed to, so its new events are held until you enable again.`,
      `before: ${before.length > 0 ? some(before) : "no destination was named"}; now: ${some(now)}`,
    ];
  });
