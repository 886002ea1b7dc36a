import type { Entry } from "../../outbox/entry.ts";
import type { Receipt } from "../../outbox/receipt.ts";
import type { EventFacts } from "../../preview/html.ts";
import type { Line } from "../../preview/terminal/line.ts";
import type { CommandDeps } from "../deps.ts";

type PageOf = Pick<Entry | Receipt, "id" | "publisher" | "plugin" | "state" | "sha256" | "findings"> &
  Pick<EventFacts, "bytes" | "places" | "command" | "raw">;

/** A warning on pages with raw text. */
export const rawWarning: Line = [["bad", "This page contains raw text: do not share it."]];

/** One event as an HTML page. */
export async function printPage({ publisher, plugin, state, findings, ...facts }: PageOf, { terminal }: CommandDeps) {
  const { htmlEnd, renderHtmlEvent, renderHtmlStart } = await import("../../preview/html.ts");
  const event = { ...facts, plugin: `${publisher}/${plugin}`, standing: standings[state] ?? state };
  const page = renderHtmlEvent({ ...event, counts: Object.entries(findings) });
  if (event.raw) await terminal.note(rawWarning);
  await terminal.write(`${renderHtmlStart(`Event ${facts.id}`)}${page}${htmlEnd}`);
}

const standings: Readonly<Record<string, string>> = {
  waiting: "pending; nothing has been sent",
  limited: "pending, since the server limits the rate; nothing is stored there",
  rejected: "refused by the server",
  posting: "being sent, or interrupted while it was sent",
};
