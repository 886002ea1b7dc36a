import { decideDelivery } from "../../consent/consent.ts";
import { type Dispatch, dispatch } from "../../deliver/dispatch.ts";
import { destinationOf } from "../../deliver/dsn.ts";
import { VextelError } from "../../errors.ts";
import type { Entry } from "../../outbox/entry.ts";

/** How patient the sender is. */
export const pace = {
  /** Between two posts, as Sentry asks. */
  betweenMs: 100,
  /** After a server was not reached; doubled each time. */
  firstRetryMs: 1_000,
  longestRetryMs: 60_000,
  /** It ends rather than wait longer than this; the bot calls it again. */
  longestWaitMs: 90_000,
  /** Attempts in a row that reach nobody. */
  attempts: 8,
} as const;

export interface FlushDeps extends Dispatch {
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * Sends what waits and what consent covers, oldest first, and resolves when there is nothing that it could do soon.
 * Consent, limits and the outbox are looked at anew before each post. Never rejects.
 */
export async function flush(deps: FlushDeps): Promise<void> {
  const round = new Round(deps);
  await deps.outbox.tidy().catch(() => {});
  for (;;) {
    const next = await round.choose().catch(() => undefined);
    if (!next || next.waitMs > pace.longestWaitMs) return;
    if (next.waitMs > 0) await deps.pause(next.waitMs);
    else if (!(await round.send(next.entry))) return;
  }
}

/** What is remembered from one post to the next. */
class Round {
  readonly #deps: FlushDeps;
  /** Events that this process need not try again. */
  readonly #done = new Set<string>();
  /** DSNs that were not reached, and when to try again. */
  readonly #unreached = new Map<string, { attempts: number; retryAtMs: number }>();

  constructor(deps: FlushDeps) {
    this.#deps = deps;
  }

  /** The event that can be sent first, and in how many milliseconds. */
  async choose(): Promise<{ entry: Entry; waitMs: number } | undefined> {
    const { outbox, consent, world } = this.#deps;
    const [entries, publishers] = [await outbox.list(), await consent.read()];
    let first: { entry: Entry; waitMs: number } | undefined;
    for (const entry of entries) {
      const dsn = destinationOf(entry.dsn, world.env);
      if (dsn === undefined || entry.state === "rejected" || this.#done.has(entry.id)) continue;
      const candidate = { namedByOwner: false, capturedAtMs: entry.capturedAtMs };
      if (decideDelivery(world.env, publishers.get(entry.publisher), candidate) !== "send") continue;
      const failed = this.#unreached.get(dsn);
      if (failed && failed.attempts >= pace.attempts) continue;
      const waitMs = Math.max(0, (entry.retryAtMs ?? 0) - world.nowMs(), (failed?.retryAtMs ?? 0) - world.nowMs());
      if (!first || waitMs < first.waitMs) first = { entry, waitMs };
    }
    return first;
  }

  /** @returns False if vextel's files cannot be trusted: then nothing more is sent. */
  async send({ id, dsn: sealedFor }: Entry): Promise<boolean> {
    const dsn = destinationOf(sealedFor, this.#deps.world.env)!;
    try {
      const { outcome } = await dispatch(id, { namedByOwner: false }, this.#deps);
      if (outcome === "unreached") this.#remember(dsn);
      else if (outcome === "sent" || outcome === "rejected") this.#unreached.delete(dsn);
      if (outcome === "settled" || outcome === "held") this.#done.add(id);
      else if (outcome !== "changed") await this.#deps.pause(pace.betweenMs);
      return true;
    } catch (error) {
      this.#done.add(id);
      return error instanceof VextelError && error.code !== "STATE_UNTRUSTED";
    }
  }

  #remember(dsn: string): void {
    const attempts = (this.#unreached.get(dsn)?.attempts ?? 0) + 1;
    const pauseMs = Math.min(pace.firstRetryMs * 2 ** (attempts - 1), pace.longestRetryMs);
    this.#unreached.set(dsn, { attempts, retryAtMs: this.#deps.world.nowMs() + pauseMs });
  }
}
