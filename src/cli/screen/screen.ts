import { Writable } from "node:stream";
import { VextelError } from "../../errors.ts";
import type { Line } from "../../preview/terminal/line.ts";
import type { CommandDeps } from "../deps.ts";
import { terminalSize } from "../terminal/size.ts";
import { createCanvas, createRoll } from "./canvas.ts";
import { nameKey } from "./key-name.ts";

/** An app that uses the whole terminal. */
export interface ScreenApp {
  /** The screen as it is now. */
  view(): readonly Line[];
  press(key: string): void;
  resize(columns: number, rows: number): void;
  /** Whether it has ended. */
  readonly isOver: boolean;
  /** Called when the keyboard is gone: the app must end, at the latest when its work in progress is done. */
  hangUp(): void;
}

/** What the terminal can do. */
export interface ScreenFacts {
  readonly columns: number;
  readonly rows: number;
  /** Whether it has an alternate screen, which leaves no trace of what was shown. */
  readonly leavesNoTrace: boolean;
}

/** Where screens follow each other, a blank line and the cursor's line are below each. */
const belowRoll = 2;

export function readScreenFacts(env: Readonly<Record<string, string | undefined>>): ScreenFacts {
  const { columns, rows } = terminalSize();
  const isWritingOn = env.TERM === "dumb" || (!env.TERM && process.platform !== "win32");
  const below = isWritingOn ? belowRoll : 0;
  return { columns, rows: rows - below, leavesNoTrace: !isWritingOn };
}

/** An app on the screen; `redraw` after its state changed. */
export interface OpenScreen {
  redraw(): void;
  /** Resolves when the app has ended and the terminal is restored. */
  readonly closed: Promise<void>;
}

/**
 * Shows an app on the whole terminal until it ends. @inquirer/core reads the keys; drawing is done here, because
 * @inquirer/core puts screens that are as high as the terminal below each other.
 */
export async function openScreen(
  app: ScreenApp,
  facts: ScreenFacts,
  { terminal, stdin }: Pick<CommandDeps, "terminal" | "stdin">,
): Promise<OpenScreen> {
  const { createPrompt, useEffect, useKeypress } = await import("@inquirer/core");
  const render = await terminal.painter();
  const write = (text: string) => void terminal.write(text);
  const canvas = (facts.leavesNoTrace ? createCanvas : createRoll)(write, (line) =>
    line.map(render).join("").trimEnd(),
  );
  let finish = () => {};
  const redraw = () => {
    if (app.isOver) finish();
    else canvas.draw(app.view());
  };
  const then = (act: () => void) => {
    act();
    redraw();
  };
  const onResize = () =>
    then(() => {
      canvas.open(); // the old screen may have moved
      const { columns, rows } = readScreenFacts(process.env);
      app.resize(columns, rows);
    });
  const prompt = createPrompt<void, object>((_, done) => {
    useKeypress((key, rl) => {
      rl.clearLine(0); // readline must not treat the keys as a typed line
      then(() => app.press(nameKey(key)));
    });
    useEffect((rl) => {
      finish = () => done();
      rl.on("close", () => then(() => app.hangUp())); // Ctrl-D, or the keyboard is gone
      rl.on("SIGTSTP", () => suspend(stdin, canvas, redraw));
      redraw();
    }, []);
    return "";
  });
  const run = async () => {
    canvas.open();
    const restore = restoreAtExit(canvas.close);
    process.stdout.on("resize", onResize);
    try {
      await prompt({}, { input: stdin, output: nowhere() }).catch((error: unknown) => {
        if (!(error instanceof Error && error.name === "ExitPromptError")) throw error;
        const over = new Promise<void>((resolve) => {
          finish = resolve;
        });
        then(() => app.hangUp()); // Ctrl-C
        return over;
      });
    } finally {
      process.stdout.off("resize", onResize);
      restore();
    }
  };
  return { redraw, closed: run() };
}

/** Discards what inquirer itself would draw. */
const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** However the process ends, the terminal is restored. */
function restoreAtExit(close: () => void): () => void {
  const ends = { SIGTERM: 143, SIGHUP: 129 } as const;
  const listeners = Object.entries(ends).map(([signal, status]) => {
    const listener = () => process.exit(status);
    process.once(signal, listener);
    return () => process.off(signal, listener);
  });
  process.once("exit", close);
  return () => {
    for (const remove of listeners) remove();
    process.off("exit", close);
    close();
  };
}

/** Ctrl-Z: the shell gets the terminal, until this process continues. */
function suspend(stdin: NodeJS.ReadStream, canvas: { open(): void; close(): void }, redraw: () => void): void {
  if (process.platform === "win32") return;
  canvas.close();
  stdin.setRawMode(false);
  process.once("SIGCONT", () => {
    stdin.setRawMode(true);
    canvas.open();
    redraw();
  });
  process.kill(process.pid, "SIGTSTP");
}

/** @throws {VextelError} `USAGE` without a terminal. */
export function refuseWithoutScreen({ terminal }: Pick<CommandDeps, "terminal">, instead: string): void {
  if (!terminal.hasScreen)
    throw new VextelError("USAGE", "vextel review needs a terminal; nothing was changed", instead);
}
