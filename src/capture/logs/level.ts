import type { Level } from "../../report/report.ts";

const levels: Readonly<Record<string, Level>> = {
  silly: "debug",
  trace: "debug",
  verbose: "debug",
  verb: "debug",
  debug: "debug",
  dbg: "debug",
  info: "info",
  inf: "info",
  information: "info",
  http: "info",
  notice: "info",
  log: "info",
  success: "info",
  warn: "warning",
  wrn: "warning",
  warni: "warning", // cut to five columns
  warning: "warning",
  error: "error",
  err: "error",
  erro: "error", // cut to four columns, like the next ones
  debu: "debug",
  fata: "fatal",
  exception: "error",
  severe: "error",
  critical: "fatal",
  crit: "fatal",
  criti: "fatal",
  fatal: "fatal",
  alert: "fatal",
  emerg: "fatal",
  panic: "fatal",
};

/** The words that mean a level. */
export const levelWords: readonly string[] = Object.keys(levels);

const byWord = new Map(
  Object.entries(levels).flatMap(([word, level]): [string, Level][] => [
    [word, level],
    [word.toUpperCase(), level],
    [`${word[0]!.toUpperCase()}${word.slice(1)}`, level],
  ]),
);

/** The level that a word in a log line means, in any case; `undefined` if it is not a level. */
export function parseLevel(word: string): Level | undefined {
  return byWord.get(word) ?? byWord.get(word.toLowerCase());
}

/** The level of a number: pino and bunyan count 10 to 60, syslog 7 to 0. */
export function parseLevelNumber(value: number): Level {
  if (value < 10)
    return value <= 2 ? "fatal" : value === 3 ? "error" : value === 4 ? "warning" : value <= 6 ? "info" : "debug";
  if (value < 30) return "debug";
  if (value < 40) return "info";
  if (value < 50) return "warning";
  return value < 60 ? "error" : "fatal";
}

const order: readonly Level[] = ["debug", "info", "warning", "error", "fatal"];

/** The lowest of several levels; `undefined` if there is none. */
export function lowestLevel(levels: readonly (Level | undefined)[]): Level | undefined {
  return order.find((level) => levels.includes(level));
}
