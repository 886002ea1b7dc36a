import { VextelError } from "../../errors.ts";
import type { Entry } from "../../outbox/entry.ts";
import type { Tree } from "../../preview/render.ts";
import type { RawEvent, ReviewedEvent } from "../../review/event.ts";
import { unscrub } from "../../review/raw.ts";
import type { Json } from "../../scrub/scrub.ts";
import { editFields } from "../../seal/edit/edit.ts";
import type { CommandDeps } from "../deps.ts";
import { findBot } from "../pipeline/bot.ts";
import type { SecretFlags } from "../pipeline/context/scrub-context.ts";
import { attributionsOf } from "../pipeline/pending/attribution-of.ts";
import { textOfDraft } from "../pipeline/pending/raw-of.ts";
import { openPipeline } from "../pipeline/pipeline.ts";

export interface RawFlags extends SecretFlags {
  /** Logs to read instead of those from which events were captured. */
  readonly log?: readonly string[];
}

/** The text of events before it was scrubbed, read from the logs from which they were captured. In memory only. */
export interface RawReader {
  /** @throws {VextelError} As reading manifests and settings. */
  read(event: Wanted): Promise<RawEvent>;
}

/** An event on disk, and the owner's changes. */
export type Wanted = Pick<ReviewedEvent, "entry" | "basePayload" | "basePlaces" | "edits">;

/** @param pending - The events that may be requested: only their raw text is remembered. */
export function createRawReader(pending: readonly Entry[], flags: RawFlags, deps: CommandDeps): RawReader {
  /** The unscrubbed events, by id and by group. */
  const drafts = new Map<string, Tree>();
  const known = new Set<string>();
  const wanted = new Set(pending.flatMap(({ id, group }) => (group === undefined ? [id] : [id, group])));
  const exact = new Set<string>();
  /** An event of the same plugin has the same breadcrumbs; if there is none, another's is better than nothing. */
  const remember = (key: string, text: Tree, isExact: boolean) => {
    if (!drafts.has(key) || (isExact && !exact.has(key))) drafts.set(key, text);
    if (isExact) exact.add(key);
  };
  const readLog = async (log: string, entry: Entry): Promise<void> => {
    for (const attribution of await attributionsOf(entry, deps)) {
      const pipeline = await openPipeline({ ...flags, files: [log], ...attribution, holdsDrafts: true }, silent(deps));
      for await (const { sealed, group, draft } of pipeline.take(log)) {
        if (!draft || !(wanted.has(sealed.id) || wanted.has(group))) continue;
        const isExact = sealed.publisher === entry.publisher && sealed.plugin === entry.plugin;
        for (const key of [sealed.id, group]) remember(key, textOfDraft(sealed.id, draft), isExact);
      }
      if (exact.has(entry.id) || exact.has(entry.group ?? "")) return;
    }
  };
  const find = ({ id, group }: Entry) => drafts.get(id) ?? (group === undefined ? undefined : drafts.get(group));
  return {
    async read({ entry, basePayload, basePlaces, edits }) {
      const logs = flags.log ?? logsOfBot(flags, deps) ?? (entry.log === undefined ? [] : [entry.log]);
      for (const log of logs) {
        const key = `${log}\n${entry.publisher}\n${entry.plugin}`;
        if (find(entry) || known.has(key)) continue;
        try {
          await readLog(log, entry);
        } catch (error) {
          if (!(error instanceof VextelError)) throw error;
          return { kind: "missing", reason: `${error.message}. Name another log with --log.` };
        }
        known.add(key);
      }
      const draft = find(entry);
      if (draft) {
        const { payload, places } = unscrub(basePayload, draft, basePlaces);
        return { kind: "found", payload: editFields(entry.type, payload as Fields, edits), places };
      }
      return { kind: "missing", reason: describeMissing(logs) };
    },
  };
}

const describeMissing = (logs: readonly string[]) =>
  logs.length === 0
    ? "raw text is not kept, and no log is known that this event was captured from: name one with --log"
    : `raw text is not kept, and ${logs.join(", ")} no longer contains this error: name another log with --log`;

function logsOfBot({ bot }: RawFlags, { world }: CommandDeps): readonly string[] | undefined {
  return bot === undefined ? undefined : findBot(bot, world).bot.logs;
}

/** Nothing is reported while the whole screen is used. */
const silent = (deps: CommandDeps): CommandDeps => ({
  ...deps,
  terminal: { ...deps.terminal, note: async () => {}, print: async () => {} },
});

type Fields = Readonly<Record<string, Json>>;
