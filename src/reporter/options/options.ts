import type { NoticeTexts } from "../../consent/notice-text.ts";
import type { Host } from "../../world/host.ts";
import type { Tags } from "../errors/fields/tags.ts";
import type { NotifyOwner } from "../owner/notify.ts";
import type { BotLogger } from "../submit/receipt-log.ts";
import type { IgnoreRule } from "./ignore.ts";

/** The plugin that reports. */
export interface ReporterPlugin {
  /** Letters, digits, `.`, `_`, `-`; at most 64. With the version it becomes Sentry's release `name@version`. */
  readonly name: string;
  readonly version: string;
  /** The revision that it was built from; becomes a tag. */
  readonly commit?: string | undefined;
  /**
   * Parts of paths of its own files (`plugins/birthdays/`): errors include source lines of these files, whose names
   * begin there. Default: the folder of the package.json above the file that creates the reporter, if its name ends
   * with the plugin's and its version is the plugin's; otherwise everything except libraries, without source.
   */
  readonly paths?: readonly string[] | undefined;
}

/** The framework that the bot is built on: `{ name: "discord.js", version: "14.28.1" }`. */
export interface ReporterFramework {
  readonly name: string;
  readonly version?: string | undefined;
}

export interface ReporterOptions {
  /** One answer from the owner covers every plugin of a publisher. A name, as the plugin's. */
  readonly publisher: string;
  readonly plugin: ReporterPlugin;
  /** The Sentry address of its events: `https://<key>@<host>/<project>`. */
  readonly dsn: string;
  /**
   * Secrets that are removed wherever they appear: the bot's token, keys, passwords. Called for each report, so it may
   * return the secrets known by then; values shorter than 8 characters are ignored. If it throws, or returns anything
   * but a list of strings, nothing is kept, and the receipt says why.
   */
  readonly secrets?:
    | (() => readonly (string | null | undefined)[] | ReadonlySet<string | null | undefined>)
    | undefined;
  /** Sends the bot's owner a message; must throw or reject if that failed. Without it, no notices are sent. */
  readonly notifyOwner?: NotifyOwner | undefined;
  /** Page that says what is collected and why; every notice contains its address. */
  readonly privacy?: string | undefined;
  /** The publisher's readable name. Default: `publisher`. */
  readonly title?: string | undefined;
  /** Texts that replace those of vextel's notices. */
  readonly texts?: NoticeTexts | undefined;
  /** Sentry's environment: at most 64 characters, without a slash. Default `production`. */
  readonly environment?: string | undefined;
  readonly frameworks?: readonly ReporterFramework[] | undefined;
  /** Added to every event. */
  readonly tags?: Tags | undefined;
  /** Errors that are not the plugin's fault, in addition to `defaultIgnored`. */
  readonly ignore?: readonly IgnoreRule[] | undefined;
  readonly sampling?:
    | {
        /** Share of the runs of loops that are timed, 0 to 1. Default 0.005. */
        readonly loops?: number | undefined;
        /** The same for `task`. Default 1. */
        readonly tasks?: number | undefined;
      }
    | undefined;
  /**
   * `console` or the bot's logger. It gets what loops throw, which nothing else logs; once, that an error was kept,
   * with the commands for the owner (as `info`, if there is one); why errors cannot be kept; and why those that consent
   * covers cannot be sent, if the sender does not run. Default: nothing is logged.
   */
  readonly logger?: BotLogger | undefined;
  /**
   * The command with which the owner runs vextel, for notices and receipts. Default: `npx vextel` if npx finds it from
   * the bot's folder, otherwise the path of the program that belongs to the library.
   */
  readonly cli?: string | undefined;
  /** The world outside the plugin; for tests: `createTestWorld()` of `vextel/testing`. */
  readonly world?: Host | undefined;
}
