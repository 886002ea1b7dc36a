import { VextelError } from "../errors.ts";
import { isPathWithin } from "./attribute.ts";
import { isGenericPath, isHostLogger } from "./generic.ts";
import type { Manifest } from "./manifest.ts";

/**
 * Refuses claims that would take unclaimed errors or those of other publishers, and addresses that no publisher can have.
 *
 * @param home - The home folder of this machine's user.
 * @throws {VextelError} `MANIFEST_INVALID`, naming the first.
 */
export function checkClaims({ plugins }: Manifest, home: string): void {
  for (const { name, paths, loggers, dsn } of plugins) {
    for (const path of paths)
      if (isGenericPath(path) || isPathWithin(home.replaceAll("\\", "/").replace(/^\/+|\/+$/g, ""), path))
        throw refuse(`plugins.${name}.paths`, path, "a folder of many, not of one plugin", "cogs/status/");
    for (const logger of loggers)
      if (isHostLogger(logger))
        throw refuse(`plugins.${name}.loggers`, logger, "the logger of the bot or a library", "red.vex.status");
    if (isNobodysAddress(new URL(dsn)))
      throw refuse(
        `plugins.${name}.dsn`,
        new URL(dsn).host,
        "no address of a server",
        "https://key@o1.ingest.sentry.io/42",
      );
  }
}

/** Link-local addresses are a machine's own business (a cloud's metadata), and port 0 is none. */
const isNobodysAddress = ({ hostname, port }: URL) =>
  /^(?:169\.254\.|0\.|metadata\.|\[fe[89ab])/i.test(hostname) || port === "0";

/** A claim of a manifest that meets one of another publisher. */
export interface Overlap {
  readonly claim: string;
  /** Publisher, plugin and the claim that it meets. */
  readonly other: string;
}

/** Paths and loggers that two publishers claim, or of which one lies in the other's. */
export function findOverlaps({ plugins }: Manifest, others: readonly Manifest[]): Overlap[] {
  const found: Overlap[] = [];
  const theirs = others.flatMap(({ publisher, plugins }) => plugins.map((plugin) => ({ publisher, plugin })));
  for (const { publisher, plugin } of theirs) {
    const add = (claim: string, own: string) => found.push({ claim, other: `${publisher}/${plugin.name} (${own})` });
    for (const { paths, loggers } of plugins) {
      for (const path of paths) for (const own of plugin.paths) if (doMeet(path, own, "/")) add(path, own);
      for (const name of loggers) for (const own of plugin.loggers) if (doMeet(name, own, ".")) add(name, own);
    }
  }
  return found;
}

/** Of paths any part may be the same, of loggers only the beginning. */
const doMeet = (a: string, b: string, separator: "/" | ".") =>
  separator === "/"
    ? isPathWithin(a, b) || isPathWithin(b, a)
    : `${a}.`.startsWith(`${b}.`) || `${b}.`.startsWith(`${a}.`);

const refuse = (field: string, value: string, why: string, example: string) =>
  new VextelError(
    "MANIFEST_INVALID",
    `The manifest is not valid: ${field} holds \`${value}\`, which is ${why}; nothing was changed`,
    `Name what is the plugin's own, such as ${example}.`,
  );
