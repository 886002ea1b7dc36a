import { resolve } from "node:path";
import type { Found } from "../../capture/found.ts";
import type { Stamp } from "../../consent/consent.ts";
import { VextelError } from "../../errors.ts";
import { countOf, describeTally, secondOf, undated } from "../../group/tally.ts";
import type { Repeat } from "../../outbox/keep-group.ts";
import { createAttribution, type Owner } from "../../publisher/attribute.ts";
import { isName, type Manifest } from "../../publisher/manifest.ts";
import { defaultOwner } from "../../publisher/registry.ts";
import { cutBefore } from "../../report/breadcrumbs.ts";
import type { HostFramework, Report } from "../../report/report.ts";
import type { ScrubContext } from "../../seal/draft.ts";
import { draftEvent } from "../../seal/event.ts";
import { identify } from "../../seal/identify.ts";
import { sealRepeated } from "../../seal/reseal.ts";
import { createSealer, type Sealed } from "../../seal/seal.ts";
import { SealError } from "../../seal/seal-error.ts";
import type { PluginOrigin, Subject } from "../../seal/subject.ts";
import { readBeginning } from "../../world/input.ts";
import { optimizeLess } from "../../world/optimize-less.ts";
import type { CommandDeps } from "../deps.ts";
import { createAnswers } from "./answers.ts";
import { Arrivals } from "./arrivals.ts";
import { attributeToCogs, installedCogs } from "./cogs.ts";
import { type ErrorGroup, ErrorGroups } from "./groups.ts";
import { rememberIds } from "./ids.ts";
import { readNamedInput } from "./input.ts";
import { readManifests } from "./manifests.ts";
import { openScrubContexts, type SecretFlags } from "./scrub-context.ts";
import { WithheldErrors } from "./withheld.ts";

export interface PipelineFlags extends SecretFlags {
  /** Names the plugin of errors that the text itself attributes to none. */
  readonly plugin?: string;
  /** Takes what belongs to no registered plugin, too. */
  readonly any?: boolean;
  /** Frameworks and their versions, for texts without start-up lines. */
  readonly host?: readonly HostFramework[];
  /** Keeps a receipt of each error that cannot be sealed. */
  readonly keepsReceipts?: boolean;
  /** Holds beside each event what it was sealed from: for the eyes of the owner, in memory alone. */
  readonly holdsDrafts?: boolean;
}

/** Equal errors of one hour of a text, sealed as one event. */
export interface Taken extends ErrorGroup {
  /** The event, standing for all of them. */
  readonly sealed: Sealed;
  readonly repeat: Repeat;
  /** Whole path of the log; absent for standard input. */
  readonly log?: string;
}

/** From texts to sealed events: capture, attribution, groups, seal. Keeps nothing and sends nothing. */
export interface Pipeline {
  /** How many errors belonged to no registered plugin and were left alone. */
  readonly others: number;
  /** How many errors could not be sealed: each was told and concerned itself alone. */
  readonly withheld: number;
  /** All errors of a file, or of standard input for `-`: each event when its hour is over, at the latest at the end. */
  take(file: string): AsyncGenerator<Taken>;
  /**
   * A text that comes in pieces.
   *
   * @param groups - Those of the text that it goes on from.
   * @param hosts - The frameworks that that text named.
   */
  open(file: string, groups?: ErrorGroups, hosts?: readonly HostFramework[]): Promise<TextPipeline>;
  /** The frameworks that the beginnings of these files name; what cannot be read names none. */
  hostsOf(files: readonly string[]): Promise<readonly HostFramework[]>;
}

/** One text while it comes in. */
export interface TextPipeline {
  /** @param afterMs - It was written after this moment, epoch milliseconds. Default: nobody knows when. */
  push(chunk: Uint8Array, afterMs?: number): Promise<void>;
  /** What others interrupted at or before this line is taken for complete. */
  settle(line: number): Promise<void>;
  /** How many lines came in. */
  readonly lines: number;
  /** What is open at the end is taken for complete. */
  flush(): Promise<void>;
  /** Bytes from the beginning of the text from which reading anew gives every error that was not counted yet. */
  readonly resumeOffset: number;
  readonly groups: ErrorGroups;
  /** The frameworks that start-up lines named. */
  readonly hosts: readonly HostFramework[];
  /** Events that are new or stand for more errors than at the last call. */
  takeChanged(): Taken[];
  /** Events of hours that are over; with `all`, of every hour. */
  takeEnded(all?: boolean): Taken[];
}

/**
 * @param capture - Whether a person captures, or vextel automatically: then consent decides, and cuts the breadcrumbs.
 * @throws {VextelError} `STATE_UNTRUSTED` if the folder of manifests cannot be trusted; and, where a person captures, if
 * the consent file or the policy cannot. Automatically, errors are held then.
 */
