import type { Report } from "../report/report.ts";
import { draftEvent } from "../seal/event.ts";
import { toEventId } from "../seal/ids.ts";
import type { Host } from "../world/host.ts";
import { createFolder, type Fold, keyOf } from "./fold.ts";
import { type About, type Constant, toReport } from "./live-report.ts";
import { dropped, type Mailbox } from "./mailbox.ts";
import type { ReportReceipt } from "./receipt.ts";
import type { Sessions } from "./session.ts";
import type { Trails } from "./trail.ts";

export interface IntakeDeps {
  readonly host: Host;
  readonly mailbox: Mailbox;
  readonly sessions: Sessions;
  readonly trails: Trails;
  readonly constant: Constant;
  readonly isIgnored: (error: unknown) => boolean;
}

/** Takes errors in: ignores, folds or keeps them. */
export interface Intake {
  /** Reads the error before it returns; never throws or rejects. */
  report(error: unknown, about: About): Promise<ReportReceipt>;
  /** Reports the counts of folds whose time is over by then, epoch milliseconds. */
  endFolds(nowMs: number): void;
  /** Resolves when nothing is on its way to the disk any more. */
  settle(): Promise<void>;
}

/** The first of equal errors, to be told again with a count. */
interface First {
  readonly id: string;
  readonly report: Report;
}

export function createIntake({ host, mailbox, sessions, trails, constant, isIgnored }: IntakeDeps): Intake {
  const folder = createFolder<First>();
  const receipts = new WeakMap<object, Promise<ReportReceipt>>();
  const underWay = new Set<Promise<unknown>>();

  const track = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    void work.then(() => underWay.delete(work));
    return work;
  };
  const keep = ({ id, report }: First, capturedAtMs: number): Promise<ReportReceipt> =>
    mailbox.put((subject) => ({ ...draftEvent(report, subject, capturedAtMs), identity: id }), capturedAtMs);
  const accept = async (error: unknown, about: About): Promise<ReportReceipt> => {
    if (isIgnored(error)) return dropped("errors of this kind are ignored: they name no fault of the plugin");
    const nowMs = host.nowMs();
    intake.endFolds(nowMs);
    const read = () => ({ id: toEventId(host.uuid()), report: toReport(error, about, constant, trails.read(), nowMs) });
    const isFault = about.fatal || about.level === undefined || about.level === "error" || about.level === "fatal";
    const met = about.fatal ? read() : folder.meet(keyOf(error), nowMs, read);
    if (met !== "too many" && "id" in met) {
      if (isFault) await sessions.count(true);
      const receipt = await keep(met, nowMs);
      if (about.fatal) await sessions.end("crashed");
      return receipt;
    }
    if (isFault) void sessions.count(false);
    if (met === "too many") return dropped("more different errors than one plugin may report within a minute");
    return dropped("an equal error was reported within the last minute; this one is counted with it", met.first.id);
  };
  /** How often the error came again, as one more event. */
  const tell = ({ first, firstMs, lastMs, again }: Fold<First>) => {
    const repeated = { again, first_event: first.id, since: new Date(firstMs).toISOString() };
    const report = { ...first.report, timeMs: lastMs, extra: { ...first.report.extra, repeated } };
    void track(keep({ id: toEventId(host.uuid()), report }, firstMs));
  };
  const intake: Intake = {
    report(error, about) {
      const known = isObject(error) ? receipts.get(error) : undefined;
      if (known) return known;
      const receipt = track(accept(error, about).catch(() => dropped("it could not be read")));
      if (isObject(error)) receipts.set(error, receipt);
      return receipt;
    },
    endFolds(nowMs) {
      for (const fold of folder.takeEnded(nowMs)) tell(fold);
    },
    async settle() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
  return intake;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
