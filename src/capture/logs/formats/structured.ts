import type { LogFormat } from "./format.ts";

/** loguru's default and structlog's console. */
export const structured: readonly LogFormat[] = [
  { name: "loguru", first: "|", pattern: / \| ([A-Z]+) *\| ([\w.$<>-]+):[^:|]*:\d+ - /y, level: 1, logger: 2 },
  { name: "loguru, short", first: "|", pattern: / \| ([A-Z]+) *\| (?:([\w.$<>-]+) \| )?/y, level: 1, logger: 2 },
  { name: "structlog", first: "[", pattern: / \[([a-z]+) +\] /y, level: 1 },
];
