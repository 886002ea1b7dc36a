import { destinationOf, withoutSecret } from "../deliver/dsn.ts";
import type { Subject } from "../seal/subject.ts";
import type { Host } from "../world/host.ts";
import { type Collector, createCollector } from "./collect/collector.ts";
import { type Breadcrumbs, createBreadcrumbs } from "./errors/breadcrumbs.ts";
import { comesFrom } from "./errors/comes-from-plugin.ts";
import { entriesOf, readTags } from "./errors/fields/tags.ts";
import type { Constant } from "./errors/live-report.ts";
import { createExitKeeper } from "./exit/last-reports.ts";
import { createIgnore } from "./options/ignore.ts";
import type { ReporterOptions } from "./options/options.ts";
import { createOwnPaths } from "./options/own-paths.ts";
import { cliOf, commandsFor } from "./owner/commands.ts";
import { createNotifier, type Notifier } from "./owner/notify.ts";
import { createSessions, type Sessions } from "./session/session.ts";
import { createWaker, type Waker } from "./submit/call-sender.ts";
import { createReceiptLog, type ReceiptLog } from "./submit/receipt-log.ts";
import { createBotScrubContexts, createSecrets } from "./submit/scrub-context.ts";
import { type Asker, createStores, type Stores } from "./submit/stores.ts";
import { createSubmitter } from "./submit/submit.ts";
import { createTimer, type Timer } from "./tasks/timing.ts";

/** The parts of a reporter. */
export interface Parts {
  readonly asker: Asker;
  /** The beginning of commands for the owner. */
  readonly cli: string;
  readonly stores: Stores;
  readonly collector: Collector;
  readonly sessions: Sessions;
  readonly waker: Waker;
  readonly log: ReceiptLog;
  readonly notifier: Notifier;
  readonly breadcrumbs: Breadcrumbs;
  readonly timer: Timer;
  /** Whether an error has passed through a file of the plugin. */
  readonly isOwn: (error: unknown) => boolean;
  /** Whether it is known which files belong to the plugin. */
  readonly hasOwnFiles: () => boolean;
}

/**
 * Joins the parts; touches nothing yet.
 *
 * @param callerPath - The file of the author's that the reporter is made in, as a stack prints it.
 */
export function createParts(options: ReporterOptions, host: Host, callerPath?: string): Parts {
  const { publisher, plugin, notifyOwner, texts } = options;
  const cli = cliOf(options, host);
  const stores = createStores(host);
  const log = createReceiptLog(() => options.logger, plugin.name);
  const waker = createWaker(host, stores, log.tellUnsent);
  const subject = toSubject(options, createOwnPaths(options.plugin, callerPath, host.outside));
  const asker = toAsker(options);
  const readSecrets = createSecrets(options.secrets);
  const submitter = createSubmitter({
    ...{ host, stores, waker, subject, asker, cli },
    scrubContextOf: createBotScrubContexts(host, stores.policy, readSecrets),
  });
  const sessions = createSessions(host, stores, subject, submitter);
  const exitKeeper = createExitKeeper({ host, sessions, readSecrets, subject, asker, cli });
  const breadcrumbs = createBreadcrumbs();
  const constant = toConstant(options, host.platform);
  const isIgnored = createIgnore(options.ignore ?? []);
  const facts = {
    ...{ title: options.title ?? publisher, publisher, plugin: plugin.name, commands: commandsFor(publisher, cli) },
    ...(options.privacy !== undefined && { privacy: options.privacy }),
  };
  return {
    ...{ asker, cli, stores, waker, sessions, breadcrumbs, log },
    hasOwnFiles: () => subject.ownPaths.length > 0,
    isOwn: (error) => comesFrom(error, subject.ownPaths),
    collector: createCollector({ host, submitter, sessions, breadcrumbs, constant, isIgnored, exitKeeper }),
    timer: createTimer(host, submitter, constant, options.sampling),
    notifier: createNotifier({
      host,
      stores,
      asker,
      facts,
      ...(texts && { texts }),
      ...(notifyOwner && { notifyOwner }),
    }),
  };
}

/** The publisher, plugin and claim. A plugin that uses the library claims no paths: it reports what it catches. */
export const toAsker = ({
  publisher,
  plugin,
  dsn,
  privacy,
}: Pick<ReporterOptions, "publisher" | "plugin" | "dsn" | "privacy">): Asker => ({
  publisher,
  privacy,
  claim: { plugin: plugin.name, destination: destinationOf(dsn), paths: [], loggers: [] },
});

const toSubject = (
  { publisher, plugin, dsn, environment }: ReporterOptions,
  readOwnPaths: () => readonly string[],
): Omit<Subject, "uuid"> => ({
  ...{ publisher, plugin: plugin.name, version: plugin.version, dsn: withoutSecret(dsn) },
  ...(environment !== undefined && { environment }),
  get ownPaths() {
    return readOwnPaths();
  },
});

const toConstant = ({ plugin, tags, frameworks = [] }: ReporterOptions, platform: string): Constant => ({
  os: systems[platform] ?? platform,
  tags: readTags([...entriesOf(tags), ["plugin_commit", plugin.commit]]),
  hosts: frameworks,
});

/** As Sentry's SDKs name them. */
const systems: Readonly<Record<string, string>> = { linux: "Linux", darwin: "macOS", win32: "Windows" };
