import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { programPath } from "./program.ts";
import { environment } from "./run-vextel.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Whether there is a terminal to test with. */
export const hasTmux = spawnSync("tmux", ["-V"]).status === 0;

/** A program on a real terminal: tmux, on a socket of its own. */
export interface Screen {
  /** What is to be seen, with colours if asked for. */
  read(colours?: boolean): string;
  /** Types text, or presses a key such as `Enter`, `C-c` or `Down`. */
  press(...keys: string[]): void;
  /** Waits until the pattern is to be seen. */
  see(pattern: RegExp): Promise<string>;
  /** Waits for the end of the program and tells its exit status as a shell does. */
  end(): Promise<number>;
  /** The title of the terminal's window, which a program may set. */
  title(): string;
}

const deadlineMs = 30_000;

/** @param env - As in `RunOptions`. */
export function startOnScreen(args: readonly string[], home: string, env: Record<string, string> = {}): Screen {
  const folder = temporaryFolder();
  const [socket, statusFile] = [join(folder, "tmux"), join(folder, "status")];
  const all = { ...environment({ home, env }), LANG: "C.UTF-8", TERM: "xterm-256color" };
  const tmux = (...words: string[]) => execFileSync("tmux", ["-S", socket, ...words], { env: all, encoding: "utf8" });
  const command = [process.execPath, programPath(), ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  const shell = `trap : INT; ${command.join(" ")}; echo $? > '${statusFile}.new'; mv '${statusFile}.new' '${statusFile}'`;
  tmux("-f", "/dev/null", "start-server", ";", "set", "-g", "remain-on-exit", "on", ";", ...session, shell);
  onTestFinished(() => void spawnSync("tmux", ["-S", socket, "kill-server"]));

  const ask = (format: string) => tmux("display-message", "-p", "-t", "test", format).trim();
  const until = async <T>(look: () => T | undefined, what: string): Promise<T> => {
    for (const startMs = Date.now(); Date.now() - startMs < deadlineMs; await wait(50)) {
      const found = look();
      if (found !== undefined) return found;
    }
    throw new Error(`${what} did not happen; on the screen is:\n${screen.read()}`);
  };
  const screen: Screen = {
    read: (colours = false) => tmux("capture-pane", "-p", "-t", "test", "-S", "-", ...(colours ? ["-e"] : [])),
    press: (...keys) => void tmux("send-keys", "-t", "test", ...keys),
    see: (pattern) => until(() => (pattern.test(screen.read()) ? screen.read() : undefined), String(pattern)),
    end: () => until(() => (existsSync(statusFile) ? Number(readFileSync(statusFile, "utf8")) : undefined), "the end"),
    title: () => ask("#{pane_title}"),
  };
  return screen;
}

const session = ["new-session", "-d", "-s", "test", "-x", "120", "-y", "60"];
