import type { Consent } from "../../consent/consent.ts";
import { createOutlook, type Held, type Outlook, type OutlookEntry } from "../../deliver/outlook/outlook.ts";
import type { Entry } from "../../outbox/entry.ts";
import type { Receipt } from "../../outbox/receipt.ts";
import type { Span } from "../../preview/terminal/line.ts";
import type { CommandDeps } from "../deps.ts";

/** What happens to each event automatically; `undefined` for a settled one. */
export type OutlookOf = (event: (OutlookEntry & Pick<Entry, "publisher">) | Receipt) => Outlook | undefined;

/** If the consent file cannot be trusted, nothing is enabled; `status` reports it. */
export async function readOutlooks({ consent, world }: Pick<CommandDeps, "consent" | "world">): Promise<OutlookOf> {
  const publishers = await consent.read().catch(() => new Map<string, Consent>());
  const rules = new Map<string, (entry: OutlookEntry) => Outlook>();
  const ruleOf = (publisher: string) => {
    const rule = rules.get(publisher) ?? createOutlook(publishers.get(publisher), world.env);
    rules.set(publisher, rule);
    return rule;
  };
  return (event) => ("settledAtMs" in event ? undefined : ruleOf(event.publisher)(event));
}

/** Why an event is held: words to follow a number or a state. */
export const heldTexts: Record<Held, string> = {
  "not enabled": "to be sent by hand",
  "captured by hand": "captured by hand",
  "no destination": "without an address",
  "new destination": "for another address than you agreed to",
  "wider claim": "with wider claims than you agreed to",
  "kind refused": "of a kind that you refused",
  "before the answer": "from before your answer",
  "perhaps written by a user": "perhaps written by a user",
  "files damaged": "captured while vextel's files could not be used",
  "refused by the server": "refused by the server",
  "changed after approval": "changed after it was approved",
};

/** In full, for a line of any length. */
export function renderOutlook(outlook: Outlook | undefined): string {
  if (outlook === undefined) return "";
  if (outlook.kind === "held") return `held: ${heldTexts[outlook.why]}`;
  const text = automaticTexts.get(outlook) ?? `sent automatically under your consent of ${toIso(outlook.sinceMs)}`;
  automaticTexts.set(outlook, text);
  return text;
}

/** Thousands of events have one outlook. */
const automaticTexts = new WeakMap<Outlook, string>();

const toIso = (ms: number) => new Date(ms).toISOString();

/**
 * In a few words, for a line of a terminal. Reasons that follow from the owner's own decisions are not shown as
 * warnings.
 */
export function outlookSpans(outlook: Outlook | undefined): Span[] {
  if (outlook === undefined) return [];
  if (outlook.kind === "automatic") return [["good", "automatic  "]];
  const [style, text] = briefTexts[outlook.why];
  return text === "" ? [] : [[style, `${text}  `]];
}

const briefTexts: Record<Held, readonly ["dim" | "warn", string]> = {
  "not enabled": ["dim", "by hand"],
  "captured by hand": ["dim", "by hand"],
  "no destination": ["dim", "no address"],
  "new destination": ["warn", "held: another address"],
  "wider claim": ["warn", "held: wider claim"],
  "kind refused": ["dim", "kind refused"],
  "before the answer": ["dim", "before your answer"],
  "perhaps written by a user": ["warn", "perhaps a user's"],
  "files damaged": ["warn", "held: files damaged"],
  "refused by the server": ["dim", ""], // its state says so
  "changed after approval": ["warn", "changed after it was approved"],
};

/** For programs. */
export const outlookJson = (outlook: Outlook | undefined) =>
  outlook === undefined
    ? {}
    : outlook.kind === "held"
      ? { automatic: false, held: outlook.why }
      : { automatic: true, under: { generation: outlook.generation, since: toIso(outlook.sinceMs) } };
