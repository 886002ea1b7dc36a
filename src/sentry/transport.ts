import { draftForeign, happenedAtMsOf } from "../normalise/event.ts";
import { eventIdOf } from "../normalise/id.ts";
import { draftForeignSession, isLastWord } from "../normalise/session.ts";
import type { ReporterPlugin } from "../reporter/options/options.ts";
import { createOwnPaths } from "../reporter/options/own-paths.ts";
import { cliOf } from "../reporter/owner/commands.ts";
import { toAsker } from "../reporter/parts.ts";
import { createWaker } from "../reporter/submit/call-sender.ts";
import { createBotScrubContexts, createSecrets } from "../reporter/submit/scrub-context.ts";
import { createStores } from "../reporter/submit/stores.ts";
import { createSubmitter } from "../reporter/submit/submit.ts";
import { toEventId } from "../seal/ids/random-id.ts";
import type { Subject } from "../seal/subject.ts";
import { attempt } from "../world/files/attempt.ts";
import type { Host } from "../world/host.ts";
import { createNodeHost } from "../world/node-host.ts";

/** The publisher and plugin of the events, as in `createReporter`. */
export interface VextelTransportOptions {
  readonly publisher: string;
  readonly plugin: ReporterPlugin;
  readonly secrets?: (() => Iterable<string | null | undefined>) | undefined;
  readonly environment?: string | undefined;
  readonly cli?: string | undefined;
  readonly world?: Host | undefined;
}

/** The parts of an envelope item from Sentry's SDK that are used. */
export interface SentryTransportOptions {
  /** With the DSN's key as `sentry_key`. */
  readonly url: string;
}

type Item = readonly [header: { readonly type: string }, payload: unknown];

/** Sentry's `Transport`. */
export interface VextelTransport {
  send(envelope: readonly [header: unknown, items: readonly unknown[]]): PromiseLike<{ statusCode?: number }>;
  flush(timeoutMs?: number): PromiseLike<boolean>;
}

/**
 * A transport for `@sentry/node`: what passes is scrubbed, sealed and kept as all of vextel's events are, and leaves by
 * vextel's sender if the owner allows it.
 *
 * ```ts
 * new NodeClient({ dsn, transport: makeVextelTransport({ publisher, plugin }), … })
 * ```
 *
 * Errors, transactions and ended sessions pass; every other type (attachments, replays, profiles, logs, metrics,
 * check-ins, client reports) is refused, for nobody looks into those. What it cannot do: a client in a process with
 * another user of Sentry shares scopes and the mark on caught errors with it, so events may hold the other's tags and
 * breadcrumbs, scrubbed but not yours. `createReporter` has none of that.
 */
export function makeVextelTransport(options: VextelTransportOptions & SentryTransportOptions): VextelTransport;
export function makeVextelTransport(
  options: VextelTransportOptions,
): (given: SentryTransportOptions) => VextelTransport;
export function makeVextelTransport(options: VextelTransportOptions & Partial<SentryTransportOptions>) {
  const { url } = options;
  if (url === undefined) return (given: SentryTransportOptions) => createTransport(options, given.url);
  return createTransport(options, url);
}

function createTransport(options: VextelTransportOptions, url: string): VextelTransport {
  const { world: host = createNodeHost() } = options;
  const cli = cliOf(options, host);
  const stores = createStores(host);
  const waker = createWaker(host, stores);
  const dsn = toDsn(url);
  const subject = toSubject(options, dsn, createOwnPaths(options.plugin, undefined, host.outside)());
  const submitter = createSubmitter({
    ...{ host, stores, waker, subject, cli },
    asker: toAsker({ ...options, dsn }),
    scrubContextOf: createBotScrubContexts(host, stores.policy, createSecrets(options.secrets)),
  });
  const underWay = new Set<Promise<unknown>>();

  const take = ([{ type }, payload]: Item): Promise<unknown> | undefined => {
    const nowMs = host.nowMs();
    const fields = toFields(payload);
    const id = eventIdOf(fields.event_id) ?? toEventId(host.uuid());
    const foreign = { id, payload: fields };
    const moment = { capturedAtMs: nowMs, happenedAtMs: happenedAtMsOf(fields, nowMs) };
    if (type === "event")
      return submitter.put((full, sinceMs) => draftForeign({ type, ...foreign }, full, { nowMs, sinceMs }), moment);
    if (type === "transaction")
      return submitter.putIfCovered("timings", (full) => draftForeign({ type, ...foreign }, full, { nowMs }), moment);
    const isKept = type === "session" && isLastWord(fields);
    return isKept
      ? submitter.putIfCovered("sessions", (full) => draftForeignSession(fields, full, nowMs, id), moment)
      : undefined;
  };
  return {
    async send(envelope) {
      const items = attempt(() => [...(envelope[1] as readonly Item[])]) ?? []; // what is not an envelope holds nothing
      const work = Promise.allSettled(items.map(async (item) => take(item)));
      underWay.add(work);
      await work;
      underWay.delete(work);
      return {};
    },
    async flush() {
      await Promise.all(underWay);
      return true;
    },
  };
}

/** The SDK passes objects, bytes or text; the first copy is made here, so that nothing changes under our hands. */
function toFields(payload: unknown): Record<string, unknown> {
  const text =
    typeof payload === "string"
      ? payload
      : payload instanceof Uint8Array
        ? new TextDecoder().decode(payload)
        : JSON.stringify(payload, (_, value) => (typeof value === "bigint" ? String(value) : value));
  return JSON.parse(text);
}

const toSubject = (
  { publisher, plugin, environment }: VextelTransportOptions,
  dsn: string,
  ownPaths: readonly string[],
): Omit<Subject, "uuid"> => ({
  ...{ publisher, plugin: plugin.name, version: plugin.version, dsn, ownPaths },
  ...(environment !== undefined && { environment }),
});

/** `https://host/prefix/api/42/envelope/?sentry_key=key…` is where `https://key@host/prefix/42` is posted to. */
function toDsn(url: string): string {
  const { protocol, host, pathname, searchParams } = new URL(url);
  const [, prefix = "", project = ""] = /^(.*)\/api\/(\d+)\/envelope\/$/.exec(pathname) ?? [];
  return `${protocol}//${searchParams.get("sentry_key")}@${host}${prefix}/${project}`;
}
