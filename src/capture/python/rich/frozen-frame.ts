import type { Frame } from "../../../report/report.ts";

/** The line of its only statement, by minor version of Python 3. */
const statement: Readonly<Record<string, number>> = { 8: 219, 9: 228, 10: 241, 11: 241, 12: 488, 13: 488 };

const version = /[/\\][Pp]ython3?\.?(\d{1,2})(?:-32)?[/\\]/;

/**
 * Adds the place of `_call_with_frames_removed`, the part of Python's import system through which each module is
 * loaded: rich names the functions of frozen modules without their places, and this one has but one line.
 */
export function locateFrozen(frames: readonly Frame[]): readonly Frame[] {
  if (!frames.some(isImport)) return frames;
  const minor = frames.map(({ path }) => version.exec(path ?? "")?.[1]).find((found) => found !== undefined);
  const line = statement[minor ?? ""];
  if (line === undefined) return frames;
  return frames.map((frame) => (isImport(frame) ? { ...frame, path: "<frozen importlib._bootstrap>", line } : frame));
}

const isImport = (frame: Frame) => frame.path === undefined && frame.function === "_call_with_frames_removed";
