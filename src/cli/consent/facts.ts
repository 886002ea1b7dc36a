import type { Claim } from "../../consent/claims.ts";
import type { Consent } from "../../consent/consent.ts";
import type { Kind } from "../../consent/kinds.ts";
import { decideStanding } from "../../consent/standing.ts";
import { renderExcerpt } from "../../preview/excerpt.ts";
import { readPlaces } from "../../preview/placeholders.ts";
import { renderEnvelope } from "../../preview/render.ts";
import { renderTime } from "../../preview/summary.ts";
import { fitLine } from "../../preview/terminal/fit.ts";
import type { Line } from "../../preview/terminal/line.ts";
import type { Manifest } from "../../publisher/manifest.ts";
import type { CommandDeps } from "../deps.ts";
import { renderClaims, renderHeld, renderKinds, renderLinks } from "./render.ts";

/**
 * What the owner is asked to agree to: the publisher with its links, which errors go where, and what kinds. The
 * author's page uses the same words.
 */
export function renderFacts(
  name: string,
  manifest: Manifest | undefined,
  claims: readonly Claim[],
  kinds: readonly Kind[],
): Line[] {
  const title = manifest && manifest.title !== name ? `  ${manifest.title}` : "";
  return [
    [["strong", name], title],
    ...renderLinks(manifest),
    ...(claims.length === 0 ? [["  None of its plugins has an address yet."]] : renderClaims(claims)),
    ...renderKinds(kinds),
  ];
}

/** Everything that the consent covers: the facts, what is new, and one real event if there is one. */
export async function describeYes(
  name: string,
  claims: readonly Claim[],
  kinds: readonly Kind[],
  before: Consent | undefined,
  manifest: Manifest | undefined,
  deps: CommandDeps,
): Promise<Line[]> {
  const { held } = decideStanding(before, claims);
  return [
    ...renderFacts(name, manifest, claims, kinds),
    ...(held.length > 0 ? [["  New since your consent:"], ...renderHeld(held, "    ")] : []),
    ...(await describeExample(name, deps)),
    ...(await describeClock(before, deps)),
    [],
  ];
}

/** An answer that is dated too early would cover errors from before it. */
async function describeClock(before: Consent | undefined, { outbox, world }: CommandDeps): Promise<Line[]> {
  const nowMs = world.nowMs();
  const recorded = [...(await outbox.list()).map(({ capturedAtMs }) => capturedAtMs), before?.sinceMs ?? 0];
  const latestMs = recorded.reduce((latest, ms) => Math.max(latest, ms), 0);
  if (latestMs - nowMs < slackMs) return [];
  const text = `  The clock says ${renderTime(nowMs)}, but something was recorded here at ${renderTime(latestMs)}. If the clock is wrong now, set it first: otherwise errors from before your answer may be sent.`;
  return [[["warn", text]]];
}

/** Clocks are often set back by minutes. */
const slackMs = 60 * 60 * 1000;

/** How many lines are shown of an event without an error. */
const fieldLines = 12;

/** The newest event of this publisher on this machine: its error, as far as it is needed to recognise it. */
async function describeExample(name: string, { outbox, terminal: { width } }: CommandDeps): Promise<Line[]> {
  const own = (await outbox.list()).filter(({ publisher, type }) => publisher === name && type === "event");
  const id = own.at(-1)?.id;
  const found = id === undefined ? undefined : await outbox.read(id).catch(() => undefined);
  if (!found) return [];
  const { entry, bytes } = found;
  const places = readPlaces(entry.places);
  const error = renderExcerpt(bytes, places);
  const lines = error.length > 0 ? error : renderEnvelope(bytes, places).slice(0, fieldLines);
  return [
    [`  An event on this machine, as it would be sent (in full: vextel show ${id!.slice(0, 12)}):`],
    ...lines.map((line): Line => ["    ", ...line]).map((line) => (width === undefined ? line : fitLine(line, width))),
  ];
}
