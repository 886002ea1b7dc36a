import type { Consent } from "./consent.ts";
import type { HeldClaim } from "./standing.ts";

/**
 * What an owner is told. `first`: a publisher's first plugin starts, and the owner has not answered yet. Later, for
 * each new plugin, `on` if reporting is enabled, `off` if not. `held`: once for each destination that the consent does
 * not cover.
 */
export type NoticeKind = "first" | "on" | "off" | "held";

/** What to tell the owner now, and what to record once that succeeded. */
export interface NoticeDecision {
  /** Absent if there is nothing to tell; `remember` applies anyway. */
  readonly kind?: NoticeKind;
  readonly remember: (consent: Consent, nowMs: number) => Consent;
}

/**
 * Which notice is due, if any, as a plugin starts.
 *
 * After a notice that asks (`first`, `off`), and after the owner refused, there are no notices until the bot restarts
 * or the owner agrees: new plugins are recorded without one.
 *
 * The owner is always told about a destination that the consent does not cover: its events are held until the owner
 * agrees.
 *
 * @param startedAtMs - When the bot's process began, epoch milliseconds.
 * @param held - The plugin's claims that the consent does not cover.
 * @returns `undefined` if there is nothing to tell and nothing to remember.
 */
export function decideNotice(
  consent: Consent,
  plugin: string,
  startedAtMs: number,
  held?: HeldClaim,
): NoticeDecision | undefined {
  if (consent.noticeSentAtMs === undefined && consent.answer === "unset")
    return { kind: "first", remember: rememberAsking(plugin) };
  const isTold = held?.now.every((one) => consent.notifiedDestinations.includes(one));
  if (held && !isTold) return { kind: "held", remember: rememberHeld(plugin, held.now) };
  if (consent.notifiedPlugins.includes(plugin)) return undefined;
  if (isTold) return { remember: rememberPlugin(plugin) };
  if (isMuted(consent, startedAtMs)) return { remember: rememberPlugin(plugin) };
  if (consent.answer === "enabled") return { kind: "on", remember: rememberPlugin(plugin) };
  return { kind: "off", remember: rememberAsking(plugin) };
}

function isMuted({ answer, sinceMs = 0, noticeSentAtMs = 0 }: Consent, startedAtMs: number): boolean {
  const askedNow = noticeSentAtMs >= startedAtMs;
  if (answer === "enabled") return askedNow && noticeSentAtMs > sinceMs;
  return askedNow || (answer === "disabled" && sinceMs >= startedAtMs);
}

const rememberPlugin = (plugin: string) => (consent: Consent) =>
  consent.notifiedPlugins.includes(plugin)
    ? consent
    : { ...consent, notifiedPlugins: [...consent.notifiedPlugins, plugin] };

const rememberHeld = (plugin: string, now: readonly string[]) => (consent: Consent) => ({
  ...rememberPlugin(plugin)(consent),
  notifiedDestinations: [...new Set([...consent.notifiedDestinations, ...now])].slice(-mostDestinations),
});

/** The most destinations that are recorded for a publisher, the newest. */
const mostDestinations = 100;

const rememberAsking = (plugin: string) => (consent: Consent, nowMs: number) => ({
  ...rememberPlugin(plugin)(consent),
  noticeSentAtMs: nowMs,
});
