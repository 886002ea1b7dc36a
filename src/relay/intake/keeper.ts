import type { Kind } from "../../consent/kinds.ts";
import { destinationOf } from "../../deliver/dsn.ts";
import type { VextelErrorCode } from "../../errors.ts";
import { draftForeign, happenedAtMsOf } from "../../normalise/event.ts";
import { type Fields, recordOf } from "../../normalise/fields.ts";
import { draftForeignSession } from "../../normalise/session.ts";
import type { ScrubContextOf } from "../../policy/scrub-context.ts";
import type { Group } from "../../reporter/errors/dedupe.ts";
import type { ReportReceipt } from "../../reporter/submit/receipt.ts";
import { type Asker, readStanding, type Stores } from "../../reporter/submit/stores.ts";
import { createSubmitter, type Submitter } from "../../reporter/submit/submit.ts";
import type { Waker } from "../../reporter/submit/wake.ts";
import { toEventId } from "../../seal/ids.ts";
import type { Host } from "../../world/host.ts";
import type { Unwanted, Verdict } from "../answer.ts";
import type { Target, TargetPlugin } from "../keys/target.ts";
import { type Bucket, createBucket, takeOfAll } from "./bucket.ts";
import { createCached } from "./cached.ts";
import type { Counters } from "./counters.ts";
import { equalKeyOf } from "./equal.ts";
import { createGroups, type Groups, type Met } from "./groups.ts";
import { type ChosenPlugin, choosePlugin } from "./plugin-choice.ts";

/** A payload, and how large it was, bytes. */
export interface Payload {
  readonly fields: Fields;
  readonly bytes: number;
}

/** How much of one plugin is kept. */
export const rates = {
  /** A flood's beginning. */
  soon: { burst: 40, perSecond: 20 },
  /** What a flood that goes on comes to. */
  later: { burst: 1_000, perSecond: 1 / 6 },
  /** All plugins together. */
  all: { burst: 200, perSecond: 50 },
} as const;

export interface KeeperDeps {
  readonly host: Host;
  readonly stores: Stores;
  readonly waker: Waker;
  readonly counters: Counters;
  readonly scrubContextOf: ScrubContextOf;
  /** How the owner runs vextel. */
  readonly cli: string;
}

/** Puts what was taken where all of vextel's events go: sealed into the outbox, if the owner keeps such things. */
export interface Keeper {
  /** Durable before it resolves, if it is taken. The same id twice is one event. */
  keepEvent(id: string, payload: Payload, target: Target): Promise<Verdict>;
  keepTransaction(id: string, fields: Fields, target: Target): Promise<void>;
  keepSession(fields: Fields, target: Target): Promise<void>;
  unwanted(target: Target): Promise<Unwanted>;
  /** Whether the plugin has no room for another event now: it need not even be read. Counts it if so. */
  refuse(target: Target): boolean;
  /** Tells the counts of groups whose time is over by then, epoch milliseconds. */
  endGroups(nowMs: number): Promise<void>;
}

/** How much of one plugin goes through. */
interface Buckets {
  readonly errors: readonly Bucket[];
  readonly timings: readonly Bucket[];
}

/** What is remembered of one plugin. */
interface PluginState {
  readonly name: string;
  readonly submitter: Submitter;
  readonly buckets: Buckets;
  readonly groups: Groups;
  readonly target: Target;
}

/** Ids that are remembered, so that the same event twice is not scrubbed twice. */
const mostIds = 2_000;
const mostPlugins = 500;

