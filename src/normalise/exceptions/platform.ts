import type { Platform } from "../../report/report.ts";
import { wordOf } from "../fields.ts";

/** Those that Sentry knows (https://develop.sentry.dev/sdk/data-model/event-payloads/). */
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

/** The event's own, if Sentry knows it. */
export const platformOf = (value: unknown): string => wordOf(value, platforms) ?? "other";

/** As what its frames are read: files of all languages but Python are named alike. */
export const readAs = (platform: string): Platform => (platform === "python" ? "python" : "node");
