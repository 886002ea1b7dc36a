import { draftForeign } from "../../normalise/event.ts";
import { type Fields, recordOf } from "../../normalise/fields.ts";
import { draftForeignSession } from "../../normalise/session.ts";
import { toEventId } from "../../seal/ids/random-id.ts";
import type { Host } from "../../world/host.ts";
import type { Counters } from "../counters.ts";
import type { Target } from "../keys/target.ts";
import { takeOfAll } from "./limits/bucket.ts";
import type { Rates } from "./limits/rates.ts";
import type { Plugin, Plugins } from "./plugins.ts";
import { momentOf } from "./times.ts";

/** Keeps sessions and timings, if the consent covers them. */
export interface TimingKeeper {
  keepTransaction(id: string, fields: Fields, target: Target): Promise<void>;
  keepSession(fields: Fields, target: Target): Promise<void>;
}

export function createTimingKeeper(host: Host, plugins: Plugins, rates: Rates, counters: Counters): TimingKeeper {
  const hasRoom = ({ name }: Plugin, nowMs: number) => {
    const passes = takeOfAll(rates.of(name).timings, nowMs);
    if (!passes) counters.add(name, "limited");
    return passes;
  };
  return {
    async keepTransaction(id, fields, target) {
      const nowMs = host.nowMs();
      const plugin = plugins.of(target, fields);
      if (!hasRoom(plugin, nowMs)) return;
      const foreign = { type: "transaction" as const, id, payload: fields };
      const receipt = await plugin.submitter.putIfCovered(
        "timings",
        (subject) => draftForeign(foreign, subject, { nowMs }),
        momentOf(fields, nowMs),
      );
      if (receipt.state !== "dropped") counters.add(plugin.name, "timings");
    },
    async keepSession(fields, target) {
      const nowMs = host.nowMs();
      const plugin = plugins.of(target, recordOf(fields.attrs) ?? {});
      if (!hasRoom(plugin, nowMs)) return;
      const id = toEventId(host.uuid());
      const receipt = await plugin.submitter.putIfCovered(
        "sessions",
        (subject) => draftForeignSession(fields, subject, nowMs, id),
        momentOf(fields, nowMs),
      );
      if (receipt.state !== "dropped") counters.add(plugin.name, "sessions");
    },
  };
}
