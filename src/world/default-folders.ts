import { posix, win32 } from "node:path";

/** The folders in which vextel keeps its files; some may be the same. */
export interface Paths {
  readonly config: string;
  readonly data: string;
  readonly state: string;
}

/** The facts that determine them. */
export interface Place {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * Where vextel keeps its files without `VEXTEL_HOME`, as with gh: the folders of the XDG Base Directory Specification,
 * which ignores relative paths, on Linux and macOS alike, and on Windows where they are set; otherwise `%APPDATA%` for
 * settings and `%LOCALAPPDATA%` for what belongs to one machine. Pure.
 */
export function defaultFolders({ platform, env, home }: Place): Paths {
  const { join, resolve, isAbsolute } = platform === "win32" ? win32 : posix;
  const choose = (names: readonly string[], ...fallback: string[]) => {
    const set = names.map((name) => env[name]).find((value) => value && isAbsolute(value));
    return resolve(set ?? join(home, ...fallback));
  };
  if (platform !== "win32")
    return {
      config: join(choose(["XDG_CONFIG_HOME"], ".config"), "vextel"),
      data: join(choose(["XDG_DATA_HOME"], ".local", "share"), "vextel"),
      state: join(choose(["XDG_STATE_HOME"], ".local", "state"), "vextel"),
    };
  return {
    config: join(choose(["XDG_CONFIG_HOME", "APPDATA"], "AppData", "Roaming"), "vextel"),
    data: join(choose(["XDG_DATA_HOME", "LOCALAPPDATA"], "AppData", "Local"), "vextel"),
    state: join(choose(["XDG_STATE_HOME", "LOCALAPPDATA"], "AppData", "Local"), "vextel", "state"),
  };
}

/**
 * The home folder named in the environment, if it is an absolute path: a relative one would be another folder, with
 * another consent, in each folder that a command runs in. On Windows, `HOME` belongs to other shells (Git's, MSYS2's),
 * and Node and Red do not use it: `USERPROFILE` is used. Pure.
 */
export function homeIn({ platform, env }: Pick<Place, "platform" | "env">): string | undefined {
  const home = platform === "win32" ? env.USERPROFILE : env.HOME;
  return home && (platform === "win32" ? win32 : posix).isAbsolute(home) ? home : undefined;
}
