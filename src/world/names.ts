import { win32 } from "node:path";
import type { Place } from "./default-folders.ts";

/** The system's names of the account and the machine. */
export interface SystemNames {
  /** `undefined` if the account has no entry. */
  readonly user: string | undefined;
  readonly host: string;
}

/** The names of the account and the machine, and their other names. */
export interface Names {
  readonly user: string;
  readonly host: string;
  readonly userAliases: readonly string[];
  readonly hostAliases: readonly string[];
}

/**
 * All names of this account and machine. Elsewhere than on Windows there is one of each, but for a Mac's, which is
 * called `anns-mac` as well as `anns-mac.local`. Windows knows the account by its name and by its folder's, which
 * differ once it was renamed; the folder has a short name too (`MIRELA~1`); the machine has one of at most 15 letters
 * in capitals; and programs there write each of them in capitals or not. Pure.
 */
export function namesOf({ platform, env }: Pick<Place, "platform" | "env">, system: SystemNames): Names {
  const user = system.user ?? env.USER ?? env.USERNAME ?? "";
  const { host } = system;
  const aliases = platform === "win32" ? windowsAliases : platform === "darwin" ? macAliases : () => [[], []];
  const [users, hosts] = aliases(env, user, host) as [string[], string[]];
  const other = (names: readonly string[], own: string) =>
    [...new Set(names)].filter((name) => name !== own && name !== "");
  return { user, host, userAliases: other(users, user), hostAliases: other(hosts, host) };
}

type Aliases = (env: Place["env"], user: string, host: string) => [users: string[], hosts: string[]];

const macAliases: Aliases = (_env, _user, host) => [[], [host.replace(/\.local$/i, "")]];

const windowsAliases: Aliases = (env, user, host) => {
  const folder = win32.basename(env.USERPROFILE ?? "");
  const users = [user, env.USERNAME ?? "", folder];
  const hosts = [host, env.COMPUTERNAME ?? "", host.toUpperCase().slice(0, longestNetBiosName)];
  const own = [...users, ...shortNames(folder), ...usedShortName(env)].filter((name) => !everybodys.test(name));
  return [own.flatMap(inEachCase), hosts.flatMap(inEachCase)];
};

/** System accounts, and usual names of new computers: common words, except in capitals. */
const everybodys = /^(?:system|systemprofile|(?:local|network) ?service|owner|admini~\d|system~\d|.*\$)$/i;
const longestNetBiosName = 15;
const inEachCase = (name: string) => [name, name.toLowerCase(), name.toUpperCase()];

/**
 * The short names (8.3) that Windows gives a folder, in the order in which it tries them: the first six letters of what
 * may be in one. From the fifth on, they contain a checksum. Pure.
 */
export function shortNames(name: string): string[] {
  const dot = name.lastIndexOf(".");
  const [base, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot + 1)] : [name, ""];
  const [short, end] = [allowed(base), allowed(extension)];
  const isShort = short === base.toUpperCase() && base.length <= 8 && extension.length <= 3;
  if (isShort || short === "") return [];
  return [1, 2, 3, 4].map((count) => `${short.slice(0, 6)}~${count}${end && `.${end.slice(0, 3)}`}`);
}

const allowed = (part: string) =>
  part
    .replace(/[ .]/g, "")
    .replace(/[+,;=[\]]/g, "_")
    .toUpperCase();

/** The short name that the account's folder really has, if the path of temporary files contains it. */
function usedShortName({ USERPROFILE: home = "", TEMP: temporary = "" }: Place["env"]): string[] {
  const depth = home.split("\\").length;
  const name = temporary.split("\\")[depth - 1];
  return name?.includes("~") && depth > 1 ? [name] : [];
}
