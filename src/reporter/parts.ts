import { withoutSecret } from "../deliver/dsn.ts";
import type { Subject } from "../seal/subject.ts";
import type { Host } from "../world/host.ts";
import { type Bell, createBell } from "./bell.ts";
import { commandsFor } from "./commands.ts";
import { createGates } from "./gate.ts";
import { createIgnore } from "./ignore.ts";
import { createIntake, type Intake } from "./intake.ts";
import type { Constant } from "./live-report.ts";
import { createMailbox } from "./mailbox.ts";
import { createNotifier, type Notifier } from "./notify.ts";
import type { ReporterOptions } from "./options.ts";
import { createSessions, type Sessions } from "./session.ts";
import { createStores, type Stores } from "./stores.ts";
import { createTimer, type Timer } from "./timing.ts";
import { createTrails, type Trails } from "./trail.ts";

/** What a reporter is made of. */
export interface Parts {
  readonly stores: Stores;
  readonly intake: Intake;
  readonly sessions: Sessions;
  readonly bell: Bell;
  readonly notifier: Notifier;
  readonly trails: Trails;
  readonly timer: Timer;
}

/** Joins the parts; touches nothing yet. */
export function createParts(options: ReporterOptions, host: Host): Parts {
  const { publisher, plugin, notifyOwner, texts, cli = "npx vextel" } = options;
  const stores = createStores(host);
  const bell = createBell(host, stores);
  const subject = toSubject(options);
  const mailbox = createMailbox({ ...{ host, stores, bell, subject, cli }, gate: createGates(host, options.secrets) });
  const sessions = createSessions(host, stores, subject, mailbox);
  const trails = createTrails();
  const constant = toConstant(options);
  const isIgnored = createIgnore(options.ignore ?? []);
  const facts = {
    ...{ title: options.title ?? publisher, publisher, plugin: plugin.name, commands: commandsFor(publisher, cli) },
    ...(options.privacy !== undefined && { privacy: options.privacy }),
  };
  return {
    ...{ stores, bell, sessions, trails },
    intake: createIntake({ host, mailbox, sessions, trails, constant, isIgnored }),
    timer: createTimer(host, mailbox, constant, options.sampling?.loops),
    notifier: createNotifier({ host, stores, facts, ...(texts && { texts }), ...(notifyOwner && { notifyOwner }) }),
  };
}

const toSubject = ({ publisher, plugin, dsn, environment }: ReporterOptions): Omit<Subject, "uuid"> => ({
  ...{ publisher, plugin: plugin.name, version: plugin.version, dsn: withoutSecret(dsn) },
  ...(environment !== undefined && { environment }),
  ownPaths: (plugin.paths ?? []).map((path) => path.replaceAll("\\", "/").replace(/^\/+|\/+$/g, "")).filter(Boolean),
});

const toConstant = ({ plugin, tags, frameworks = [] }: ReporterOptions): Constant => ({
  tags: { ...tags, ...(plugin.commit !== undefined && { plugin_commit: plugin.commit }) },
  hosts: frameworks,
});
