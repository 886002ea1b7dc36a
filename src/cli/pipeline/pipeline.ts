import type { Found } from "../../capture/found.ts";
import { type CaptureDecision, decideCapture, type Stamp } from "../../consent/consent.ts";
import { VextelError } from "../../errors.ts";
import { createAttribution, type Owner } from "../../publisher/attribute.ts";
import type { Manifest } from "../../publisher/manifest.ts";
import { defaultOwner } from "../../publisher/registry.ts";
import { cutBefore } from "../../report/breadcrumbs.ts";
import type { Report } from "../../report/report.ts";
import { draftEvent } from "../../seal/event.ts";
import { createSealer, type Sealed } from "../../seal/seal.ts";
import { SealError } from "../../seal/seal-error.ts";
import type { Subject } from "../../seal/subject.ts";
import { optimizeLess } from "../../world/optimize-less.ts";
import { claimOf, unclaimed } from "../arguments/claims.ts";
import type { CommandDeps } from "../deps.ts";
import { createIdentities } from "./identity.ts";
import { readNamedInput } from "./input.ts";
import { openScrubContexts, type SecretFlags } from "./scrub-context.ts";
import { WithheldErrors } from "./withheld.ts";

export interface PipelineFlags extends SecretFlags {
  /** Names the plugin of errors that the text itself gives to nobody. */
  readonly plugin?: string;
  /** Takes what belongs to no registered plugin, too. */
  readonly any?: boolean;
  /** Keeps a receipt of each error that cannot be sealed. */
  readonly keepsReceipts?: boolean;
}

/** One error of a text, sealed. */
export interface Taken {
  /** As the user named it; `-` for standard input. */
  readonly file: string;
  /** 1-based line where its text begins. */
  readonly line: number;
  readonly sealed: Sealed;
  /** What consent makes of it; absent where a person captures it. */
  readonly decision?: CaptureDecision;
}

/** From texts to sealed events: capture, attribution, seal. Keeps nothing and sends nothing. */
export interface Pipeline {
  /** How many errors belonged to no registered plugin and were left alone. */
  readonly others: number;
  /** How many errors could not be sealed: each was told and concerned itself alone. */
  readonly withheld: number;
  /** All errors of a file, or of standard input for `-`. */
  take(file: string): AsyncGenerator<Taken>;
  /**
   * A text that comes in pieces.
   *
   * @param seen - As `seen` of the text that it goes on from.
   */
  open(file: string, seen?: Seen): Promise<TextPipeline>;
}

/** How often each error was met. */
export type Seen = Iterable<readonly [string, number]>;

/** One text while it comes in. */
export interface TextPipeline {
  push(chunk: Uint8Array): AsyncGenerator<Taken>;
  /** What others interrupted at or before this line, taken for complete. */
  settle(line: number): AsyncGenerator<Taken>;
  /** How many lines came in. */
  readonly lines: number;
  /** What is open at the end, taken for complete. */
  flush(): AsyncGenerator<Taken>;
  /** Bytes from the beginning of the text from which reading anew gives every error that was not given yet. */
  readonly resumeOffset: number;
  readonly seen: Seen;
}

/**
 * @param capture - Whether a person captures, or vextel by itself: then consent decides, and cuts the breadcrumbs.
 * @throws {VextelError} `STATE_UNTRUSTED` if a manifest or the consent file cannot be trusted.
 */
