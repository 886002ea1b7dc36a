import { posix, win32 } from "node:path";

/** What determines where Red keeps its list of instances. */
export interface RedPlace {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * Where Red's list of instances may be, the likeliest place first (Red's `core/data_manager.py`, platformdirs): the
 * user's own, and on Linux that of system users.
 */
export function redConfigPaths({ platform, env, home }: RedPlace): string[] {
  const { join } = platform === "win32" ? win32 : posix;
  const app = "Red-DiscordBot";
  if (platform === "win32") return [join(env.LOCALAPPDATA || join(home, "AppData", "Local"), app, app, "config.json")];
  if (platform === "darwin")
    return ["Application Support", "Preferences"].map((name) => join(home, "Library", name, app, "config.json"));
  const xdg = env.XDG_CONFIG_HOME;
  const folders = [xdg && posix.isAbsolute(xdg) ? xdg : undefined, join(home, ".config"), "/usr/local/share"];
  return [...new Set(folders.filter((folder) => folder !== undefined))].map((folder) =>
    join(folder, app, "config.json"),
  );
}
