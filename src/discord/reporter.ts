import { type BaseInteraction, type Client, Events, version } from "discord.js";
import type { ReporterOptions } from "../reporter/options/options.ts";
import { createReporter, type Reporter } from "../reporter/reporter.ts";
import type { ReportReceipt } from "../reporter/submit/receipt.ts";
import { describeInteraction, showHint } from "./guard-command.ts";
import { attachControls } from "./hub.ts";
import { findOwners } from "./owner.ts";

export type DiscordReporterOptions = Omit<ReporterOptions, "frameworks"> & {
  /** Whether the bot gets the owner's command `/vextelemetry`. Default true. */
  readonly command?: boolean;
};

/** A command as most bots keep them: something with an `execute` that takes the interaction first. */
export interface ExecutableCommand {
  execute(interaction: never, ...more: never[]): unknown;
}

/** A reporter that knows the bot's client. */
export interface DiscordReporter extends Reporter {
  /**
   * A handler of interactions that does what `handler` does; what it throws is reported with the command's name and
   * the permissions, and goes on to the caller. The owner, if it was the owner's interaction, is shown how to report
   * what was held.
   */
  guardInteraction<This, Args extends [BaseInteraction, ...unknown[]], Result>(
    handler: (this: This, ...args: Args) => Result,
  ): (this: This, ...args: Args) => Result;
  /**
   * Guards the `execute` of the plugin's own commands, in place.
   *
   * @returns Puts the old ones back; `stop` does too.
   */
  attachCommands(commands: Iterable<ExecutableCommand>): () => void;
}

/**
 * `createReporter` for discord.js: the client's token is a secret, the owner or the team's owner gets the notices as
 * direct messages, and `start` adds the owner's command. `stop` leaves nothing on the client.
 */
export function createDiscordReporter(client: Client, options: DiscordReporterOptions): DiscordReporter {
  const readiness = createReadiness(client);
  const reporter = createReporter({
    notifyOwner: async ({ text }) => {
      await readiness.wait();
      const { first } = await findOwners(client);
      await first.send({ content: text, allowedMentions: { parse: [] } });
    },
    ...options,
    secrets: () => [client.token, ...(options.secrets?.() ?? [])],
    frameworks: [{ name: "discord.js", version }],
  });
  const detachments = new Set<() => void>([readiness.cancel]);
  const guardInteraction: DiscordReporter["guardInteraction"] = (handler) =>
    function guarded(...args) {
      const about = describeInteraction(args[0]);
      const onReceipt = (receipt: ReportReceipt) => void showHint(args[0], receipt);
      const noted: typeof handler = function noted(...given) {
        reporter.note(`command ${about.during ?? ""}`.trimEnd());
        return handler.apply(this, given);
      };
      return reporter.guard({ ...about, onReceipt }, noted).apply(this, args);
    };
  return {
    ...reporter,
    guardInteraction,
    async start() {
      if (options.command !== false) detachments.add(attachControls(client, options.publisher, reporter.owner));
      return reporter.start();
    },
    attachCommands(commands) {
      const own = [...commands].map((command) => ({ command, execute: command.execute }));
      for (const { command, execute } of own) command.execute = guardInteraction(execute as never) as typeof execute;
      const detach = () => {
        for (const { command, execute } of own) command.execute = execute;
      };
      detachments.add(detach);
      return detach;
    },
    async stop() {
      for (const detach of detachments) detach();
      detachments.clear();
      await reporter.stop();
    },
  };
}

/** Waits for the client with one listener, however often it is asked. */
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