export async function openPipeline(
  flags: PipelineFlags,
  deps: CommandDeps,
  capture: Stamp["capture"] = "by hand",
): Promise<Pipeline> {
  const manifests = await deps.registry.list();
  const attribution = createAttribution(manifests);
  const fallback = chooseFallback(flags, manifests);
  const scrubContextOf = await openScrubContexts(deps, flags);
  const identities = createIdentities(deps);
  const withheld = new WithheldErrors(deps, flags.keepsReceipts ?? false);
  let others = 0;
  const seal = async (found: Found, file: string, sealerOf: SealerOf): Promise<Taken | undefined> => {
    const owner = attribution.ownerOf(found.report) ?? fallback;
    if (!owner) {
      others += 1;
      return undefined;
    }
    const subject = toSubject(owner, await identities.uuidOf(owner.publisher));
    const nowMs = deps.world.nowMs();
    const decision = capture === "automatic" ? await decide(found.report, owner, nowMs) : undefined;
    const report = cutBefore(found.report, decision?.sinceMs);
    const sealer = await sealerOf(owner.publisher);
    try {
      const sealed = sealer(draftEvent(report, subject, nowMs));
      return { file, line: found.line, sealed, ...(decision && { decision }) };
    } catch (error) {
      const { reason, eventId: id } = SealError.from(error);
      await withheld.add({ file, line: found.line, ...subject, reason, ...(id !== undefined && { id }) });
      return undefined;
    }
  };
  const decide = async ({ timeMs }: Report, { publisher, plugin }: Owner, nowMs: number) => {
    const consent = (await deps.consent.read()).get(publisher);
    const claim = plugin.dsn ? claimOf(plugin) : unclaimed(deps.world.env)[0];
    const moment = { kind: "errors", happenedAtMs: timeMs ?? nowMs, capturedAtMs: nowMs } as const;
    return decideCapture(deps.world.env, consent, claim, moment);
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
  const open = async (file: string, before?: Seen): Promise<TextPipeline> => {
    const { createCapture } = await import("../../capture/capture.ts");
    const capture = createCapture({ breadcrumbsOf, breadcrumbsFor, loggerWords });
    const seen = new Map(before);
    const sealerOf = async (publisher: string) => createSealer(await scrubContextOf(publisher), seen);
    const sealAll = async function* (all: readonly Found[]) {
      for (const found of all) {
        const taken = await seal(found, file, sealerOf);
        if (taken) yield taken;
      }
    };
    return {
      push: (chunk) => sealAll(capture.push(chunk)),
      settle: (line) => sealAll(capture.settle(line)),
      flush: () => sealAll(capture.flush()),
      get lines() {
        return capture.lines;
      },
      get resumeOffset() {
        return capture.resumeOffset;
      },
      seen,
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
    async *take(file) {
      const text = await open(file);
      let bytes = 0;
      for await (const chunk of readNamedInput(file, deps, true)) {
        if (bytes < longBytes && bytes + chunk.length >= longBytes) optimizeLess();
        bytes += chunk.length;
        yield* text.push(chunk);
      }
      yield* text.flush();
    },
  };
}

/** A text of this length takes so long that it matters how; code that is loaded before may come from its cache. */
const longBytes = 1024 * 1024;

const toSubject = ({ publisher, plugin }: Owner, uuid: string): Subject => ({
  publisher,
  plugin: plugin.name,
  ...(plugin.version && { version: plugin.version }),
  ...(plugin.dsn && { dsn: plugin.dsn }),
  uuid,
  ownPaths: plugin.paths,
});

/** As in `CaptureOptions`. A name that JSON may write in another way cannot be looked for. */
function wordsOfLoggers(manifests: readonly Manifest[]): readonly string[] | undefined {
  const names = manifests.flatMap(({ plugins }) => plugins.flatMap(({ loggers }) => loggers));
  return names.every((name) => /^[\w.$-]+$/.test(name)) ? names : undefined;
}

type SealerOf = (publisher: string) => Promise<ReturnType<typeof createSealer>>;

const breadcrumbsName = ({ publisher, plugin }: Owner) => `${publisher}/${plugin.name}`;

/** Whose an error is that neither frames nor loggers give to anybody. */
function chooseFallback({ plugin, any }: PipelineFlags, manifests: readonly Manifest[]): Owner | undefined {
  const unknown = { version: "", dsn: "", paths: [], loggers: [] };
  if (plugin === undefined)
    return any || manifests.length === 0
      ? { publisher: defaultOwner.publisher, plugin: { name: defaultOwner.plugin, ...unknown } }
      : undefined;
  if (manifests.length === 0) return { publisher: defaultOwner.publisher, plugin: { name: plugin, ...unknown } };
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
