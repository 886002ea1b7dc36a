import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createScrubber } from "../../../src/scrub/scrub.ts";
import { programPath } from "../../support/program.ts";

/** A way to scrub a text. */
export interface Door {
  readonly name: string;
  /** Milliseconds of processor time. */
  time(text: Buffer): number;
}

const scrubber = createScrubber();
const PIECE = 262_144;

function own(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** As a stream. */
export const stream: Door = {
  name: "scrub",
  time: (text) =>
    own(() => {
      const pieces = scrubber.stream(undefined, true);
      for (let at = 0; at < text.length; at += PIECE) pieces.push(text.subarray(at, at + PIECE));
      pieces.end();
    }),
};

/** The same, not as two strings that V8 joins when it is read: that is no part of scrubbing. */
const flat = (text: string): string => Buffer.from(text, "latin1").toString("latin1");

/** As a value with messages, and with objects whose keys are messages: no two are equal. */
export const value: Door = {
  name: "value",
  time(text) {
    const messages: unknown[] = [];
    for (let at = 0; at < text.length; at += 8_192) {
      const [message, other] = [at, at + 4_096].map((from) => flat(from + text.toString("latin1", from, from + 4_096)));
      messages.push(message, { [message!.slice(0, 200)]: other });
    }
    return own(() => scrubber.value({ messages }));
  },
};

/** As a log for `preview`, in a process of its own; `close` removes its files. */
export function openPreview(): Door & { close(): void } {
  const folder = mkdtempSync(join(tmpdir(), "vextel-patterns-"));
  const log = join(folder, "red.log");
  return {
    name: "preview",
    time(text) {
      writeFileSync(log, text);
      const script = `TIMEFORMAT="%U %S"; { time "$@" >/dev/null 2>&1; } 2>&1`;
      const program = [process.execPath, programPath(), "preview", log];
      const { stdout } = spawnSync("bash", ["-c", script, "bash", ...program], {
        env: { PATH: process.env.PATH, HOME: folder, VEXTEL_HOME: join(folder, "home"), LC_ALL: "C" },
      });
      const [user, system] = stdout.toString().trim().split(" ").map(Number);
      return 1_000 * (user! + system!);
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}
