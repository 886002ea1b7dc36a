import type { Platform } from "../../report/report.ts";

/** The name of a file's module, relative to the folder of modules, in the form of Sentry's SDKs. */
export function moduleOf(filename: string, platform: Platform): string | undefined {
  return platform === "python" ? pythonModule(filename) : nodeModule(filename);
}

function pythonModule(filename: string): string | undefined {
  if (!filename.endsWith(".py")) return undefined;
  return filename
    .slice(0, -3)
    .replace(/\/__init__$/, "")
    .replaceAll("/", ".");
}

/** `birthdays/commands/add.js` is `birthdays.commands:add`. */
function nodeModule(filename: string): string | undefined {
  const [, folder = "", name] = /^(?:(.+)\/)?([^/]+)\.[cm]?[jt]sx?$/.exec(filename) ?? [];
  if (name === undefined) return undefined;
  return folder === "" ? name : `${folder.replaceAll("/", ".")}:${name}`;
}
