import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

type Env = Readonly<Record<string, string | undefined>>;

/** Shows a long text one screen at a time. */
export interface Pager {
  /** Resolves when it accepts more; text for a pager that was closed early is discarded. */
  write(text: string): Promise<void>;
  /** Waits until the pager ends. False if it could not be started. */
  end(): Promise<boolean>;
}

/** The pager that the environment names, as for git: `PAGER`, otherwise `less`; `undefined` for none. */
export function pagerOf(env: Env): string | undefined {
  if (env.TERM === "dumb") return undefined;
  const named = env.PAGER?.trim();
  if (named !== undefined) return named === "" || named === "cat" ? undefined : named;
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.some((folder) => existsSync(join(folder, "less"))) ? "less" : undefined;
}

/** The options that git gives to less: end at once if everything fits, keep colours, leave the text on the screen. */
const forLess = { LESS: "FRX", LV: "-c" };

/** Starts it on this process's terminal; it handles Ctrl-C until it ends. */
export function openPager(command: string, env: Env): Pager {
  const { spawn } = process.getBuiltinModule("node:child_process");
  const child = spawn(command, { shell: true, stdio: ["pipe", "inherit", "inherit"], env: { ...forLess, ...env } });
  const before = process.listeners("SIGINT");
  process.removeAllListeners("SIGINT");
  process.on("SIGINT", ignore);
  let isLeft = false;
  child.stdin.on("error", () => {
    isLeft = true;
  });
  const ended = new Promise<boolean>((resolve) => {
    child.once("error", () => resolve(false));
    child.once("close", (status) => resolve(status !== notFound && status !== notExecutable));
  });
  return {
    async write(text) {
      if (isLeft || child.stdin.write(text)) return;
      await Promise.race([new Promise((resolve) => child.stdin.once("drain", resolve)), ended]);
    },
    async end() {
      child.stdin.end();
      const isShown = await ended;
      process.off("SIGINT", ignore);
      for (const listener of before) process.on("SIGINT", listener);
      return isShown;
    },
  };
}

/** The exit status of a shell. */
const notFound = 127;
const notExecutable = 126;

const ignore = () => {};
