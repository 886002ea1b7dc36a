import type { Cog } from "../bot.ts";
import { dig, entriesOf, parseJson, textOf } from "./json.ts";

/** An entry of Downloader's settings. */
export interface InstalledCog {
  readonly name: string;
  readonly repository: string;
  readonly commit?: string;
}

/** Red's own numbers of its cogs, under which their settings are stored. */
const downloader = "998240343";
const cogManager = "2938473984732";

/** The cogs that Red's Downloader has installed, by name. Pure. */
export function readInstalledCogs(settings: unknown): InstalledCog[] {
  const repositories = entriesOf(dig(settings, downloader, "GLOBAL", "installed_cogs"));
  const all = repositories.flatMap(([repository, cogs]) =>
    entriesOf(cogs).map(([name, entry]) => {
      const commit = textOf(dig(entry, "commit"));
      return { name, repository, ...(commit !== undefined && { commit }) };
    }),
  );
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Where Red looks for cogs besides its own folder: `install_path` first, then `paths`. Pure. */
export function readCogFolders(settings: unknown): string[] {
  const place = dig(settings, cogManager, "GLOBAL");
  const paths = dig(place, "paths");
  const all = [textOf(dig(place, "install_path")), ...(Array.isArray(paths) ? paths.map(textOf) : [])];
  return all.filter((path) => path !== undefined);
}

/** The address from which a repository was cloned, read from its `.git/config`, without credentials. Pure. */
export function readRemote(config: string): string | undefined {
  const section = /\[remote "origin"\][^[]*/.exec(config)?.[0] ?? "";
  const address = /^[ \t]*url\s*=\s*(\S+)/m.exec(section)?.[1];
  return address?.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, "$1").replace(/\.git$/, "");
}

/** The passwords and tokens in the URLs of a `.git/config`, as written and decoded. Pure. */
export function readCredentials(config: string): string[] {
  const addresses = config.matchAll(/\b[a-z][a-z0-9+.-]{0,30}:\/\/([^\s/@]*)@/gi);
  const found = [...addresses].flatMap(([, both]) => {
    const [user, password] = both!.split(/:(.*)/s);
    return password ? [password] : isToken(user!) ? [user!] : [];
  });
  return [...new Set(found.flatMap((secret) => [secret, decoded(secret)]))];
}

/** Text before an `@` without a colon is a name, or a token. */
const isToken = (word: string) => word.length >= 20;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The author named in an `info.json`. Pure. */
export function readAuthor(text: string): string | undefined {
  const author = dig(parseJson(text), "author");
  return textOf(Array.isArray(author) ? author.filter((name) => typeof name === "string").join(", ") : author);
}

/** `__version__ = "1.2.3"` in a cog's code, if it is a literal. Pure. */
export const readVersion = (code: string): string | undefined =>
  /^[ \t]*__version__[ \t]*(?::[ \t]*\w+[ \t]*)?=[ \t]*["']([\w.+-]{1,64})["']/m.exec(code)?.[1];

/** The version of an installed cog: `<version or 0.0.0>+<first 8 digits of the commit>`. */
export const versionOf = ({ version, commit }: Cog): string =>
  `${version ?? "0.0.0"}${commit === undefined ? "" : `+${commit.slice(0, 8)}`}`;

/** The release of an installed cog: `<repository>.<cog>@<version>`. */
export const releaseOf = (cog: Cog): string => `${cog.repository}.${cog.name}@${versionOf(cog)}`;
