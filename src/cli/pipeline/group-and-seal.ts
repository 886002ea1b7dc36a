import { resolve } from "node:path";
import type { Found } from "../../capture/found.ts";
import { countOf, describeTally, secondOf, undated } from "../../group/tally.ts";
import type { Repeat } from "../../outbox/keep/keep-group.ts";
import type { Owner } from "../../publisher/attribute.ts";
import { cutBefore } from "../../report/breadcrumbs.ts";
import type { Report } from "../../report/report.ts";
import type { Writable } from "../../report/writable.ts";
import type { Draft, ScrubContext } from "../../seal/draft.ts";
import { draftEvent } from "../../seal/drafts/event.ts";
import { type EventIds, identify } from "../../seal/ids/event-id.ts";
import { sealRepeated } from "../../seal/reseal.ts";
import { type Sealed, sealAndIdentify } from "../../seal/seal.ts";
import { SealError } from "../../seal/seal-error.ts";
import type { PluginOrigin, Subject } from "../../seal/subject.ts";
import { createPause } from "../../world/pause.ts";
import type { CommandDeps } from "../deps.ts";
import type { Owners } from "./attribution/attribution.ts";
import { type Answers, happenedAtMsOf } from "./context/consent-cache.ts";
import { rememberIds } from "./event-id-cache.ts";
import type { ErrorGroup, ErrorGroups, First } from "./groups.ts";
import type { WithheldErrors } from "./withheld.ts";

/** Equal errors of one hour in a text, sealed as one event. */
export interface Taken extends ErrorGroup {
  /** The event that counts all of them. */
  readonly sealed: Sealed;
  readonly repeat: Repeat;
  /** Full path of the log; absent for standard input. */
  readonly log?: string;
}

/** Where errors were found. */
export interface Place {
  /** As the user named it; `-` for standard input. */
  readonly file: string;
  readonly groups: ErrorGroups;
  /** The text of an error was written after this moment, epoch milliseconds. */
  readonly afterMs: (found: Found) => number;
}

/** What grouping and sealing need. */
export interface SorterDeps extends Pick<CommandDeps, "world"> {
  readonly owners: Owners;
  readonly answers: Answers;
  readonly withheld: WithheldErrors;
  readonly scrubContextOf: (publisher: string) => Promise<ScrubContext>;
  /** Whether errors are captured automatically, so that consent decides. */
  readonly isAutomatic: boolean;
  /** Keeps what each event was sealed from, for comparison. */
  readonly holdsDrafts: boolean;
}

/** Adds each error to its group, and seals the first of each. */
export interface Sorter {
  /** How many errors belonged to no registered plugin and were not kept. */
  readonly others: number;
  /** Adds errors that were read at one time: policy and secrets as of now are used for all of them. */
  add(all: readonly Found[], place: Place): Promise<void>;
  /** Counts errors that belong to no registered plugin. */
  addOthers(count: number): void;
  /** The current event of a group. */
  close(group: ErrorGroup): Taken;
}

