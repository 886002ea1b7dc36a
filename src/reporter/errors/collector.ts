import { cutBefore } from "../../report/breadcrumbs.ts";
import type { Report } from "../../report/report.ts";
import { draftEvent } from "../../seal/event.ts";
import { toEventId } from "../../seal/ids.ts";
import type { Host } from "../../world/host.ts";
import type { ExitKeeper } from "../exit/last-reports.ts";
import type { Sessions } from "../session/session.ts";
import type { ReportReceipt } from "../submit/receipt.ts";
import { dropped, type Submitter } from "../submit/submit.ts";
import type { Breadcrumbs } from "./breadcrumbs.ts";
import { createDeduper, type Group, keyOf } from "./dedupe.ts";
import { type About, type Constant, toReport } from "./live-report.ts";

export interface CollectorDeps {
  readonly host: Host;
  readonly submitter: Submitter;
  readonly sessions: Sessions;
  readonly breadcrumbs: Breadcrumbs;
  readonly constant: Constant;
  readonly exitKeeper: ExitKeeper;
  readonly isIgnored: (error: unknown) => boolean;
}

/** Takes errors in: ignores, groups or keeps them. */
export interface Collector {
  /** Reads the error before it returns; never throws or rejects. */
  report(error: unknown, about: About): Promise<ReportReceipt>;
  /** Reports the counts of groups whose time is over by then, epoch milliseconds. */
  endGroups(nowMs: number): void;
  /** Resolves when nothing is on its way to the disk any more. */
  settle(): Promise<void>;
}

/** The first of equal errors, to be told again with a count. */
interface First {
  readonly id: string;
  readonly report: Report;
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
  const deduper = createDeduper<First>();
  const receipts = new WeakMap<object, Promise<ReportReceipt>>();
  const underWay = new Set<Promise<unknown>>();

  const track = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    host.onWork?.(work);
    void work.then(() => underWay.delete(work));
    return work;
  };
  const keep = ({ id, report }: First, capturedAtMs: number): Promise<ReportReceipt> =>
    submitter.put(
      (subject, sinceMs) => ({ ...draftEvent(cutBefore(report, sinceMs), subject, capturedAtMs), identity: id }),
      capturedAtMs,
    );
  const accept = async (error: unknown, about: About): Promise<ReportReceipt> => {
    if (isIgnored(error)) return dropped("errors of this kind are ignored: they name no fault of the plugin");
    const nowMs = host.nowMs();
    collector.endGroups(nowMs);
    const read = () => ({
      id: toEventId(host.uuid()),
      report: toReport(error, about, constant, breadcrumbs.read(), nowMs),
    });
    const isFault = about.fatal || about.level === undefined || about.level === "error" || about.level === "fatal";
    const met = about.fatal ? read() : deduper.meet(keyOf(error), nowMs, read);
    if (met !== "too many" && "id" in met)
      return exitKeeper.watch({ ...met, capturedAtMs: nowMs }, async () => {
        if (isFault) await sessions.count(true);
        const receipt = await keep(met, nowMs);
        if (about.fatal) await sessions.end("crashed");
        return receipt;
      });
    if (isFault) void sessions.count(false);
    if (met === "too many") return dropped("more different errors than one plugin may report within a minute");
    return dropped("an equal error was reported within the last minute; this one is counted with it", met.first.id);
  };
  /** How often the error came again, as one more event. */
  const tell = ({ first, firstMs, lastMs, again }: Group<First>) => {
    const repeated = { again, first_event: first.id, since: new Date(firstMs).toISOString() };
    const report = { ...first.report, timeMs: lastMs, extra: { ...first.report.extra, repeated } };
    void track(keep({ id: toEventId(host.uuid()), report }, firstMs));
  };
  const collector: Collector = {
    report(error, about) {
      const known = isObject(error) ? receipts.get(error) : undefined;
      if (known) return known;
      const receipt = track(accept(error, about).catch(() => dropped("it could not be read")));
      if (isObject(error)) receipts.set(error, receipt);
      return receipt;
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

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