export function createKeeper(deps: KeeperDeps): Keeper {
  const { host, stores, counters } = deps;
  const all = createBucket(rates.all);
  const plugins = new Map<string, PluginState>();
  const buckets = new Map<string, Buckets>();
  const recent = new Map<string, Promise<Verdict>>();
  const standings = new Map<string, () => Promise<Unwanted>>();

  const bucketsOf = (name: string): Buckets => {
    const known = buckets.get(name);
    if (known) return known;
    const fresh = {
      errors: [createBucket(rates.soon), createBucket(rates.later), all],
      timings: [createBucket(rates.soon), all],
    };
    if (buckets.size >= mostPlugins) buckets.delete(buckets.keys().next().value!);
    buckets.set(name, fresh);
    return fresh;
  };
  const stateOf = (target: Target, chosen: ChosenPlugin): PluginState => {
    const key = JSON.stringify([target.publisher, chosen.plugin, chosen.ownPaths, target.variables]);
    const known = plugins.get(key);
    if (known) return known;
    if (plugins.size >= mostPlugins) plugins.delete(plugins.keys().next().value!);
    const state = createState(target, chosen);
    plugins.set(key, state);
    return state;
  };
  const createState = (target: Target, { plugin, ownPaths }: ChosenPlugin): PluginState => {
    const subject = {
      ...{ publisher: target.publisher, plugin: plugin.name, ownPaths },
      ...(plugin.version !== undefined && { version: plugin.version }),
      ...(plugin.dsn !== undefined && { dsn: plugin.dsn }),
    };
    return {
      name: `${target.publisher}/${plugin.name}`,
      submitter: createSubmitter({ ...deps, subject, asker: askerOf(target.publisher, plugin) }),
      ...{ buckets: bucketsOf(`${target.publisher}/${plugin.name}`), groups: createGroups(), target },
    };
  };
  const submit = (id: string, fields: Fields, state: PluginState, nowMs: number) =>
    state.submitter.put(
      (subject, sinceMs) =>
        draftForeign({ type: "event", id, payload: fields }, subject, {
          ...{ nowMs, sinceMs, variables: state.target.variables },
        }),
      momentOf(fields, nowMs),
    );
  const keepFirst = async (id: string, fields: Fields, state: PluginState, nowMs: number): Promise<Verdict> => {
    const receipt = await submit(id, fields, state, nowMs);
    const verdict = verdictOf(receipt, id);
    counters.add(
      state.name,
      verdict.kind === "unavailable" ? "unavailable" : receipt.state === "dropped" ? "dropped" : "kept",
    );
    return verdict;
  };
  /** Equal to one that was kept: only that is written down, under its own id. If that one is gone, this is the first. */
  const keepEqual = async (id: string, fields: Fields, group: Group<Met>, state: PluginState): Promise<Verdict> => {
    const { kept, id: firstId } = group.first;
    try {
      const isKept = (await kept).kind === "taken" && (await writeEqual(id, firstId, stores, host.nowMs()));
      if (isKept) counters.add(state.name, "equal");
      if (isKept) return { kind: "taken", id };
    } catch {
      counters.add(state.name, "unavailable");
      return { kind: "unavailable" };
    }
    if (group.first.kept !== kept) return keepEqual(id, fields, group, state); // another was faster
    group.first.id = id;
    group.first.kept = keepFirst(id, fields, state, host.nowMs());
    return group.first.kept;
  };
  const keepNew = (id: string, { fields, bytes }: Payload, target: Target): Promise<Verdict> => {
    const nowMs = host.nowMs();
    const state = stateOf(target, choosePlugin(target, fields));
    if (!takeOfAll(state.buckets.errors, nowMs)) {
      counters.add(state.name, "limited");
      return Promise.resolve({ kind: "flooded" });
    }
    let kept: Promise<Verdict> | undefined;
    const group = state.groups.meet(equalKeyOf(fields), nowMs, () => {
      kept = keepFirst(id, fields, state, nowMs);
      return { id, kept };
    });
    if (!group) return kept ?? keepFirst(id, fields, state, nowMs);
    state.groups.remember(group, fields, bytes);
    return keepEqual(id, fields, group, state);
  };
  return {
    keepEvent(id, payload, target) {
      const known = recent.get(id);
      if (known) return known;
      const verdict = keepNew(id, payload, target);
      recent.set(id, verdict);
      if (recent.size > mostIds) recent.delete(recent.keys().next().value!);
      void verdict.then(({ kind }) => kind !== "taken" && recent.delete(id)); // it may come again, and be kept then
      return verdict;
    },
    async keepTransaction(id, fields, target) {
      const nowMs = host.nowMs();
      const state = stateOf(target, choosePlugin(target, fields));
      if (!takeOfAll(state.buckets.timings, nowMs)) return counters.add(state.name, "limited");
      const foreign = { type: "transaction" as const, id, payload: fields };
      const receipt = await state.submitter.putIfCovered(
        "timings",
        (subject) => draftForeign(foreign, subject, { nowMs }),
        momentOf(fields, nowMs),
      );
      if (receipt.state !== "dropped") counters.add(state.name, "timings");
    },
    async keepSession(fields, target) {
      const nowMs = host.nowMs();
      const state = stateOf(target, choosePlugin(target, recordOf(fields.attrs) ?? {}));
      if (!takeOfAll(state.buckets.timings, nowMs)) return counters.add(state.name, "limited");
      const id = toEventId(host.uuid());
      const draft = (subject: Parameters<typeof draftForeignSession>[1]) =>
        draftForeignSession(fields, subject, nowMs, id);
      const receipt = await state.submitter.putIfCovered("sessions", draft, momentOf(fields, nowMs));
      if (receipt.state !== "dropped") counters.add(state.name, "sessions");
    },
    unwanted({ publisher, plugins: [plugin] }) {
      const key = `${publisher}/${plugin!.name}`;
      const asker = askerOf(publisher, plugin!);
      const read = standings.get(key) ?? createCached(() => readUnwanted(asker, host, stores), host.nowMs);
      if (standings.size < mostPlugins) standings.set(key, read);
      return read();
    },
    refuse({ publisher, plugins: [plugin, ...others] }) {
      const name = `${publisher}/${plugin!.name}`;
      const nowMs = host.nowMs();
      const isFull = others.length === 0 && buckets.get(name)?.errors.some((bucket) => !bucket.has(nowMs));
      if (isFull) counters.add(name, "limited");
      return isFull ?? false;
    },
    async endGroups(nowMs) {
      for (const state of plugins.values())
        for (const group of state.groups.takeEnded(nowMs)) await tellAgain(group, state);
    },
  };

  /** How often the error came again, as one more event. */
  async function tellAgain({ first, firstMs, again }: Group<Met>, state: PluginState): Promise<void> {
    if (!first.latest) return;
    const repeated = { again, first_event: first.id, since: new Date(firstMs).toISOString() };
    const fields = { ...first.latest, extra: { ...recordOf(first.latest.extra), repeated } };
    await submit(toEventId(host.uuid()), fields, state, host.nowMs());
  }
}