export function createSorter(deps: SorterDeps): Sorter {
  const { owners, answers, withheld, scrubContextOf, isAutomatic, holdsDrafts, world } = deps;
  let others = 0;
  const idsOf = rememberIds(identify);
  const letSignalsIn = createPause();
  const logOf = rememberLast(resolve);
  /** By publisher: the context of the last seal. */
  const scrubContexts = new Map<string, ScrubContext>();
  const repeat: Repeat = (old, tally, id = old.id) =>
    sealRepeated(scrubContexts.get(old.publisher)!, old, { occurrences: describeTally(tally), id });
  /** The id under which the same error was captured before its publisher was registered. */
  const formerIdOf = async (
    report: Report,
    owner: Owner,
    ids: (draft: Pick<Draft, "subject">) => EventIds,
    knownUuidOf: Current["knownUuidOf"],
  ) => {
    const former = owners.formerOwner(report, owner);
    const uuid = former && (await knownUuidOf(former.publisher));
    return uuid === undefined ? undefined : ids({ subject: toSubject(former!, uuid, undefined) }).id;
  };
  /** Adds one error. */
  const add = async (found: Found, { file, groups, afterMs: writtenAfterMs }: Place, current: Current) => {
    const owned = owners.own(found.report);
    if (!owned) {
      others += 1;
      return;
    }
    const { owner, origin } = owned;
    const subject = toSubject(owner, await answers.uuidOf(owner.publisher), origin);
    const [nowMs, afterMs] = [world.nowMs(), writtenAfterMs(found)];
    const scrubContext = await current.scrubContextOf(owner.publisher);
    await answers.noteProblem(scrubContext.problem);
    const decision = isAutomatic
      ? await answers.decide(owned.report, owner, { nowMs, afterMs, scrubContext })
      : undefined;
    if (decision?.verdict === "drop") return;
    scrubContexts.set(owner.publisher, scrubContext);
    try {
      const happenedAtMs = happenedAtMsOf(found.report, { nowMs, afterMs });
      const told = cutBefore(owned.report, decision?.sinceMs, { happenedAtMs, capturedAtMs: nowMs });
      const draft = draftEvent(told, subject, nowMs);
      const ids = idsOf(scrubContext, draft);
      const fresh = ids ? undefined : sealAndIdentify(scrubContext, draft);
      const { id, group } = ids ?? fresh!.ids;
      const second = draft.hour === undefined ? undated : secondOf(draft.timeMs);
      if (groups.count(id, second, decision)) return;
      const { sealed } = fresh ?? sealAndIdentify(scrubContext, { ...draft, identity: id });
      const idsAs = (former: Pick<Draft, "subject">) => identify(scrubContext, { ...draft, ...former });
      const formerId = await formerIdOf(found.report, owner, idsAs, current.knownUuidOf);
      const first: Writable<First> = { file, line: found.line, group, sealed };
      if (formerId !== undefined) first.formerId = formerId;
      if (decision) first.decision = decision;
      if (owned.report.uncertain !== undefined) first.isPerhapsChat = true;
      if (holdsDrafts) first.draft = draft;
      groups.add(first, second);
    } catch (error) {
      const { reason, eventId: id } = SealError.from(error);
      await withheld.add({ file, line: found.line, ...subject, reason, ...(id !== undefined && { id }) });
    }
  };
  return {
    get others() {
      return others;
    },
    async add(all, place) {
      const current = { scrubContextOf: askOnce(scrubContextOf), knownUuidOf: askOnce(answers.knownUuidOf) };
      for (const found of all) {
        await add(found, place, current);
        await letSignalsIn();
      }
    },
    addOthers(count) {
      others += count;
    },
    close(group) {
      const sealed = countOf(group.tally) > 1 ? repeat(group.sealed, group.tally) : group.sealed;
      const taken: Writable<Taken> = { ...group, sealed, repeat };
      if (group.file !== "-") taken.log = logOf(group.file);
      return taken;
    },
  };
}

/** Most errors come from one file after the other. */
function rememberLast(answer: (file: string) => string): (file: string) => string {
  let last: string | undefined;
  let known = "";
  return (file) => {
    if (file !== last) known = answer(file);
    last = file;
    return known;
  };
}

/** What is asked for once for errors that were read at one time. */
type Current = Pick<SorterDeps, "scrubContextOf"> & Pick<Answers, "knownUuidOf">;

/** Asks once for each publisher. */
function askOnce<Answer>(ask: (publisher: string) => Promise<Answer>): (publisher: string) => Promise<Answer> {
  const known = new Map<string, Promise<Answer>>();
  return (publisher) => {
    const answer = known.get(publisher) ?? ask(publisher);
    known.set(publisher, answer);
    return answer;
  };
}

function toSubject({ publisher, plugin }: Owner, uuid: string | undefined, origin: PluginOrigin | undefined): Subject {
  const subject: Writable<Subject> = { publisher, plugin: plugin.name, ownPaths: plugin.paths };
  if (plugin.version) subject.version = plugin.version;
  if (plugin.dsn) subject.dsn = plugin.dsn;
  if (uuid !== undefined) subject.uuid = uuid;
  if (origin) subject.origin = origin;
  return subject;
}
