import type { Platform } from "../../report/report.ts";
import { wordOf } from "../fields.ts";

/** The platforms that Sentry knows (https://develop.sentry.dev/sdk/data-model/event-payloads/). */
const platforms = [
  ...([
    "python",
    "javascript",
    "node",
    "ruby",
    "go",
    "php",
    "java",
    "csharp",
    "rust",
    "elixir",
    "perl",
    "dart",
  ] as const),
  ...(["as3", "c", "cfml", "cocoa", "groovy", "haskell", "objc", "native", "other"] as const),
];

/** The event's platform, if Sentry knows it. */
export const platformOf = (value: unknown): string => wordOf(value, platforms) ?? "other";

/** The language as which frames are read: names of files have the same form in all languages except Python. */
export const readAs = (platform: string): Platform => (platform === "python" ? "python" : "node");
