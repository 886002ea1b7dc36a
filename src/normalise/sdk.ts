import type { Json } from "../scrub/scrub.ts";
import { sdkBlock } from "../seal/sdk.ts";
import { recordOf, textOf } from "./fields.ts";

/** Prefixes of SDKs' names, and their packages. What follows a prefix would say which libraries a bot uses. */
const packages: readonly (readonly [beginning: string, name: string])[] = [
  ["sentry.python", "pypi:sentry-sdk"],
  ["sentry.javascript.node", "npm:@sentry/node"],
  ["sentry.javascript.browser", "npm:@sentry/browser"],
  ["sentry.javascript", "npm:@sentry/core"],
  ["sentry.ruby", "gem:sentry-ruby"],
  ["sentry.go", "go:github.com/getsentry/sentry-go"],
  ["sentry.php", "composer:sentry/sentry"],
  ["sentry.java", "maven:io.sentry:sentry"],
  ["sentry.dotnet", "nuget:Sentry"],
  ["sentry.rust", "cargo:sentry"],
  ["sentry.elixir", "hex:sentry"],
  ["sentry.dart.flutter", "pub:sentry_flutter"],
  ["sentry.dart", "pub:sentry"],
  ["sentry.cocoa", "spm:sentry-cocoa"],
  ["sentry.native", "github:sentry-native"],
  ["sentry-elixir", "hex:sentry"],
  ["sentry-cli", "npm:@sentry/cli"],
  ["raven-node", "npm:raven"],
  ["raven-ruby", "gem:sentry-raven"],
  ["raven-python", "pypi:raven"],
];

/** At most three short numbers and a word or two: neither an id nor an address of a machine. */
const released = /^\d{1,4}(?:\.\d{1,4}){0,2}(?:[-.+]?[a-z]{1,8}(?:[-.]?\d{1,4})?){0,2}$/i;

/** vextel's own `sdk` block, which lists the SDK that made the event among its packages. */
export function sdkOf(sdk: unknown): Json {
  const [name, version] = [textOf(recordOf(sdk)?.name, 100), textOf(recordOf(sdk)?.version, 40)];
  const known = packages.find(([beginning]) => name === beginning || name?.startsWith(`${beginning}.`));
  if (!known || version === undefined || !released.test(version)) return sdkBlock;
  return { ...sdkBlock, packages: [...sdkBlock.packages, { name: known[1], version }] };
}
