import type { Consent } from "./consent.ts";

/**
 * What an owner is told: `first` when a publisher's first plugin starts; later, for each new plugin, `on` while
 * reporting is enabled, or `off`.
 */
export type NoticeKind = "first" | "on" | "off";

/** What may be told at this moment, and what is to be remembered once that succeeded. */
export interface NoticeDecision {
  /** Absent: nothing is to be told, but `remember` the plugin. */
  readonly kind?: NoticeKind;
  readonly remember: (consent: Consent, nowMs: number) => Consent;
}

/**
 * Which notice is due, if any, as a plugin starts.
 *
 * After a notice that asks (`first`, `off`), and after the owner said no, there is peace until the bot starts anew or
 * the owner says yes: new plugins are remembered in silence.
 *
 * @param startedAtMs - When the bot's process began, epoch milliseconds.
 * @returns `undefined` if there is nothing to tell and nothing to remember.
 */
export function decideNotice(consent: Consent, plugin: string, startedAtMs: number): NoticeDecision | undefined {
  if (consent.noticeSentAtMs === undefined) return { kind: "first", remember: rememberAsking(plugin) };
  if (consent.notifiedPlugins.includes(plugin)) return undefined;
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

const rememberAsking = (plugin: string) => (consent: Consent, nowMs: number) => ({
  ...rememberPlugin(plugin)(consent),
  noticeSentAtMs: nowMs,
});
