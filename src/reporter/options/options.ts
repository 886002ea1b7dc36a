import type { NoticeTexts } from "../../consent/notice-text.ts";
import type { Host } from "../../world/host.ts";
import type { Tags } from "../errors/tags.ts";
import type { NotifyOwner } from "../owner/notify.ts";
import type { BotLogger } from "../submit/receipt-log.ts";
import type { IgnoreRule } from "./ignore.ts";

/** The plugin that reports. */
export interface ReporterPlugin {
  /** Letters, digits, `.`, `_`, `-`; at most 64. With the version it becomes Sentry's release `name@version`. */
  readonly name: string;
  readonly version: string;
  /** The revision that it was built from, if there is one; becomes a tag. */
  readonly commit?: string | undefined;
  /**
   * Parts of paths that are its own (`plugins/birthdays/`): errors come with the source lines of these files, and their
   * names are counted from there. Default: the folder of the package.json above the file that makes the reporter, if its
   * name ends with that of the plugin and its version is the plugin's; else all that is not a library, without source.
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
  /** Where its events go: `https://<key>@<host>/<project>`. */
  readonly dsn: string;
  /**
   * What must never leave, in whatever text it turns up: the bot's token, keys, passwords. Called for each report, so
   * that it may answer with what is known by then; what is shorter than 8 characters is left out. If it throws
   * or gives anything but a list of strings, nothing is kept, and the receipt says why.
   */
  readonly secrets?:
    | (() => readonly (string | null | undefined)[] | ReadonlySet<string | null | undefined>)
    | undefined;
  /** Tells the bot's owner something, and throws if that failed. Without it, no notices are sent. */
  readonly notifyOwner?: NotifyOwner | undefined;
  /** Page that says what is collected and why; is in every notice. */
  readonly privacy?: string | undefined;
  /** The publisher's name, for people. Default: `publisher`. */
  readonly title?: string | undefined;
  /** Texts of notices that take the place of vextel's. */
  readonly texts?: NoticeTexts | undefined;
  /** Sentry's environment. Default `production`. */
  readonly environment?: string | undefined;
  readonly frameworks?: readonly ReporterFramework[] | undefined;
  /** Stand on every event. */
  readonly tags?: Tags | undefined;
  /** Errors that name no fault of the plugin, on top of `defaultIgnored`. */
  readonly ignore?: readonly IgnoreRule[] | undefined;
  readonly sampling?:
    | {
        /** Share of the runs of loops whose timing is reported, 0 to 1. Default 0.005. */
        readonly loops?: number | undefined;
        /** The same for `task`. Default 1. */
        readonly tasks?: number | undefined;
      }
    | undefined;
  /**
   * `console` or the bot's logger. It gets what loops throw, which is logged nowhere else; once, with the commands for the
   * owner, that an error was kept (by `info`, if there is one); and why errors cannot be kept. Default: nothing is logged.
   */
  readonly logger?: BotLogger | undefined;
  /**
   * How the owner runs vextel, for the commands in notices and receipts. Default: `npx vextel` where that finds it from
   * the bot's folder, else the program beside the library by its path.
   */
  readonly cli?: string | undefined;
  /** Everything outside the plugin; for tests: `createTestWorld()` of `vextel/testing`. */
  readonly world?: Host | undefined;
}
