import { decideDelivery } from "../../consent/hold.ts";
import type { Publishers } from "../../consent/stored.ts";
import { type Dispatch, dispatch } from "../../deliver/dispatch.ts";
import { addressAutomatically, withoutSecret } from "../../deliver/dsn.ts";
import { limitedUntilMs } from "../../deliver/limits/rate-limit.ts";
import { waitMsUntil } from "../../deliver/limits/wait.ts";
import { toCandidate } from "../../deliver/outlook/candidate.ts";
import { VextelError } from "../../errors.ts";
import type { Entry } from "../../outbox/entry.ts";
import { attempt } from "../../world/files/attempt.ts";
import { type Queued, SendQueue } from "./queue.ts";

/** Times and limits of the sender. */
export const pace = {
  /** Between two requests, as Sentry asks. */
  betweenMs: 100,
  /** After a server was not reached; doubled each time. */
  firstRetryMs: 1_000,
  longestRetryMs: 60_000,
  /** It ends rather than wait longer than this without having sent anything; the bot starts it again. */
  longestWaitMs: 90_000,
  /** How many attempts in a row may reach no server. */
  attempts: 8,
  /** How often it looks for events of other servers while it waits for one. */
  lookAgainMs: 2_000,
} as const;

/** Any process may have done it. */
const tidyEveryMs = 10 * 60_000;

export interface FlushDeps extends Dispatch {
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * Sends pending events that consent covers, and resolves when nothing can be done soon. Servers take turns; consent,
 * limits and the event itself are checked again before each request. Never rejects.
 */
export async function flush(deps: FlushDeps): Promise<void> {
  const round = new Round(deps);
  await deps.outbox.tidy(tidyEveryMs).catch(() => {});
  for (;;) {
    const next = await round.choose().catch(() => undefined);
    if (!next || round.idleMs + next.waitMs > pace.longestWaitMs) return;
    if (next.waitMs > 0) await round.wait(next.waitMs);
    else if (!(await round.send(next))) return;
  }
}

/** What is remembered between two requests. */
class Round {
  /** How long it has waited since it last sent something. */
  idleMs = 0;
  readonly #deps: FlushDeps;
  readonly #queue = new SendQueue();
  /** Every event that was found in the outbox; each is read once. */
  readonly #known = new Set<string>();
  /** Events that consent did not cover when they were last checked. */
  readonly #held = new Map<string, Queued>();
  /** How many requests may follow the latest look at the outbox: a look costs more the more there is. */
  #looksGood = 0;
  /** Servers that could not be reached, and when to try again. */
  readonly #unreached = new Map<string, { attempts: number; retryAtMs: number }>();

  constructor(deps: FlushDeps) {
    this.#deps = deps;
  }

  /** The event that can be sent first, and the milliseconds until then. */
  async choose(): Promise<(Queued & { waitMs: number }) | undefined> {
    if (this.#looksGood-- <= 0) await this.#look();
    return (await this.#first()) ?? ((await this.#look()) ? this.#first() : undefined);
  }

  /** Waits, but returns earlier if there is something for another server. */
  async wait(ms: number): Promise<void> {
    const shortMs = Math.min(ms, pace.lookAgainMs);
    await this.#deps.pause(shortMs);
    this.idleMs += shortMs;
    this.#looksGood = 0;
  }

  /** @returns False if vextel's files cannot be trusted: then nothing more is sent. */
  async send(chosen: Queued): Promise<boolean> {
    this.#queue.took(chosen);
    this.#queue.remove(chosen);
    try {
      const result = await dispatch(chosen.entry.id, { namedByOwner: false }, this.#deps);
      if (result.outcome === "unreached" && !result.verdict.isOutage) this.#remember(chosen.dsn);
      else if ("verdict" in result) this.#unreached.delete(chosen.dsn);
      if (result.outcome === "sent") this.idleMs = 0;
      if (["changed", "limited", "unreached"].includes(result.outcome)) this.#queue.add(chosen); // servers get their pause
      if ("verdict" in result) await this.#deps.pause(pace.betweenMs);
      return true;
    } catch (error) {
      return error instanceof VextelError && error.code !== "STATE_UNTRUSTED";
    }
  }

  /** Reads what is new in the outbox. Returns whether anything is. */
  async #look(): Promise<boolean> {
    const { outbox, consent, world } = this.#deps;
    const ids = await outbox.ids();
    this.#forgetAllBut(new Set(ids));
    this.#looksGood = Math.max(10, Math.floor(ids.length / 200));
    const fresh = (await outbox.list(ids.filter((id) => !this.#known.has(id)))).filter(
      ({ id }) => !this.#known.has(id),
    );
    fresh.sort((a, b) => a.attempts - b.attempts); // events that failed before come last, also those of an earlier process
    const publishers = await consent.read();
    const held = [...this.#held.values()];
    this.#held.clear();
    for (const entry of fresh) {
      this.#known.add(entry.id);
      const dsn = addressAutomatically(entry.dsn, world.env);
      if (dsn !== undefined && entry.state !== "rejected") held.push({ dsn: keyOf(dsn), entry });
    }
    let isNews = false;
    for (const queued of held) {
      const isCovered = this.#isCovered(queued.entry, publishers);
      if (isCovered) this.#queue.add(queued);
      else this.#held.set(queued.entry.id, queued);
      isNews ||= isCovered;
    }
    return isNews;
  }

  /** An event that is gone may be kept again, as another event. */
  #forgetAllBut(there: ReadonlySet<string>): void {
    for (const id of this.#known) if (!there.has(id)) this.#known.delete(id);
    for (const id of this.#held.keys()) if (!there.has(id)) this.#held.delete(id);
  }

  async #first(): Promise<(Queued & { waitMs: number }) | undefined> {
    const { limits, consent, world } = this.#deps;
    const [servers, publishers, nowMs] = [await limits.readAll(), await consent.read(), world.nowMs()];
    const waitMs = ({ dsn, entry }: Queued) => {
      const failed = this.#unreached.get(dsn);
      if (failed && failed.attempts >= pace.attempts) return undefined;
      const closedUntilMs = limitedUntilMs(servers.limits[dsn] ?? {}, entry.type, nowMs);
      const times = [entry.retryAtMs, failed?.retryAtMs, servers.outages[dsn]?.retryAtMs, closedUntilMs];
      return Math.max(...times.map((time) => waitMsUntil(time, nowMs)));
    };
    for (;;) {
      const next = this.#queue.choose(waitMs);
      if (!next || this.#isCovered(next.entry, publishers)) return next;
      this.#queue.remove(next); // consent has been withdrawn
      this.#held.set(next.entry.id, next);
    }
  }

  #isCovered(entry: Entry, publishers: Publishers): boolean {
    const { env } = this.#deps.world;
    const candidate = toCandidate(entry, addressAutomatically(entry.dsn, env));
    return decideDelivery(env, publishers.get(entry.publisher), candidate) === "send";
  }

  #remember(dsn: string): void {
    const attempts = (this.#unreached.get(dsn)?.attempts ?? 0) + 1;
    const pauseMs = Math.min(pace.firstRetryMs * 2 ** (attempts - 1), pace.longestRetryMs);
    this.#unreached.set(dsn, { attempts, retryAtMs: this.#deps.world.nowMs() + pauseMs });
  }
}

/** As limits and outages are kept. */
const keyOf = (dsn: string) => attempt(() => withoutSecret(dsn)) ?? dsn;
