import type { HostFramework } from "../../report/report.ts";
import { stripAnsi } from "../lines/ansi.ts";

const version = String.raw`v?(\d+\.\d+(?:\.\d+)?(?:[-+.\w]*\w)?)`;

/** How frameworks name themselves in start-up lines. */
const signs: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  { name: "red", pattern: new RegExp(String.raw`\bRed(?: |-DiscordBot )version:?[^\w\n]*${version}`) },
  { name: "red", pattern: new RegExp(String.raw`\bRed-DiscordBot(?:==|[ /]|: )${version}`) },
  { name: "discord.py", pattern: new RegExp(String.raw`\b[Dd]iscord\.py version:?[^\w\n]*${version}`) },
  { name: "discord.py", pattern: new RegExp(String.raw`\bdiscord\.py(?:==|[ /]|: )${version}`) },
  { name: "discord.js", pattern: new RegExp(String.raw`\bdiscord\.js(?: version:? |@|/| )${version}`) },
];

/** Words of which one is in every line that names a framework and its version. */
export const hostWords = ["Red version", "Red-DiscordBot", "iscord.py", "iscord.js"] as const;

/** The frameworks that lines have named; a later version replaces an earlier one, since the bot was updated. */
export interface Hosts {
  read(line: string): void;
  named(): readonly HostFramework[];
}

/** @param named - Those that are known already. */
export function createHosts(named: readonly HostFramework[] = []): Hosts {
  let hosts = named;
  return {
    read(line) {
      if (!hostWords.some((word) => line.includes(word))) return;
      for (const { name, pattern } of signs) {
        const found = pattern.exec(stripAnsi(line))?.[1];
        if (found && !hosts.some((host) => host.name === name && host.version === found))
          hosts = [...hosts.filter((host) => host.name !== name), { name, version: found }];
      }
    },
    named: () => hosts,
  };
}
