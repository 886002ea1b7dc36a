import { answerKey, type Consent } from "../../consent/consent.ts";
import { createDeduper, type Group } from "../../group/dedupe.ts";
import type { ErrorKey } from "../../group/fingerprint.ts";
import { toEventId } from "../../seal/ids/random-id.ts";
import type { Host } from "../../world/host.ts";
import type { Breadcrumbs } from "../errors/breadcrumbs.ts";
import { kindOf } from "../errors/fields/kind-of.ts";
import { keyOf } from "../errors/fingerprint.ts";
import { type About, type Constant, readOnce, toReport } from "../errors/live-report.ts";
import { createSightings, type Fate } from "../errors/sightings.ts";
import type { ExitKeeper, Pending } from "../exit/last-reports.ts";
import { submitPending } from "../exit/submit-pending.ts";
import type { Sessions } from "../session/session.ts";
import type { ReportReceipt } from "../submit/report-receipt.ts";
import { dropped, type Submitter } from "../submit/submit.ts";

export interface CollectorDeps {
  readonly host: Host;
  readonly submitter: Submitter;
  readonly sessions: Sessions;
  readonly breadcrumbs: Breadcrumbs;
  readonly constant: Constant;
  readonly exitKeeper: ExitKeeper;
  readonly isIgnored: (error: unknown) => boolean;
}

/** Ignores, groups or keeps errors. */
export interface Collector {
  /**
   * Reads the error before it returns; never throws or rejects.
   *
   * @param fate - Default: somebody caught it.
   */
  report(error: unknown, about: About, fate?: Fate): Promise<ReportReceipt>;
  /** Whether an error was reported a moment ago, and may still reach other handlers. */
  knows(error: unknown): boolean;
  /** From then on, equal errors are grouped again if the owner has answered since the last call. */
  follow(consent: Consent | undefined): void;
  /** Reports the counts of groups whose time is over by then, epoch milliseconds. */
  endGroups(nowMs: number): void;
  /** Resolves when nothing remains to be written to disk. */
  settle(): Promise<void>;
}

/** An error that was already reported, whatever the result. */
interface Occurrence {
  readonly about: About;
  /** Absent if it did not become an event of its own. */
  readonly event?: Pending;
  readonly receipt: Promise<ReportReceipt>;
}

export function createCollector({
  host,
  submitter,
  sessions,
  breadcrumbs,
  constant,
  isIgnored,
  exitKeeper,
}: CollectorDeps): Collector {
  const deduper = createDeduper<Pending>();
  const sightings = createSightings<Occurrence>(breadcrumbs);
  const underWay = new Set<Promise<unknown>>();
  /** An error after an answer must not be counted in an event from before it, which may never be sent. */
  let answer = "";

  const track = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    host.onWork?.(work);
    const end = () => underWay.delete(work);
    void work.then(end, end);
    return work;
  };
  /** Never rejects, whatever another plugin has done to the process: a rejection that nobody handles ends the bot. */
  const keep = async (event: Pending, isCounted: boolean, before?: Promise<unknown>): Promise<ReportReceipt> => {
    try {
      return await exitKeeper.watch(event, async () => {
        if (isCounted) await sessions.count(true);
        await before;
        const receipt = await submitPending(event, submitter, host);
        if (event.isFatal) await sessions.end("crashed");
        return receipt;
      });
    } catch (cause) {
      return dropped(`it could not be kept (${kindOf(cause)})`);
    }
  };
  const accept = (error: unknown, about: About, fate: Fate, nowMs: number): Occurrence => {
    if (isIgnored(error))
      return settled(about, dropped("errors of this kind are ignored: they are not faults of the plugin"));
    collector.endGroups(nowMs);
    const reading = readOnce(error);
    const read = (): Pending => ({
      id: toEventId(host.uuid()),
      report: toReport(error, about, constant, breadcrumbs.read(), nowMs, reading),
      ...{ capturedAtMs: nowMs, isFatal: about.fatal === true, isThrownOn: fate !== "caught" },
    });
    const meet = ({ key, place }: ErrorKey) => deduper.meet(`${answer} ${key}`, nowMs, read, `${answer} ${place}`);
    const met = about.fatal ? read() : meet(keyOf(error, reading.error));
    if (met !== "too many" && "id" in met) return { about, event: met, receipt: keep(met, isFault(about)) };
    if (isFault(about)) void sessions.count(false);
    return met === "too many"
      ? settled(about, dropped("more different errors than one plugin may report within a minute"))
      : settled(about, dropped(counted, met.first.id));
  };
  /** The error that ends the bot was reported before: its event is marked as fatal. */
  const raise = (error: unknown, about: About, first: Occurrence & { event: Pending }): Occurrence => {
    const { id, report, capturedAtMs } = first.event;
    const { breadcrumbs, timeMs = capturedAtMs } = report;
    const whole = { ...first.about, ...about };
    const event = { id, capturedAtMs, isFatal: true, report: toReport(error, whole, constant, breadcrumbs, timeMs) };
    return { about: whole, event, receipt: keep(event, !isFault(first.about), first.receipt) };
  };
  const take = (error: unknown, about: About, fate: Fate, nowMs: number, known?: Occurrence): Occurrence => {
    try {
      return known?.event ? raise(error, about, { ...known, event: known.event }) : accept(error, about, fate, nowMs);
    } catch (cause) {
      return settled(about, dropped(`it could not be read (${kindOf(cause)})`));
    }
  };
  /** Reports how often the error occurred again, as one more event. */
  const tell = ({ first, firstMs, lastMs, again }: Group<Pending>) => {
    const repeated = { again, first_event: first.id, since: new Date(firstMs).toISOString() };
    const report = { ...first.report, timeMs: lastMs, extra: { ...first.report.extra, repeated } };
    void track(
      submitPending({ id: toEventId(host.uuid()), report, capturedAtMs: firstMs, count: again }, submitter, host),
    );
  };
  const collector: Collector = {
    report(error, about, fate = "caught") {
      const nowMs = host.nowMs();
      const known = sightings.meet(error, fate, nowMs);
      if (known && (!about.fatal || known.about.fatal)) return known.receipt;
      const occurrence = take(error, about, fate, nowMs, known);
      void track(occurrence.receipt);
      sightings.add(error, occurrence, fate, nowMs, occurrence.receipt);
      return occurrence.receipt;
    },
    knows: (error) => sightings.knows(error, host.nowMs()),
    follow(consent) {
      answer = answerKey(consent);
    },
    endGroups(nowMs) {
      for (const group of deduper.takeEnded(nowMs)) tell(group);
    },
    async settle() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
  return collector;
}

const settled = (about: About, receipt: ReportReceipt): Occurrence => ({ about, receipt: Promise.resolve(receipt) });

const counted = "an equal error was reported within the last minute; this one is counted with it";

const isFault = ({ fatal, level }: About) => fatal || level === undefined || level === "error" || level === "fatal";
