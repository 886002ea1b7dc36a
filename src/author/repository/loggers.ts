import { isHostLogger } from "../../publisher/generic.ts";
import type { FoundPlugin } from "./plugin.ts";

const literal = /\bgetLogger\(\s*(?:name\s*=\s*)?(?:"([^"\n]{1,200})"|'([^'\n]{1,200})'|(__name__|__package__))\s*\)/g;

/**
 * The loggers that Python code gets by a literal name, or by its module's name.
 *
 * @param module - The beginning of the plugin's module names.
 */
export function readLoggers(code: string, module: string): string[] {
  const names = code
    .split("\n")
    .filter((line) => !/^\s*#/.test(line))
    .flatMap((line) => [...line.matchAll(literal)].map(([, a, b]) => a ?? b ?? module));
  const own = [...new Set(names)].filter((name) => !isHostLogger(name));
  return own.filter((name) => !own.some((other) => isChild(name, other))).sort();
}

/**
 * Leaves out loggers that several plugins use, and parents of another plugin's loggers: they do not distinguish
 * plugins.
 */
export function withOwnLoggers(plugins: readonly FoundPlugin[]): { plugins: FoundPlugin[]; notes: string[] } {
  const shared = new Map<string, readonly string[]>();
  for (const { loggers } of plugins)
    for (const logger of loggers) {
      const users = plugins.filter((one) => one.loggers.some((name) => name === logger || isChild(name, logger)));
      if (users.length > 1)
        shared.set(
          logger,
          users.map(({ name }) => name),
        );
    }
  return {
    plugins: plugins.map((one) => ({ ...one, loggers: one.loggers.filter((logger) => !shared.has(logger)) })),
    notes: [...shared].map(
      ([logger, names]) =>
        `The logger ${logger} is not claimed, because several plugins use it: ${names.slice(0, 3).join(", ")}.`,
    ),
  };
}

const isChild = (name: string, above: string) => name.startsWith(`${above}.`);
