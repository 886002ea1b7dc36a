import { VextelError } from "../errors.ts";
import { isPathWithin } from "./attribute.ts";
import { isGenericPath, isHostLogger } from "./generic.ts";
import { hostForm } from "./host-form.ts";
import type { Manifest } from "./manifest.ts";
import { fieldOf } from "./parse.ts";

/** A claim that no plugin may make. */
export interface UnfitClaim {
  /** Keys from the manifest's root. */
  readonly place: readonly string[];
  readonly value: string;
  /** After "which is". */
  readonly why: string;
  readonly example: string;
}

/**
 * Claims that would take unclaimed errors or those of other publishers, and addresses that no publisher can have.
 *
 * @param home - The home folder of this machine's user.
 */
export function findUnfitClaims({ plugins }: Manifest, home: string): UnfitClaim[] {
  const own = home.replaceAll("\\", "/").replace(/^\/+|(?<!\/)\/+$/g, "");
  const many = { why: "a folder that many plugins share", example: "cogs/status/" };
  const host = { why: "the logger of the bot or a library", example: "red.vex.status" };
  const nobodys = { why: "not the address of a server", example: "https://key@o1.ingest.sentry.io/42" };
  return plugins.flatMap(({ name, paths, loggers, dsn }) => [
    ...paths.flatMap((path, index) => {
      const isUnfit = path !== "" && (isGenericPath(path) || isPathWithin(own, path));
      return isUnfit ? { place: ["plugins", name, "paths", String(index)], value: path, ...many } : [];
    }),
    ...loggers.flatMap((logger, index) => {
      const isUnfit = logger !== "" && isHostLogger(logger);
      return isUnfit ? { place: ["plugins", name, "loggers", String(index)], value: logger, ...host } : [];
    }),
    ...(dsn !== "" && isNobodysAddress(new URL(dsn))
      ? [{ place: ["plugins", name, "dsn"], value: new URL(dsn).host, ...nobodys }]
      : []),
  ]);
}

/** @throws {VextelError} `MANIFEST_INVALID`, naming the first of `findUnfitClaims`. */
export function checkClaims(manifest: Manifest, home: string): void {
  const [first] = findUnfitClaims(manifest, home);
  if (!first) return;
  throw new VextelError(
    "MANIFEST_INVALID",
    `The manifest is not valid: ${fieldOf(first.place)} holds \`${first.value}\`, which is ${first.why}; nothing was changed`,
    `Name what is the plugin's own, such as ${first.example}.`,
  );
}

/** Link-local addresses and the metadata addresses of clouds belong to the machine itself, and port 0 is invalid. */
const isNobodysAddress = ({ hostname, port }: URL) =>
  /^(?:169\.254\.|0\.|100\.100\.100\.200$|metadata(?:\.|$)|\[(?:fe[89ab]|fd00:ec2:|::\]))/i.test(hostForm(hostname)) ||
  port === "0";
