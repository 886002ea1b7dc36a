import { answerKey, type Consent } from "../../consent/consent.ts";
import { VextelError, type VextelErrorCode } from "../../errors.ts";
import type { Group } from "../../group/dedupe.ts";
import type { ErrorKey } from "../../group/fingerprint.ts";
import { draftForeign } from "../../normalise/event.ts";
import { type Fields, recordOf } from "../../normalise/fields.ts";
import type { ReportReceipt } from "../../reporter/submit/report-receipt.ts";
import type { Stores } from "../../reporter/submit/stores.ts";
import { toEventId } from "../../seal/ids/random-id.ts";
import type { Host } from "../../world/host.ts";
import type { Counters } from "../counters.ts";
import type { Target } from "../keys/target.ts";
import { createCached } from "../read-through-cache.ts";
import type { Verdict } from "../response.ts";
import { type Likeness, writeDuplicate } from "./equal/duplicate-receipt.ts";
import { keyOf } from "./equal/fingerprint.ts";
import type { Groups, Met } from "./equal/groups.ts";
import { takeOfAll } from "./limits/bucket.ts";
import type { Buckets, Rates } from "./limits/rates.ts";
import type { Plugin, Plugins } from "./plugins.ts";
import { momentOf } from "./times.ts";
import type { Trouble } from "./trouble.ts";

/** A payload and its size in bytes. */
export interface Payload {
  readonly fields: Fields;
  readonly bytes: number;
}

/** An error that does not become an event of its own. */
interface Counted {
  readonly id: string;
  readonly fields: Fields;
  readonly likeness: Likeness;
}

/** Keeps the first of equal errors and counts the others. */
export interface ErrorKeeper {
  /** Kept on disk before it resolves, if it is wanted. */
  keep(id: string, payload: Payload, target: Target): Promise<Verdict>;
  /** Writes the counts of groups whose time has ended by then, epoch milliseconds. */
  endGroups(nowMs: number): Promise<void>;
}

export interface ErrorDeps {
  readonly host: Host;
  readonly stores: Stores;
  readonly counters: Counters;
  readonly plugins: Plugins;
  readonly rates: Rates;
  readonly trouble: Trouble;
}

export function createErrorKeeper({ host, stores, counters, plugins, rates, trouble }: ErrorDeps): ErrorKeeper {
  const keepFirst = async (id: string, fields: Fields, plugin: Plugin): Promise<Verdict> => {
    const nowMs = host.nowMs();
    const receipt = await submit(id, fields, plugin, nowMs, nowMs);
    const verdict = verdictOf(receipt, id);
    const isKept = receipt.state !== "dropped";
    if (isKept) trouble.worked();
    else if (verdict.kind === "unavailable") trouble.failed(receipt.reason);
    counters.add(plugin.name, verdict.kind === "unavailable" ? "unavailable" : isKept ? "kept" : "dropped");
    return verdict;
  };
  const readAnswers = createCached(() => stores.consent.read(), host.nowMs, answerAgeMs);
  /** While the file cannot be read, errors are held. */
  const readAnswer = ({ publisher }: Target) =>
    readAnswers().then(
      (answers) => answers.get(publisher),
      () => undefined,
    );
  const flooded = ({ name }: Plugin): Verdict => {
    counters.add(name, "limited");
    return { kind: "flooded" };
  };
  /**
   * Counts the error in an event that was kept, and writes only a receipt under its own id, unless there are too many.
   * If that event is gone, this error becomes the first.
   */
  const count = async (error: Counted, group: Group<Met>, plugin: Plugin): Promise<Verdict> => {
    const { id, fields, likeness } = error;
    const { kept } = group.first;
    try {
      const isTaken = (await kept).kind === "taken";
      const isNoted = takeOfAll([rates.of(plugin.name).receipts], host.nowMs());
      const isKept =
        isTaken && (!isNoted || (await writeDuplicate(id, likeness, await idOf(group.first), stores, host)));
      if (isKept) counters.add(plugin.name, "equal");
      if (isKept) return { kind: "taken", id };
    } catch (error) {
      counters.add(plugin.name, "unavailable");
      trouble.failed(error instanceof VextelError ? error.message : "Unexpected failure");
      return { kind: "unavailable" };
    }
    if (group.first.kept !== kept) return count(error, group, plugin); // another error was faster
    group.first.id = id;
    group.first.kept = keepFirst(id, fields, plugin);
    return group.first.kept;
  };
  return {
    async keep(id, { fields, bytes }, target) {
      const nowMs = host.nowMs();
      const plugin = plugins.of(target, fields);
      const buckets = rates.of(plugin.name);
      if (!takeOfAll(buckets.arrivals, nowMs)) return flooded(plugin);
      const error = under(await readAnswer(target), keyOf(fields, plugin.ownPaths));
      const key = countedAs(error, plugin.groups, buckets, nowMs);
      if (key === undefined) return flooded(plugin);
      let kept: Promise<Verdict> | undefined;
      const group = plugin.groups.meet(key, error.place, nowMs, () => {
        kept = keepFirst(id, fields, plugin);
        return { id, kept };
      });
      if (!group) return kept ?? keepFirst(id, fields, plugin);
      plugin.groups.remember(group, fields, bytes);
      return count({ id, fields, likeness: key === error.key ? "equal" : "of one place" }, group, plugin);
    },
    async endGroups(nowMs) {
      for (const plugin of plugins.all())
        for (const group of plugin.groups.takeEnded(nowMs)) await tellAgain(group, plugin);
    },
  };

  /** Reports how often the error was repeated, as one more event with the time of the first. */
  async function tellAgain({ first, firstMs, again }: Group<Met>, plugin: Plugin): Promise<void> {
    if (!first.latest) return;
    const repeated = { again, first_event: await idOf(first), since: new Date(firstMs).toISOString() };
    const fields = { ...first.latest, extra: { ...recordOf(first.latest.extra), repeated } };
    await submit(toEventId(host.uuid()), fields, plugin, host.nowMs(), firstMs, again);
  }
}

