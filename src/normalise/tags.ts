import type { HostFramework } from "../report/report.ts";
import { recordOf, textOf } from "./fields.ts";

/** The most tags of one event that are kept. */
const most = 50;
/** UTF-16 units of a value that are read; what is kept is shortened later. */
const valueUnits = 2048;

/** Reads an object or a list of pairs; numbers and booleans become text. */
export function normaliseTags(value: unknown): Record<string, string> {
  const pairs = Array.isArray(value) ? value.filter(isPair) : Object.entries(recordOf(value) ?? {});
  const tags = pairs.flatMap(([name, tag]) => {
    const text = typeof tag === "number" || typeof tag === "boolean" ? String(tag) : textOf(tag, valueUnits);
    return typeof name === "string" && name.length <= 200 && name !== "__proto__" && text !== undefined
      ? [[name, text] as const]
      : [];
  });
  return Object.fromEntries(tags.slice(0, most));
}

const isPair = (value: unknown): value is [unknown, unknown] => Array.isArray(value) && value.length === 2;

/** The bot's framework, found in the list of installed packages. */
export function hostsOf(modules: unknown): HostFramework[] {
  const installed = recordOf(modules) ?? {};
  return frameworks.flatMap(([name, ...packages]) => {
    const version = packages.map((one) => textOf(installed[one], 40)).find((one) => one && /^\d[\w.+-]*$/.test(one));
    return version === undefined ? [] : [{ name, version }];
  });
}

/** The outermost first. */
const frameworks = [
  ["red", "red-discordbot", "Red-DiscordBot"],
  ["discord.py", "discord.py", "discord-py"],
  ["discord.js", "discord.js"],
] as const;
