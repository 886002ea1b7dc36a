import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { programPath } from "./program.ts";
import { environment } from "./run-vextel.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Whether tmux is installed. */
export const hasTmux = spawnSync("tmux", ["-V"]).status === 0;

/** A program in a real terminal: a tmux session with its own socket. */
export interface Screen {
  /** The text on the screen and above it, with colours on request. */
  read(colours?: boolean): string;
  /** The same, with lines that the terminal wrapped joined again. */
  readJoined(): string;
  /** Types text, or presses a key such as `Enter`, `C-c` or `Down`. */
  press(...keys: string[]): void;
  /** Pastes text; it is marked as a paste if the program has asked for that. */
  paste(text: string): void;
  /** Waits until the screen matches the pattern. */
  see(pattern: RegExp): Promise<string>;
  /** Waits for the end of the program, and returns its exit status as a shell shows it. */
  end(): Promise<number>;
  /** The title of the terminal's window, which a program may set. */
  title(): string;
  /** Changes the size of the terminal while the program runs. */
  resize(columns: number, rows: number): void;
  /** The rows of the screen, without those that were scrolled away. */
  rows(): string[];
}

/** Columns and rows. */
export type Size = readonly [columns: number, rows: number];

const deadlineMs = 30_000;

/**
 * Starts the program in a terminal.
 *
 * @param env - As in `RunOptions`; overrides the terminal's usual `TERM` and `LANG`.
 * @param size - The size of the terminal.
 */
export function startOnScreen(
  args: readonly string[],
  home: string,
  env: Record<string, string> = {},
  [columns, rows]: Size = [120, 60],
): Screen {
  const socket = join(temporaryFolder(), "tmux");
  const all = { ...environment({ home, env }), LANG: "C.UTF-8", TERM: "xterm-256color" };
  const tmux = (...words: string[]) => execFileSync("tmux", ["-S", socket, ...words], { env: all, encoding: "utf8" });
  const own = ["env", ...Object.entries(env).map(([name, value]) => `${name}=${value}`)];
  const command = [...own, process.execPath, programPath(), ...args].map(
    (word) => `'${word.replaceAll("'", "'\\''")}'`,
  );
  // tmux can lose the last lines of a shell that ends: this one stays until the server is ended.
  const shell = `trap : INT; ${command.join(" ")}; echo "(ended: $?)"; exec tail -f /dev/null`;
  const settings = ["start-server", ";", "set", "-g", "remain-on-exit", "on", ";"];
  tmux("-f", "/dev/null", ...settings, ...session(columns, rows), shell);
  onTestFinished(() => void spawnSync("tmux", ["-S", socket, "kill-server"]));

  const ask = (format: string) => tmux("display-message", "-p", "-t", "test", format).trim();
  const screen: Screen = {
    read: (colours = false) => tmux("capture-pane", "-p", "-t", "test", "-S", "-", ...(colours ? ["-e"] : [])),
    readJoined: () => tmux("capture-pane", "-p", "-J", "-t", "test", "-S", "-").replaceAll(/ +$/gm, ""),
    press: (...keys) => void tmux("send-keys", "-t", "test", ...keys),
    paste: (text) => void tmux("set-buffer", text, ";", "paste-buffer", "-p", "-t", "test"),
    async see(pattern) {
      for (const startMs = Date.now(); Date.now() - startMs < deadlineMs; await wait(50)) {
        const seen = screen.read();
        if (pattern.test(seen)) return seen;
      }
      throw new Error(`${pattern} was not to be seen, but:\n${screen.read()}`);
    },
    end: async () => Number(ended.exec(await screen.see(ended))![1]),
    title: () => ask("#{pane_title}"),
    resize: (wide, high) => void tmux("resize-window", "-t", "test", "-x", `${wide}`, "-y", `${high}`),
    rows: () => tmux("capture-pane", "-p", "-t", "test").replace(/\n$/, "").split("\n"),
  };
  return screen;
}

/** Printed after the program has ended. */
const ended = /\(ended: (\d+)\)/;

const session = (columns: number, rows: number) => [
  ...["new-session", "-d", "-s", "test", "-x", String(columns), "-y", String(rows)],
];