/** Files that cannot be read or written now may be in order soon. */
const fileTrouble: readonly (VextelErrorCode | undefined)[] = ["FILE_UNWRITABLE", "LOCK_TIMEOUT", "STATE_UNTRUSTED"];

function verdictOf(receipt: ReportReceipt, id: string): Verdict {
  const isUnavailable = receipt.state === "dropped" && fileTrouble.includes(receipt.code);
  return isUnavailable ? { kind: "unavailable" } : { kind: "taken", id };
}

/** A plugin claims no paths here: an SDK reports what it catches. */
const askerOf = (publisher: string, { name, dsn }: TargetPlugin): Asker => ({
  publisher,
  claim: dsn === undefined ? undefined : { plugin: name, destination: destinationOf(dsn), paths: [], loggers: [] },
});

const momentOf = (fields: Fields, nowMs: number) => ({
  capturedAtMs: nowMs,
  happenedAtMs: happenedAtMsOf(fields, nowMs),
});

/** While the policy cannot be used, errors are held, and what is never held is not wanted. */
async function readUnwanted(asker: Asker, host: Host, stores: Stores): Promise<Unwanted> {
  const standing = await readStanding(asker, host, stores);
  const sends = await stores.policy.current().then(
    () => standing.sends,
    (): readonly Kind[] => [],
  );
  return [
    ...(sends.includes("timings") ? [] : (["transaction"] as const)),
    ...(sends.includes("sessions") ? [] : (["session"] as const)),
  ];
}

/**
 * A receipt of its own, so that the id which the SDK was told leads to the event that stands for it.
 *
 * @returns False if that one was not kept, or was forgotten.
 */
async function writeEqual(id: string, firstId: string, { outbox }: Stores, nowMs: number): Promise<boolean> {
  const first = (await outbox.list([firstId]))[0] ?? (await outbox.readReceipt(firstId));
  if (!first) return false;
  const { publisher, plugin, dsn, title, type, sha256 } = first;
  await outbox.settle(
    {
      ...{ id, type, publisher, plugin, title, sha256, bytes: 0, findings: {}, state: "waiting", attempts: 0 },
      ...{ timeMs: nowMs, capturedAtMs: nowMs, ...(dsn !== undefined && { dsn }) },
    },
    { state: "dropped", reason: `equal to event ${firstId}, and counted with it` },
  );
  return true;
}
