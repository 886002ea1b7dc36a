import { renderDestination } from "../consent/destination.ts";
import type { OwnerControls, OwnerStatus } from "../reporter/owner/controls.ts";
import { attempt } from "../world/files/attempt.ts";
import { enableRow, shortOfAll } from "./buttons.ts";
import { few, isAllShown, longestReply, type OwnerReply, plain, renderHeld } from "./words.ts";

type OfferedClaim = OwnerStatus["offer"]["claims"][number];

/** Everything in a claim, as one text. */
export const wordOf = ({ plugin, destination, paths, loggers }: OfferedClaim): string =>
  JSON.stringify([plugin, destination, paths, loggers]);

/** Identifies everything that consent would cover, whether or not there was space for it in the question. */
export const shortOfOffer = ({ offer }: OwnerStatus): string => shortOfAll(offer.claims.map(wordOf));

/** How the owner starts vextel in a shell; another plugin's older copy does not say. */
export const cliIn = ({ cli = "npx vextel" }: OwnerStatus): string => cli;

/** The destinations of events in readable form. */
const offered = ({ offer }: OwnerStatus): string[] => [
  ...new Set(offer.claims.map(({ destination }) => renderDestination(destination))),
];

/**
 * What consent would cover: always what goes where; if there is space, which errors, what is new, and one pending
 * event.
 */
export async function renderQuestion(status: OwnerStatus, controls: OwnerControls): Promise<OwnerReply> {
  const { publisher, offer } = status;
  const cli = cliIn(status);
  const destinations = offered(status);
  const all = `\`${cli} enable ${publisher}\``;
  const head = [
    `If you agree, ${offer.kinds.join(", ")} of **${publisher}** are sent automatically from now on, without what the rules recognise as private:`,
    ...destinations.map((destination) => `- ${pluginsTo(destination, offer.claims)} to \`${destination}\``),
    ...(destinations.length === 0 ? ["- nowhere: its plugins have named no address yet"] : []),
    ...renderPage(status),
  ];
  const end = `Nothing has changed yet. \`/vextelemetry list\` shows what is kept here, \`${cli} preview\` what would be sent.`;
  const rest = `There is no room here for all of it: ${all} shows paths, loggers and an event, and asks there.`;
  const room = longestReply - [...head, rest, end].join("\n").length;
  if (room < 0)
    return {
      content: `**${publisher}** sends to ${destinations.length} places, more than there is room for here: answer with ${all}.`,
    };
  const claimsLogs = ({ paths = [], loggers = [] }: OfferedClaim) => paths.length + loggers.length > 0;
  const claimed = [...renderHeld(status), ...offer.claims.filter(claimsLogs).map(renderErrors)];
  const others = offer.claims.filter((claim) => !claimsLogs(claim)).map(renderErrors);
  const details = [...claimed, ...others, ...(await renderExample(controls, cli))];
  const shown = takeLines(details, room);
  const content = [...head, ...shown, ...(shown.length < details.length ? [rest] : []), end].join("\n");
  const isWhole = shown.length >= claimed.length && isShownWhole(status);
  return { content, ...(isWhole && { components: [enableRow(publisher, shortOfOffer(status))] }) };
}

/** Without a link preview; anything but the address of a page is not shown. */
function renderPage({ privacy = "" }: OwnerStatus): string[] {
  const address = attempt(() => new URL(privacy));
  const isPage = address !== undefined && /^https?:$/.test(address.protocol) && address.href.length <= 300;
  return isPage ? [`The author's page about it: <${address.href}>`] : [];
}

/** No button agrees to paths and loggers that are cut off: the command line shows all of them. */
const isShownWhole = ({ held, offer }: OwnerStatus): boolean =>
  isAllShown(held) &&
  held.every(({ before, now }) => isAllShown(before) && isAllShown(now)) &&
  offer.claims.every(({ paths = [], loggers = [] }) => isAllShown(paths) && isAllShown(loggers));

/** As many of the lines as fit, UTF-16 units. */
function takeLines(lines: readonly string[], room: number): string[] {
  let left = room;
  return lines.filter((line) => {
    if (left >= 0) left -= line.length + 1;
    return left >= 0;
  });
}

function pluginsTo(shown: string, claims: readonly OfferedClaim[]): string {
  const own = claims.filter(({ destination }) => renderDestination(destination) === shown);
  return few([...new Set(own.map(({ plugin }) => `**${plugin}**`))], ", ");
}

/** Which errors of a log belong to a plugin. */
function renderErrors({ plugin, paths = [], loggers = [] }: OfferedClaim): string {
  const parts = [
    paths.length > 0 ? `in ${few(paths.map(quote), ", ")}` : "",
    loggers.length > 0 ? `of the loggers ${few(loggers.map(quote), ", ")}` : "",
  ].filter(Boolean);
  return `Errors of **${plugin}**: ${parts.join(", and ") || "those that it reports itself"}.`;
}

const quote = (text: string) => `\`${text.replaceAll("`", "'").slice(0, 100)}\``;

/** The newest pending event, as an example of what would be sent. */
async function renderExample(controls: OwnerControls, cli: string): Promise<string[]> {
  const newest = (await controls.list().catch(() => [])).find(({ type }) => type === "event");
  if (!newest) return [];
  const id = newest.id.slice(0, 12);
  return [`One that is kept here: ${plain(newest.title)} (all of it: \`${cli} show ${id}\`)`];
}
