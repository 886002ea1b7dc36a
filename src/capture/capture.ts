import type { HostFramework, Report } from "../report/report.ts";
import type { Found } from "./found.ts";
import { errorWords } from "./lines/error-words.ts";
import { createLineSplitter, type LineSplitter } from "./lines/split.ts";
import { createHosts, type Hosts, hostWords } from "./logs/frameworks.ts";
import { History } from "./logs/recent/history.ts";
import { judgeLogLine } from "./logs/trust/belief.ts";
import { FirstLines } from "./logs/trust/first-lines.ts";
import { OwnForms } from "./logs/trust/own-forms.ts";
import type { Before } from "./record/before.ts";
import { findOthersErrors, type IsOthers } from "./record/others.ts";
import { readRecord } from "./record/read-record.ts";
import { LineAssigner } from "./streams/assign-lines.ts";
import { ClosedStreams } from "./streams/closed-streams.ts";
import { LoggedStreams } from "./streams/logged-streams.ts";
import type { OpenRecord } from "./streams/open-record.ts";
import { OpenRecords } from "./streams/open-records.ts";

/** What the caller of a capture knows, and wants. */
export interface CaptureOptions {
  /**
   * The group of breadcrumbs to which a line of this logger belongs, asked when the piece is pushed in which it ends;
   * `undefined`: to none. Default: `""` for all.
   */
  readonly breadcrumbsOf?: (logger: string | undefined) => string | undefined;
  /** The group of breadcrumbs that an error gets; `undefined`: none. Default: `""`. */
  readonly breadcrumbsFor?: (report: Report) => string | undefined;
  /**
   * ASCII words, one of which is in the name of every logger that has a group of its own. Lines without such a word are
   * looked at only if an error needs them. Called for each piece. Default: unknown, or none if `breadcrumbsOf` is not
   * given.
   */
  readonly loggerWords?: () => readonly string[] | undefined;
  /**
   * As in `findOthersErrors`: errors of other plugins are counted, mostly without being read, and not returned.
   * Default: all are returned.
   */
  readonly isOthers?: IsOthers;
  /** Whether users of the program may have written some of the text: then errors may be uncertain. Default: yes. */
  readonly hasChat?: boolean;
  /** Frameworks that are known before the text names any. */
  readonly hosts?: readonly HostFramework[];
  /** The forms of the log's own lines, as `Capture.forms` of its beginning. */
  readonly forms?: readonly string[];
  /** Whether the text begins where its log does, so that its first lines show those forms. Default: yes. */
  readonly isBeginning?: boolean;
  /** Whether the text continues one of which so much was read that `Capture.isTorn`. Default: no. */
  readonly isTorn?: boolean;
  /** Whether the text continues one that ended `Capture.isWithinText`. Default: no. */
  readonly isWithinText?: boolean;
}

/** Reads a log or traceback in pieces of any size and gives each error as soon as it is complete. */
export interface Capture {
  push(chunk: Uint8Array): Found[];
  /** Returns the interrupted errors whose last line is not after this one. */
  settle(line: number): Found[];
  /** The number of complete lines that were pushed. */
  readonly lines: number;
  /**
   * Treats open errors as complete and returns them: the text ends here, or nothing came for a while. More may be
   * pushed.
   */
  flush(): Found[];
  /** How many errors were not returned because they are of others. */
  readonly others: number;
  /**
   * The byte offset from which reading again finds every error that was not returned yet, and no other, unless the
   * lines of several programs or containers are mixed.
   */
  readonly resumeOffset: number;
  /** Whether the text from there on is the rest of a record whose log line is before it. */
  readonly isTorn: boolean;
  /** Whether a text of a user may be open there, in a log of which no forms are known. */
  readonly isWithinText: boolean;
  /** The frameworks that are known by now. */
  readonly hosts: readonly HostFramework[];
  /** The forms of the log's own lines that are known by now: text that is not private. */
  readonly forms: readonly string[];
}

const none: readonly string[] = [];

/** Where no user can have written a log line, any may be the log's own. */
const anyForm = { has: () => true, haveNames: () => true };

/** A capture of one text, from its beginning or from an earlier `resumeOffset`. */
export const createCapture = (options: CaptureOptions = {}): Capture => new TextCapture(options);

