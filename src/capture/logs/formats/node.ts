import type { LogFormat } from "./format.ts";

/** winston, log4js, pino-pretty, and levels in brackets as many print them. */
export const nodeLoggers: readonly LogFormat[] = [
  { name: "log4js", first: "[", pattern: / \[([A-Z]+)\] ([\w.$@/-]+) - /y, level: 1, logger: 2 },
  { name: "winston", first: "[A", pattern: / ?\[?(?!Error:|Exception:)([A-Za-z]+)\]?: /y, level: 1 },
  { name: "winston, label", first: "[", pattern: / \[([\w.$@/-]+)\] ([A-Za-z]+): /y, level: 2, logger: 1 },
  {
    name: "pino-pretty",
    first: "A",
    pattern: / ([A-Z]+) \((?:([\w.$@/-]*)\/)?\d+(?: on [\w.-]+)?\): /y,
    level: 1,
    logger: 2,
  },
  { name: "bracketed level", first: "[", pattern: / ?\[([A-Za-z]+) *\]:? /y, level: 1 },
  { name: "bare level", first: "A", pattern: / ([A-Z]+)(?: |$)/y, level: 1 },
];

/** The same without a time. */
export const nodeLoggersUntimed: readonly LogFormat[] = [
  { name: "bracketed level", first: "[", pattern: /\[([A-Z]+) *\](?: \[([\w.$@/-]+)\])?:? /y, level: 1, logger: 2 },
  {
    name: "winston simple",
    first: "A",
    pattern:
      /(?!error: Uncaught (?:\(in |["'{[]|(?!Exception\b)[A-Z][\w$.]*(?: \[\w+\])?(?::|$)))(error|warn|info|http|verbose|debug|silly): /y,
    level: 1,
  },
  { name: "bare level", first: "A", pattern: /([A-Z]+)(?: -)? /y, level: 1 },
];
