import type { LogFormat } from "./format.ts";

/** discord.py's default handler and the formats that Python's logging tutorial teaches. */
export const pythonLogging: readonly LogFormat[] = [
  {
    name: "discord.py",
    first: "A",
    pattern: / (?=[A-Z]{4,8} {1,5}\S)(?=.{8} \S)([A-Z]+) +([\w.$<>/-]+):? /y,
    level: 1,
    logger: 2,
  },
  { name: "dashes", first: "-", pattern: / - ([\w.$<>/-]+) - ([A-Z]+) - /y, level: 2, logger: 1 },
  { name: "dashes, level first", first: "-", pattern: / - ([A-Z]+) - ([\w.$<>/-]+) - /y, level: 1, logger: 2 },
  { name: "dashes, no logger", first: "-", pattern: / - ([A-Z]+) - /y, level: 1 },
  { name: "colons", first: ":", pattern: /: ?([A-Z]+): ?([\w.$<>/-]+): ?/y, level: 1, logger: 2 },
  { name: "colon", first: "A", pattern: / ([A-Z]+):([\w.$<>/-]+): ?/y, level: 1, logger: 2 },
  {
    name: "logger after the level",
    first: "A",
    pattern: / ([A-Z]+) +([\w$<>/-]+(?:\.[\w$<>/-]+)*): /y,
    level: 1,
    logger: 2,
  },
  { name: "bracketed level", first: "[", pattern: / ?\[([A-Z]+) *\] ([\w.$<>/-]+) - /y, level: 1, logger: 2 },
  { name: "logger, bracketed level", first: "*", pattern: /@? ([\w.$<>/-]+) \[([A-Z]+) *\]:? /y, level: 2, logger: 1 },
  { name: "equals signs", first: "=", pattern: / = ([A-Z]+) = (?:\w+ = )?([\w.$<>/-]+) = /y, level: 1, logger: 2 },
  {
    name: "brackets",
    first: "[",
    pattern: /(?: ?\[(?:\d+|([\w.$<>/-]+))\])(?: ?\[[\w.]+:\d+\])? ?\[([A-Z]+) *\]:? /y,
    level: 2,
    logger: 1,
  },
  {
    name: "thread, level, logger",
    first: "[",
    pattern: / \[[^\]\s]{1,64}\] ([A-Z]+) +([\w.$<>/-]+)(?: - |: )/y,
    level: 1,
    logger: 2,
  },
  { name: "logger first", first: "A", pattern: / ([a-z_][\w.$<>/-]*) ([A-Z]{4,8}):? /y, level: 2, logger: 1 },
  { name: "bars", first: "|", pattern: /\|([A-Z]+) *\|([\w.$<>/-]+) *\|/y, level: 1, logger: 2 },
];

/** `ERROR 2031-05-06 07:08:09,250 owls.nest: …` */
export const levelBeforeTime: LogFormat = {
  name: "level before the time",
  first: "[A",
  pattern:
    /\[?([A-Z]+) *\]?[ :]{1,8}\[?(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|[+-]\d\d:?\d\d))?)\]?(?: -(?= )|:)? ?(?:([\w.$<>/-]+)(?::\d+)?(?:: ?| - ))?/y,
  level: 1,
  time: 2,
  logger: 3,
};

/** The same without a time; `logging.basicConfig()` writes the first. */
export const pythonLoggingUntimed: readonly LogFormat[] = [
  { name: "basicConfig", first: "A", pattern: /([A-Z]+):([\w.$<>/-]+): ?/y, level: 1, logger: 2 },
  {
    name: "discord.py",
    first: "A",
    pattern: /(?=[A-Z]{4,8} {1,5}\S)(?=.{8} \S)([A-Z]+) +([\w.$<>/-]+):? /y,
    level: 1,
    logger: 2,
  },
];
