import type { PluginManifest } from "../publisher/manifest.ts";
import type { FoundPlugin } from "./repository/plugin.ts";

/** A place in a plugin's code where something could fail. */
interface Site {
  /** Relative to the plugin's folder. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly function: string;
  readonly source?: string;
}

/** The error that the sample log reports. */
export interface SampleError {
  readonly type: string;
  readonly message: string;
  readonly time: Date;
}

/**
 * The log that a bot would write if this plugin raised an error: at a real place in its code, with private details of
 * the kinds that such a log contains.
 *
 * @param found - The plugin's code, if it was found.
 * @param read - Reads a file from the repository's root on.
 */
export function renderSampleLog(
  plugin: PluginManifest,
  found: FoundPlugin | undefined,
  read: (path: string) => string | undefined,
  error: SampleError,
): string {
  const kind = found?.kind ?? (plugin.paths.some((path) => path.startsWith("node_modules/")) ? "package" : "cog");
  const name = plugin.paths[0]?.split("/").at(-1) ?? plugin.name;
  const site = findSite(found, read, kind) ?? {
    file: kind === "cog" ? `${name}.py` : "index.js",
    line: 1,
    function: "run",
  };
  return kind === "cog" ? renderPython(plugin, site, error) : renderNode(plugin, site, error);
}

const instance = "/home/keeper/.local/share/Red-DiscordBot/data/tavern/cogs/CogManager";

function renderPython({ paths, loggers }: PluginManifest, site: Site, { type, message, time }: SampleError): string {
  const stamp = `[${toLocalTime(time)}]`;
  const own = paths[0] === undefined ? "/home/keeper/bot/main.py" : `${instance}/${paths[0]}/${site.file}`;
  const asked = loggers[0] === undefined ? "" : `${stamp} [INFO] ${loggers[0]}: asked by ${member} at ${address}\n`;
  const failed = paths[0] === undefined ? `${loggers[0]}: it failed` : `red: Exception in command '${site.function}'`;
  return `${asked}${stamp} [ERROR] ${failed}
Traceback (most recent call last):
  File "/home/keeper/redenv/lib/python3.11/site-packages/discord/ext/commands/core.py", line 235, in wrapped
    ret = await coro(*args, **kwargs)
  File "${own}", line ${site.line}, in ${site.function}
${site.source === undefined ? "" : `    ${site.source}\n`}${type}: ${message} (member ${member})
`;
}

/** Written as Red does, in the machine's time zone. */
function toLocalTime(time: Date): string {
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace("T", " ");
}

function renderNode({ paths }: PluginManifest, site: Site, { type, message, time }: SampleError): string {
  return `[${time.toISOString()}] [ERROR] it failed
${type}: ${message} (member ${member})
    at ${site.function} (/home/keeper/bot/${paths[0]}/${site.file}:${site.line}:5)
    at async Client.<anonymous> (file:///home/keeper/bot/index.js:40:5)
`;
}

/** Made up; the scrubber knows both by their form. */
const member = "80351110224678912";
const address = "203.0.113.7";

const definition = {
  cog: /^\s*(?:async\s+)?def\s+(?!_|setup\b|cog_)(\w+)\s*\(/,
  package:
    /^\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:function\s+)?(?!if\b|for\b|while\b|switch\b|catch\b|constructor\b)(\w+)\s*\([^()]*\)\s*(?::[^{]+)?\{\s*$/,
};
const statement = {
  cog: /^\s+(?:return\s|await\s|raise\s|[\w.[\],][\w.[\], ]*\s=\s|[\w.]+\()/,
  package: /^\s+(?:return\s|await\s|throw\s|(?:const|let|var)\s|[\w.]+\s=\s|[\w.]+\()/,
};

/** A decorator that makes the function below it a command. */
const commandDecorator = /^\s*@[\w.]*(?:command|group)\b/;
const anyDefinition = /^\s*(?:async\s+)?def\s/;

/** The first statement of the first command; without one, of the first function of its own. */
function findSite(
  found: FoundPlugin | undefined,
  read: (path: string) => string | undefined,
  kind: FoundPlugin["kind"],
): Site | undefined {
  if (!found) return undefined;
  let first: Site | undefined;
  for (const file of found.files) {
    const lines = (read(found.folder === "" ? file : `${found.folder}/${file}`) ?? "").split(/\r?\n/);
    let name: string | undefined;
    let [isDecorated, isCommand] = [false, false];
    for (const [index, line] of lines.entries()) {
      if (name !== undefined && statement[kind].test(line)) {
        const site = { file, line: index + 1, function: name, source: line.trim() };
        if (isCommand) return site;
        first ??= site;
        name = undefined;
      }
      isDecorated ||= commandDecorator.test(line);
      const defined = definition[kind].exec(line)?.[1];
      if (defined !== undefined) [name, isCommand] = [defined, isDecorated];
      if (anyDefinition.test(line)) isDecorated = false;
    }
  }
  if (first) return first;
  return found.files[0] === undefined ? undefined : { file: found.files[0], line: 1, function: "<module>" };
}
