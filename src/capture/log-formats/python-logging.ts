import type { LogFormat } from "./format.ts";

/** discord.py's default handler and the formats that Python's logging tutorial teaches. */
export const pythonLogging: readonly LogFormat[] = [
  { name: "discord.py", pattern: / (?=[A-Z]{4,8} {0,4}\S)(?=.{8} )([A-Z]+) +([\w.$<>/-]+):? /y, level: 1, logger: 2 },
  { name: "dashes", pattern: / - ([\w.$<>/-]+) - ([A-Z]+) - /y, level: 2, logger: 1 },
  { name: "dashes, level first", pattern: / - ([A-Z]+) - ([\w.$<>/-]+) - /y, level: 1, logger: 2 },
  { name: "dashes, no logger", pattern: / - ([A-Z]+) - /y, level: 1 },
  { name: "colons", pattern: /: ?([A-Z]+): ?([\w.$<>/-]+): ?/y, level: 1, logger: 2 },
  { name: "colon", pattern: / ([A-Z]+):([\w.$<>/-]+): ?/y, level: 1, logger: 2 },
  { name: "logger after the level", pattern: / ([A-Z]+) +([\w$<>/-]+(?:\.[\w$<>/-]+)*): /y, level: 1, logger: 2 },
  { name: "bracketed level", pattern: / ?\[([A-Z]+) *\] ([\w.$<>/-]+) - /y, level: 1, logger: 2 },
  { name: "logger, bracketed level", pattern: /@? ([\w.$<>/-]+) \[([A-Z]+) *\]:? /y, level: 2, logger: 1 },
  { name: "equals signs", pattern: / = ([A-Z]+) = (?:\w+ = )?([\w.$<>/-]+) = /y, level: 1, logger: 2 },
  {
    name: "brackets",
    pattern: /(?: ?\[([\w.$<>/-]+)\])(?: ?\[[\w.]+:\d+\])? ?\[([A-Z]+) *\]:? /y,
    level: 2,
    logger: 1,
  },
];

/** The same without a time; `logging.basicConfig()` writes the first. */
export const pythonLoggingUntimed: readonly LogFormat[] = [
  { name: "basicConfig", pattern: /([A-Z]+):([\w.$<>/-]+): ?/y, level: 1, logger: 2 },
  { name: "discord.py", pattern: /(?=[A-Z]{4,8} {0,4}\S)(?=.{8} )([A-Z]+) +([\w.$<>/-]+):? /y, level: 1, logger: 2 },
];
