import type { Consent } from "../../consent/consent.ts";
import { renderDestination } from "../../consent/destination.ts";
import { allKinds } from "../../consent/kinds.ts";
import { decideNotice } from "../../consent/notice.ts";
import { type Notice, type NoticeFacts, type NoticeTexts, renderNotice } from "../../consent/notice-text.ts";
import { decideStanding, type HeldClaim } from "../../consent/standing.ts";
import type { Host } from "../../world/host.ts";
import { noticeLock } from "../../world/paths.ts";
import { type Asker, readStanding, type Stores } from "../submit/stores.ts";

/** Sends the bot's owner a message; must throw or reject if that failed. */
export type NotifyOwner = (notice: Notice) => unknown;

/**
 * `told`: the owner got a message. `nothing due`: there was no message to send. `failed`: it is tried again later, and
 * at the next start.
 */
export type NoticeOutcome = "told" | "nothing due" | "failed";

export interface NotifyDeps {
  readonly host: Host;
  readonly stores: Stores;
  readonly asker: Asker;
  readonly facts: Omit<NoticeFacts, "kinds" | "before" | "destination">;
  readonly texts?: NoticeTexts;
  readonly notifyOwner?: NotifyOwner;
}

/** Sends the owner a notice once for this reporter, and again later if that failed. */
export interface Notifier {
  tell(): Promise<NoticeOutcome>;
  /** Tries again what failed, if it is time. */
  retry(): void;
}

const firstPauseMs = 60_000;
const longestPauseMs = 60 * 60_000;

export function createNotifier(deps: NotifyDeps): Notifier {
  let pauseMs = firstPauseMs;
  let retryAtMs = Number.POSITIVE_INFINITY;
  const notifier: Notifier = {
    async tell() {
      retryAtMs = Number.POSITIVE_INFINITY;
      const outcome = await tellOwner(deps);
      if (outcome === "failed") retryAtMs = deps.host.nowMs() + pauseMs;
      return outcome;
    },
    retry() {
      if (deps.host.nowMs() < retryAtMs) return;
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      void notifier.tell();
    },
  };
  return notifier;
}

/** How long one call of `notifyOwner` may take. */
const patienceMs = 30_000;

/**
 * Sends the owner the notice that is due, in one process at a time, and remembers it only if that succeeded. A process
 * that dies in between sends it once more. Never rejects.
 */
export async function tellOwner(deps: NotifyDeps): Promise<NoticeOutcome> {
  const { host, stores, facts } = deps;
  if (!deps.notifyOwner) return "nothing due";
  try {
    return await host.files.withLock(noticeLock(stores.paths, facts.publisher), () => tellAlone(deps));
  } catch {
    return "failed";
  }
}

async function tellAlone({ host, stores, asker, facts, texts, notifyOwner }: NotifyDeps): Promise<NoticeOutcome> {
  const { consent, source } = await readStanding(asker, host, stores);
  if (!consent) return "failed";
  if (source === "DO_NOT_TRACK" || source === "VEXTEL_TELEMETRY") return "nothing due"; // consent would change nothing
  const [held] = decideStanding(consent, asker.claim ? [asker.claim] : []).held;
  const decision = decideNotice(consent, facts.plugin, host.startedAtMs, held);
  if (!decision) return "nothing due";
  if (decision.kind)
    await inTime(notifyOwner!(renderNotice(decision.kind, { ...facts, ...describe(asker, consent, held) }, texts)));
  await stores.consent.change(facts.publisher, (now) => decision.remember(now, host.nowMs()));
  if (!decision.kind) return "nothing due";
  const { publisher, plugin } = facts;
  await stores.ledger.tryAdd({ kind: "notice", publisher, plugin, notice: decision.kind });
  return "told";
}

/** Where events go and which kinds: what the owner agreed to, or is asked to agree to. */
const describe = ({ claim }: Asker, { answer, kinds }: Consent, held: HeldClaim | undefined) => ({
  kinds: answer === "enabled" ? kinds.map(({ kind }) => kind) : allKinds,
  ...(claim && { destination: renderDestination(claim.destination) }),
  ...(held && { before: held.before.map(renderDestination) }),
});

async function inTime(work: unknown): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("the owner could not be notified in time")), patienceMs);
    timer.unref();
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