/**
 * The group that counts an error: its own, or, if its place has reached its limit, the newest of that place, so that
 * the SDK does not have to pause. `undefined` if too many places have errors.
 */
function countedAs({ key, place }: ErrorKey, groups: Groups, buckets: Buckets, nowMs: number): string | undefined {
  if (groups.has(key)) return key;
  const known = groups.ofPlace(place);
  if (known.length === 0) return takeOfAll([buckets.firsts], nowMs) ? key : undefined;
  return known.length < mostOfPlace && takeOfAll([buckets.events], nowMs) ? key : known.at(-1);
}

/** An error after an answer must not be counted in an event from before it, which may never be sent. */
function under(consent: Consent | undefined, { key, place }: ErrorKey): ErrorKey {
  const answer = answerKey(consent);
  return { key: `${answer} ${key}`, place: `${answer} ${place}` };
}

/** A flood of errors must not become a flood of reads. */
const answerAgeMs = 100;

/** The most different errors of one place that become events within one window. */
const mostOfPlace = 10;

/** The id under which it was kept: the SDK's id may belong to another plugin's event. */
async function idOf({ id, kept }: Met): Promise<string> {
  const verdict = await kept;
  return (verdict.kind === "taken" ? verdict.id : undefined) ?? id;
}

/**
 * @param capturedAtMs - When it arrived.
 * @param count - How many equal errors it counts; absent: it is one error.
 */
const submit = (
  id: string,
  fields: Fields,
  { submitter, target }: Plugin,
  nowMs: number,
  capturedAtMs: number,
  count?: number,
) =>
  submitter.put(
    (subject, sinceMs) =>
      draftForeign({ type: "event", id, payload: fields }, subject, {
        ...{ nowMs, sinceMs, variables: target.variables },
      }),
    momentOf(fields, capturedAtMs),
    { count },
  );

/** Files that cannot be read or written now may work again soon. */
const fileTrouble: readonly (VextelErrorCode | undefined)[] = ["FILE_UNWRITABLE", "LOCK_TIMEOUT", "STATE_UNTRUSTED"];

function verdictOf(receipt: ReportReceipt, id: string): Verdict {
  const isUnavailable = receipt.state === "dropped" && fileTrouble.includes(receipt.code);
  return isUnavailable ? { kind: "unavailable" } : { kind: "taken", id: receipt.id ?? id };
}
