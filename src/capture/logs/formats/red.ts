import type { LogFormat } from "./format.ts";

/** Red-DiscordBot: its log files, its console (rich), and version 2. */
export const red: readonly LogFormat[] = [
  { name: "red file", first: "[", pattern: / \[([A-Z]+) *\] ([\w.$<>/-]+): /y, level: 1, logger: 2 },
  { name: "red console", first: "A", pattern: / ([A-Z]+) +\[([\w.$<>/-]+)\] /y, level: 1, logger: 2 },
  { name: "red 2", first: "A", pattern: / ([A-Z]+) (\w+) \w+ \d+: /y, level: 1, logger: 2 },
];

/** The console leaves out a time that is the same as in the line before. */
export const redUntimed: readonly LogFormat[] = [
  { name: "red console", first: "A", pattern: / *([A-Z]+) +\[([\w.$<>/-]+)\] /y, level: 1, logger: 2 },
];
