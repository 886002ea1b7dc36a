import type { HostFramework } from "../../report/report.ts";
import { stripAnsi } from "../lines/ansi.ts";
import type { LogLine } from "./log-line.ts";
import { mayName } from "./trust/belief.ts";
import type { Forms } from "./trust/forms.ts";

const version = String.raw`v?(\d+\.\d+(?:\.\d+)?(?:[-+.\w]*\w)?)`;

interface Sign {
  readonly name: string;
  readonly pattern: RegExp;
}

/** How frameworks name themselves in start-up lines. */
const signs: readonly Sign[] = [
  { name: "red", pattern: new RegExp(String.raw`\bRed(?: |-DiscordBot )version:?[^\w\n]*${version}`) },
  { name: "red", pattern: new RegExp(String.raw`\bRed-DiscordBot(?:==|[ /]|: )${version}`) },
  { name: "discord.py", pattern: new RegExp(String.raw`\b[Dd]iscord\.py version:?[^\w\n]*${version}`) },
  { name: "discord.py", pattern: new RegExp(String.raw`\bdiscord\.py(?:==|[ /]|: )${version}`) },
  { name: "discord.js", pattern: new RegExp(String.raw`\bdiscord\.js(?: version:? |@|/| )${version}`) },
];

/** Loggers of the frameworks themselves. */
const frameworkLogger =
  /^(?:red|red\.main|(?:red\.core|redbot|discord|disnake|nextcord|hikari|py-?cord|discord\.js)(?:\..*)?)$/s;

/** What they log when a bot starts, with a word to search for. */
const starting = /^(?:logging in using static token|Connected to Discord\. Getting ready\.\.\.)$/;
const startWords = ["static token", "Getting ready"] as const;

const versionWords = ["Red version", "Red-DiscordBot", "iscord.py", "iscord.js"] as const;
/** The same in one search. */
const versionWord = new RegExp(versionWords.join("|").replaceAll(".", "\\."));

/** Every line that names a framework and its version, or says that a bot starts, contains one of these words. */
export const hostWords = [...versionWords, ...startWords] as const;

/** A row of a box; lines are read as Latin1. */
const boxed = /^\s*(?:\||\xe2[\x94\x95])/;

/** The most lines that a bot prints when it starts. */
const startLines = 200;

/** A line and its logger. */
export interface Spoken {
  readonly text: string;
  readonly line: number;
  /** The parts before its message; absent if there are none. */
  readonly log: LogLine | undefined;
  /** The log line above it, if it has no beginning of its own. */
  readonly below: LogLine | undefined;
}

/** The frameworks that lines have named. */
export interface Hosts {
  read(spoken: Spoken): void;
  named(): readonly HostFramework[];
}

/**
 * Lines of a framework's own logger count anywhere: a later version replaces an earlier one, since the bot was updated.
 * Lines that any program may print, and that a chat message of several lines can imitate, count only where a bot
 * starts, and only the first time: at the beginning of a text, or after a line of the framework's logger that says so.
 * Lines of other loggers do not count.
 *
 * @param named - Those that are known already; then the text is no beginning.
 * @param own - The forms of the log's own lines: others may be a user's.
 */
export function createHosts(named: readonly HostFramework[], own: Pick<Forms, "has" | "haveNames">): Hosts {
  let hosts = named;
  let starts = { untilLine: named.length > 0 ? 0 : startLines, named: new Set<string>() };
  return {
    read(spoken) {
      const { text, line, log } = spoken;
      const isTrusted =
        log?.logger !== undefined && frameworkLogger.test(log.logger) && mayName({ text, log }, line, own);
      const message = log ? (log.said ?? log.message).trim() : stripAnsi(text);
      if (isTrusted && starting.test(message)) starts = { untilLine: line + startLines, named: new Set() };
      if (!versionWord.test(message) || !isStatement(message, spoken)) return;
      for (const { name, pattern } of signs) {
        const found = pattern.exec(message)?.[1];
        if (!found || (!isTrusted && (line > starts.untilLine || starts.named.has(name)))) continue;
        starts.named.add(name);
        if (hosts.some((host) => host.name === name && host.version === found)) continue;
        hosts = [...hosts.filter((host) => host.name !== name), { name, version: found }];
      }
    },
    named: () => hosts,
  };
}

/** Whether it is not quoted in another text: it begins with a version. A row of a box may follow anything. */
function isStatement(message: string, { text, log, below }: Spoken): boolean {
  const isOthers = (line: LogLine | undefined) => line?.logger !== undefined && !frameworkLogger.test(line.logger);
  const begins = ({ pattern }: Sign) => /^\W*$/.test(message.slice(0, pattern.exec(message)?.index ?? message.length));
  if (log) return !isOthers(log) && signs.some(begins);
  return !isOthers(below) || boxed.test(stripAnsi(text));
}
