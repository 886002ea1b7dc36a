import { type BaseInteraction, type Client, Events, version } from "discord.js";
import type { Guarded, Reporter } from "../reporter/contract.ts";
import { openReporter } from "../reporter/open.ts";
import type { ReporterOptions } from "../reporter/options/options.ts";
import type { ReportReceipt } from "../reporter/submit/report-receipt.ts";
import { createSecrets } from "../reporter/submit/scrub-context.ts";
import { attempt } from "../world/files/attempt.ts";
import { messageOf } from "./buttons.ts";
import { describeInteraction, isInteraction, showHint } from "./guards/guard-command.ts";
import { listenToSapphire } from "./guards/sapphire.ts";
import { type Guard, guardedCommand, wrapCommands } from "./guards/wrap-command.ts";
import { attachControls } from "./hub.ts";
import { findOwners } from "./owner.ts";

export type DiscordReporterOptions = Omit<ReporterOptions, "frameworks"> & {
  /** Whether the bot gets the owner's command `/vextelemetry`. Default true. */
  readonly command?: boolean | undefined;
};

/** The usual form of commands: an object with an `execute` that takes the interaction first. */
export interface ExecutableCommand {
  execute(interaction: never, ...more: never[]): unknown;
}

/** A reporter for a bot with a discord.js client. */
export interface DiscordReporter extends Reporter {
  /**
   * A handler of interactions that does what `handler` does; what it throws is reported with the command's name and the
   * permissions, and thrown on to the caller. The owner, if it was the owner's interaction, is shown how to report what
   * was held.
   */
  guardInteraction<This, Args extends [BaseInteraction, ...unknown[]], Result>(
    handler: (this: This, ...args: Args) => Result,
  ): (this: This, ...args: Args) => Result;
  /**
   * Guards the plugin's own commands in place: `execute`, or what else runs them (`run`, `chatInputRun`,
   * `contextMenuRun`, `messageRun`). With `plugin.paths`, only errors that have passed through a file below them are
   * reported. Pass the collection itself: in it, a guarded copy replaces a command that cannot be changed (a frozen
   * one, an ES module). In an array or iterator, such a command stays as it is, with a process warning.
   *
   * @returns A function that restores the old ones; `stop` does so as well.
   */
  attachCommands(commands: Iterable<ExecutableCommand | object>): () => void;
  /** Returns the command, guarded as by `attachCommands`, as a new object; the given one is unchanged. */
  guardCommand<Command extends object>(command: Command): Command;
  /**
   * Reports the errors that Sapphire catches and emits as events of its client: errors of commands, listeners, handlers
   * of interactions and scheduled tasks. With `plugin.paths`, only those that have passed through a file below them.
   *
   * @returns A function that removes the listeners; `stop` does so as well.
   */
  attachSapphire(): () => void;
}

/**
 * `createReporter` for discord.js: the client's token is a secret, the owner or the team's owner gets the notices as
 * direct messages, and `start` adds the owner's command. `stop` leaves nothing on the client.
 */
export function createDiscordReporter(client: Client, options: DiscordReporterOptions): DiscordReporter {
  if (typeof Object(client).on !== "function")
    throw new TypeError("createDiscordReporter needs the bot's client first");
  const readSecrets = createSecrets(Object(options).secrets);
  const readiness = createReadiness(client);
  const reporter = openReporter(
    {
      notifyOwner: async (notice) => {
        await readiness.wait();
        const { first } = await findOwners(client);
        const message = options.command === false ? { content: notice.text } : messageOf(notice);
        await first.send({ ...message, allowedMentions: { parse: [] } });
      },
      ...options,
      tags: { ...(client.shard && { shard: client.shard.ids.join(",") }), ...options.tags },
      secrets: () => [client.token, ...readSecrets()],
      frameworks: [{ name: "discord.js", version }],
    },
    { create: createDiscordReporter, options: ["command"], onReplaced: () => detachAll() },
  );
  const detachments = new Set<() => void>([readiness.cancel]);
  const detachAll = () => {
    for (const detach of detachments) detach();
    detachments.clear();
  };
  /** @param more - Used if no interaction is among the arguments. */
  const guard = <This, Args extends unknown[], Result>(
    handler: (this: This, ...args: Args) => Result,
    more: Guarded = {},
  ) =>
    function guarded(this: This, ...args: Args): Result {
      const interaction = args.find(isInteraction);
      const about = { ...more, ...(interaction && describeInteraction(interaction)) };
      const onReceipt = (receipt: ReportReceipt) => void (interaction && showHint(interaction, receipt));
      const noted = function noted(this: This, ...given: Args): Result {
        reporter.note(`command ${about.during ?? ""}`.trimEnd());
        return handler.apply(this, given);
      };
      return reporter.guard({ ...about, onReceipt }, noted).apply(this, args);
    };
  const guardOwn: Guard = (handler, during) =>
    guard(handler, { ownOnly: true, ...(during !== undefined && { during }) });
  const keepAttached = (attached: readonly (() => void)[]) => {
    const detach = () => {
      for (const off of attached) off();
      detachments.delete(detach);
    };
    detachments.add(detach);
    return detach;
  };
  return {
    ...reporter,
    guardInteraction: (handler) => guard(handler),
    async start() {
      const attach = () => attachControls(client, options.publisher, reporter.owner);
      detachments.add((options.command !== false && attempt(attach)) || (() => {})); // a client to which nothing can be added
      return reporter.start();
    },
    attachCommands: (commands) => keepAttached(wrapCommands(commands, guardOwn)),
    guardCommand(given) {
      const { command, off } = guardedCommand(given, guardOwn);
      detachments.add(off);
      return command;
    },
    attachSapphire: () => keepAttached([listenToSapphire(client, { report: reporter.report, onReceipt: showHint })]),
    async stop() {
      detachAll();
      await reporter.stop();
    },
  };
}

/** Waits for the client with a single listener. */
function createReadiness(client: Client) {
  let waiting: Promise<void> | undefined;
  let onReady = () => {};
  return {
    wait() {
      if (client.isReady()) return Promise.resolve();
      waiting ??= new Promise((resolve) => {
        onReady = resolve;
        client.once(Events.ClientReady, onReady);
      });
      return waiting;
    },
    cancel: () => void client.off(Events.ClientReady, onReady),
  };
}