export async function openPipeline(
  flags: PipelineFlags,
  deps: CommandDeps,
  capture: Stamp["capture"] = "by hand",
): Promise<Pipeline> {
  const isAutomatic = capture === "automatic";
  const manifests = await readManifests(deps);
  const attribution = createAttribution(manifests);
  const fallback = chooseFallback(flags, manifests);
  const takesUnclaimed = flags.any || manifests.length === 0;
  const cogs = once(() => attributeToCogs(installedCogs(flags.bot, deps.world)));
  const scrubContextOf = await openScrubContexts(deps, flags, {}, isAutomatic ? "strictest" : "refuse");
  const answers = createAnswers(deps, isAutomatic);
  const withheld = new WithheldErrors(deps, flags.keepsReceipts ?? false);
  let [others, errors] = [0, 0];
  const idsOf = rememberIds(identify);
  /** By publisher, as each was sealed with last. */
  const scrubContexts = new Map<string, ScrubContext>();
  const group = async (found: Found, file: string, groups: ErrorGroups, arrivals: Arrivals): Promise<void> => {
    const claimed = attribution.ownerOf(found.report);
    const cog = claimed || !takesUnclaimed ? undefined : cogs().ownerOf(found.report);
    const owner = claimed ?? cog?.owner ?? fallback;
    if (!owner) {
      others += 1;
      return;
    }
    const subject = toSubject(owner, await answers.uuidOf(owner.publisher), cog?.origin);
    const nowMs = deps.world.nowMs();
    const scrubContext = await scrubContextOf(owner.publisher);
    await answers.noteProblem(scrubContext.problem);
    const decision = isAutomatic
      ? await answers.decide(found.report, owner, { nowMs, afterMs: arrivals.afterMs(found.offset), scrubContext })
      : undefined;
    if (decision?.verdict === "drop") return;
    const own = cog?.report ?? attribution.withoutForeignSource(found.report, owner);
    const report = withoutOthers(cutBefore(own, decision?.sinceMs), owner);
    scrubContexts.set(owner.publisher, scrubContext);
    try {
      const draft = draftEvent(report, subject, nowMs);
      const { id, group } = idsOf(scrubContext, draft);
      const second = draft.hour === undefined ? undated : secondOf(draft.timeMs);
      if (groups.count(id, second, decision)) return;
      const sealed = createSealer(scrubContext)({ ...draft, identity: id });
      const more = { ...(decision && { decision }), ...(flags.holdsDrafts && { draft }) };
      groups.add({ file, line: found.line, group, sealed, ...more }, second);
    } catch (error) {
      const { reason, eventId: id } = SealError.from(error);
      await withheld.add({ file, line: found.line, ...subject, reason, ...(id !== undefined && { id }) });
    }
  };
  /** A line of a logger that is neither the plugin's nor the framework's may hold what is none of the author's business. */
  const withoutOthers = (report: Report, { publisher, plugin }: Owner): Report => {
    const { logger, message: _, ...rest } = report;
    if (manifests.length === 0 || logger === undefined || isOfFramework(logger)) return report;
    const speaker = attribution.ownerOfLogger(logger) ?? fallback;
    return speaker?.publisher === publisher && speaker.plugin.name === plugin.name ? report : rest;
  };
  const repeat: Repeat = (old, tally, id = old.id) =>
    sealRepeated(scrubContexts.get(old.publisher)!, old, { occurrences: describeTally(tally), id });
  const close = (group: ErrorGroup): Taken => {
    const sealed = countOf(group.tally) > 1 ? repeat(group.sealed, group.tally) : group.sealed;
    return { ...group, sealed, repeat, ...(group.file !== "-" && { log: resolve(group.file) }) };
  };
  const breadcrumbsOf = (logger: string | undefined) => {
    const owner = attribution.ownerOfLogger(logger) ?? fallback;
    return owner && breadcrumbsName(owner);
  };
  const breadcrumbsFor = (report: Report) => {
    const owner = attribution.ownerOf(report) ?? fallback;
    return owner && breadcrumbsName(owner);
  };
  const loggerWords = wordsOfLoggers(manifests);
  const open: Pipeline["open"] = async (file, groups = new ErrorGroups(), known = []) => {
    const { createCapture } = await import("../../capture/capture.ts");
    const hosts = mergeHosts(flags.host ?? [], known);
    const capture = createCapture({ breadcrumbsOf, breadcrumbsFor, loggerWords, hosts });
    const arrivals = new Arrivals();
    const groupAll = async (all: readonly Found[]) => {
      errors += all.length;
      for (const found of all) await group(found, file, groups, arrivals);
    };
    return {
      push: async (chunk, afterMs = 0) => {
        arrivals.add(chunk.length, afterMs, capture.resumeOffset);
        await groupAll(capture.push(chunk));
      },
      settle: (line) => groupAll(capture.settle(line)),
      flush: () => groupAll(capture.flush()),
      get lines() {
        return capture.lines;
      },
      get resumeOffset() {
        return capture.resumeOffset;
      },
      get hosts() {
        return capture.hosts;
      },
      groups,
      takeChanged: () => groups.takeChanged().map(close),
      takeEnded: (all) => (all ? groups.takeAll() : groups.takeEnded()).map(close),
    };
  };
  return {
    get others() {
      return others;
    },
    get withheld() {
      return withheld.count;
    },
    open,
    async hostsOf(files) {
      let hosts: readonly HostFramework[] = [];
      for (const file of files) {
        const { createCapture } = await import("../../capture/capture.ts");
        const capture = createCapture({ hosts });
        capture.push(await readBeginning(file, startUpBytes));
        capture.flush();
        hosts = capture.hosts;
      }
      return hosts;
    },
    async *take(file) {
      const text = await open(file);
      let bytes = 0;
      for await (const chunk of readNamedInput(file, deps, true, () => errors)) {
        if (bytes < longBytes && bytes + chunk.length >= longBytes) optimizeLess();
        bytes += chunk.length;
        await text.push(chunk);
        yield* text.takeEnded();
      }
      await text.flush();
      yield* text.takeEnded(true);
    },
  };
}

