import { findLeftPending } from "../deliver/outlook/left-pending.ts";
import type { Host } from "../world/host.ts";
import type { Collector } from "./collect/collector.ts";
import type { Notifier } from "./owner/notify.ts";
import type { Sessions } from "./session/session.ts";
import { rememberedMost, type Waker } from "./submit/call-sender.ts";
import { type Asker, readStanding, type Standing, type Stores } from "./submit/stores.ts";

export interface SchedulerDeps {
  readonly host: Host;
  readonly stores: Stores;
  readonly asker: Asker;
  readonly collector: Collector;
  readonly sessions: Sessions;
  readonly waker: Waker;
  readonly notifier: Notifier;
}

/** Does periodic work, independently of the plugin. */
export interface Scheduler {
  /** At the start: sessions, and what an earlier process left unfinished. */
  start(): Promise<Standing>;
  stop(): void;
}

/** How soon a decision made in another process takes effect here. */
const tickMs = 2_000;
const tidyMs = 6 * 60 * 60_000;
/** Any process may have done it. */
const tidiedLatelyMs = 10 * 60_000;

export function createScheduler(deps: SchedulerDeps): Scheduler {
  const { host, stores, asker, collector, sessions, waker, notifier } = deps;
  let end = () => {};
  let busy = false;
  let tidiedMs = 0;

  const tidy = async () => {
    tidiedMs = host.nowMs();
    await stores.outbox.tidy(tidiedLatelyMs).catch(() => {}); // errors there are reported when something is kept
  };
  /** At most as many as the waker remembers: the sender looks at all. */
  const ringForOld = async ({ consent, effective }: Standing) => {
    if (effective !== "enabled" || !consent) return;
    const own = new Map([[asker.publisher, consent]]);
    const covered = await findLeftPending(stores.outbox, own, host, rememberedMost);
    if (covered.length > 0) await waker.wake(covered);
  };
  let isReporting = false;
  /** Current reports come first. */
  const reportAbnormal = async (standing: Standing) => {
    if (isReporting) return;
    isReporting = true;
    await sessions.reportAbnormal(standing, collector.settle).catch(() => {}); // the rest at the next tick
    isReporting = false;
  };
  const tick = async () => {
    collector.endGroups(host.nowMs());
    const standing = await readStanding(asker, host, stores);
    collector.follow(standing.consent);
    await sessions.follow(standing);
    void reportAbnormal(standing);
    if (standing.effective === "enabled") await waker.tick();
    notifier.retry();
    if (host.nowMs() - tidiedMs >= tidyMs) await tidy();
  };
  /** One at a time: a slow disk must not pile them up. */
  const tickAlone = () => {
    if (busy) return;
    busy = true;
    void tick()
      .catch(() => {})
      .finally(() => {
        busy = false;
      });
  };
  return {
    async start() {
      const standing = await readStanding(asker, host, stores);
      collector.follow(standing.consent);
      end();
      end = host.every(tickMs, tickAlone);
      await sessions.follow(standing).catch(() => {});
      void reportAbnormal(standing);
      void tidy()
        .then(() => ringForOld(standing))
        .catch(() => {});
      return standing;
    },
    stop: () => end(),
  };
}
