import { limits } from "../../report/limits.ts";
import { recordOf, valuesOf } from "../fields.ts";
import { type ForeignFrame, type FrameOptions, normaliseFrame } from "./frame.ts";

/** A stack, and how much of it was left out. */
export interface Stack {
  readonly frames: readonly ForeignFrame[];
  readonly omitted: number;
  /** Whether the SDK sent local variables. */
  readonly hadVariables: boolean;
}

/** Leaves out the middle before anything is read: the beginning and the place of the crash stay. */
export function normaliseStack(stacktrace: unknown, options: FrameOptions): Stack {
  const all = valuesOf(recordOf(stacktrace)?.frames ?? []);
  const half = Math.floor(limits.frames / 2);
  const kept = all.length > limits.frames ? [...all.slice(0, half), ...all.slice(half - limits.frames)] : all;
  return {
    frames: kept.map((frame) => normaliseFrame(frame, options)),
    omitted: all.length - kept.length,
    hadVariables: all.some(({ vars }) => Object.keys(recordOf(vars) ?? {}).length > 0),
  };
}