/** Looked up when it is needed for the first time. */
function once<T>(find: () => T): () => T {
  let found: { value: T } | undefined;
  return () => {
    found ??= { value: find() };
    return found.value;
  };
}

/** Loggers through which frameworks tell of the errors of plugins. */
const isOfFramework = (logger: string) =>
  /^(?:root|__main__|red|red\.main|asyncio|(?:discord|disnake|nextcord|hikari|py-cord)(?:\..*)?)$/.test(logger);

/** Start-up lines stand within so many bytes. */
const startUpBytes = 256 * 1024;

/** Those of the second list that the first does not name, too. */
const mergeHosts = (first: readonly HostFramework[], second: readonly HostFramework[]) => [
  ...first,
  ...second.filter(({ name }) => !first.some((host) => host.name === name)),
];

/** A text of this length takes so long that it matters how; code that is loaded before may come from its cache. */
const longBytes = 1024 * 1024;

const toSubject = (
  { publisher, plugin }: Owner,
  uuid: string | undefined,
  origin: PluginOrigin | undefined,
): Subject => ({
  publisher,
  plugin: plugin.name,
  ...(plugin.version && { version: plugin.version }),
  ...(plugin.dsn && { dsn: plugin.dsn }),
  ...(uuid !== undefined && { uuid }),
  ownPaths: plugin.paths,
  ...(origin && { origin }),
});

/** As in `CaptureOptions`. A name that JSON may write in another way cannot be looked for. */
function wordsOfLoggers(manifests: readonly Manifest[]): readonly string[] | undefined {
  const names = manifests.flatMap(({ plugins }) => plugins.flatMap(({ loggers }) => loggers));
  return names.every((name) => /^[\w.$-]+$/.test(name)) ? names : undefined;
}

const breadcrumbsName = ({ publisher, plugin }: Owner) => `${publisher}/${plugin.name}`;

/** Whose an error is that neither frames nor loggers give to anybody. */
function chooseFallback({ plugin, any }: PipelineFlags, manifests: readonly Manifest[]): Owner | undefined {
  const unknown = { version: "", dsn: "", paths: [], loggers: [] };
  if (plugin === undefined)
    return any || manifests.length === 0
      ? { publisher: defaultOwner.publisher, plugin: { name: defaultOwner.plugin, ...unknown } }
      : undefined;
  if (manifests.length === 0) {
    if (!isName(plugin))
      throw new VextelError("USAGE", "The name given to --plugin is none", "Use letters, digits, `-`, `_` and `.`.");
    return { publisher: defaultOwner.publisher, plugin: { name: plugin, ...unknown } };
  }
  for (const manifest of manifests) {
    const found = manifest.plugins.find(({ name }) => name === plugin || `${manifest.publisher}/${name}` === plugin);
    if (found) return { publisher: manifest.publisher, plugin: found };
  }
  const names = manifests.flatMap(({ publisher, plugins }) => plugins.map(({ name }) => `${publisher}/${name}`));
  throw new VextelError(
    "NOT_FOUND",
    "No registered plugin has the name given to --plugin",
    `Known: ${names.join(", ")}`,
  );
}