class TextCapture implements Capture {
  readonly #splitter: LineSplitter;
  readonly #history: History;
  readonly #surroundings: Before;
  readonly #hosts: Hosts;
  readonly #closed: ClosedStreams;
  readonly #logged = new LoggedStreams();
  readonly #forms: OwnForms;
  readonly #firstLines: FirstLines;
  readonly #records: OpenRecords;
  readonly #assigner: LineAssigner;
  readonly #isOthers: IsOthers | undefined;
  #found: Found[] = [];
  #others = 0;
  /** When the latest error happened. */
  #latestMs = Number.NEGATIVE_INFINITY;

  constructor({
    breadcrumbsOf,
    breadcrumbsFor = () => "",
    loggerWords = () => (breadcrumbsOf ? undefined : none),
    isOthers,
    hasChat = true,
    hosts: known = [],
    forms = [],
    isBeginning = true,
    isTorn = false,
    isWithinText = false,
  }: CaptureOptions) {
    this.#isOthers = isOthers;
    const own = new OwnForms(forms, isBeginning);
    const hosts = createHosts(known, own);
    const history = new History(own, hasChat ? own : anyForm, breadcrumbsOf ?? (() => ""), isWithinText);
    const [closed, logged] = [new ClosedStreams(isTorn), this.#logged];
    this.#closed = closed;
    this.#forms = own;
    this.#firstLines = new FirstLines(own);
    this.#hosts = hosts;
    this.#history = history;
    this.#surroundings = {
      lineBefore: (line) => history.lineBefore(line),
      isDeeper: (stream, line) => history.isDeeper(stream, line) || logged.isAbove(stream, line),
      isUnlike: (stream, text, line) => history.isUnlike(stream, text, line),
      hasChat,
      judge: (record) => (hasChat ? judgeLogLine(record, own, () => history.openAbove(record)) : "own"),
      openAbove: (record) => history.openAbove(record),
      chatAbove: (stream, sign, line) => history.chatAbove(stream, sign, line),
      hasChatAbove: (chat, line) => history.hasChatAbove(chat, line),
      journalTime: (line) => history.journalTime(line),
      latestBefore: (line, afterMs) => history.latestBefore(line, afterMs),
      pluginOf: breadcrumbsFor,
      breadcrumbsBefore: (line, report) => history.breadcrumbsBefore(line, breadcrumbsFor(report)),
    };
    this.#records = new OpenRecords({ closed, logged, read: (record) => this.#read(record) });
    this.#assigner = new LineAssigner({ records: this.#records, closed, history, hosts });
    const words = { hot: [...errorWords, ...hostWords], named: loggerWords };
    this.#splitter = createLineSplitter(words, this.#assigner, isBeginning);
  }

  push(chunk: Uint8Array): Found[] {
    this.#history.askAgain();
    this.#firstLines.push(chunk);
    this.#splitter.push(chunk);
    return this.#give();
  }

  settle(line: number): Found[] {
    this.#records.settle(line);
    return this.#give();
  }

  get hosts(): readonly HostFramework[] {
    return this.#hosts.named();
  }

  get forms(): readonly string[] {
    return this.#forms.list;
  }

  get lines(): number {
    return this.#assigner.lastLine;
  }

  flush(): Found[] {
    this.#splitter.end();
    this.#records.flush(this.lines);
    return this.#give();
  }

  get others(): number {
    return this.#others;
  }

  get resumeOffset(): number {
    return this.#records.firstOffset(
      this.#history.openOffset((stream) => this.#closed.lineOf(stream), this.#splitter.offset),
    );
  }

  get isTorn(): boolean {
    const record = this.#records.open("") ?? this.#records.broken("");
    if (record) return record.torn || (record.cut && !record.log);
    return this.#history.isTorn("", this.#closed.lineOf(""), this.#closed.isTorn(""));
  }

  get isWithinText(): boolean {
    return !this.#forms.haveAny && this.#history.isWithinText;
  }

  #give(): Found[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #read(record: OpenRecord): void {
    const others = this.#isOthers && findOthersErrors(record, this.#isOthers, this.#surroundings, this.#latestMs);
    if (others) {
      this.#others += others.count;
      this.#passed(others.timeMs);
    } else this.#parse(record);
    this.#history.addClosed(record);
  }

  #parse(record: OpenRecord): void {
    const hosts = record.hosts ?? this.#hosts.named();
    for (const found of readRecord(record, hosts, this.#surroundings, this.#latestMs)) {
      this.#found.push(found);
      this.#passed(found.report.timeMs);
    }
  }

  /** There was an error at this time. */
  #passed(timeMs: number | undefined): void {
    this.#latestMs = Math.max(this.#latestMs, timeMs ?? this.#latestMs);
  }
}
