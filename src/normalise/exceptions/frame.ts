import type { Platform } from "../../report/report.ts";
import { type SentryFrame, toSentryFrame } from "../../seal/stack/frame.ts";
import { compact, type Fields, numberOf, textOf } from "../fields.ts";
import { shapesOf } from "./variables.ts";

/** How frames are read. */
export interface FrameOptions {
  readonly platform: Platform;
  /** As in `Subject`. */
  readonly ownPaths: readonly string[];
  /** What is kept of local variables. */
  readonly variables: "none" | "shapes";
}

/** A frame as Sentry's SDKs send it, with the source around it. */
export interface ForeignFrame extends SentryFrame {
  pre_context?: string[];
  post_context?: string[];
  vars?: Record<string, string | number>;
}

/** Longest source line that is read, UTF-16 units. */
const lineUnits = 1024;
/** Source lines before and after. */
const linesAround = 5;

/**
 * A frame as vextel would have made it. Source and variables are kept only for the plugin's own files. If these are not
 * known, none are kept, because an SDK takes the owner's files for the program's own.
 */
export function normaliseFrame(frame: Fields, options: FrameOptions): ForeignFrame {
  const path = textOf(frame.abs_path) ?? textOf(frame.filename);
  const read = toSentryFrame(
    compact({
      ...{ path, function: functionOf(frame.function), line: lineOf(frame.lineno), column: lineOf(frame.colno) },
      source: lineIn(frame.context_line)?.trim(),
    }),
    ...[options.platform, options.ownPaths],
  );
  const isKnown = options.ownPaths.length > 0;
  const inApp = read.in_app && (isKnown || frame.in_app !== false);
  const isOwn = inApp && isKnown;
  const { context_line: _, ...bare } = read;
  const known = { ...(isOwn ? read : bare), module: read.module ?? textOf(frame.module, 200), in_app: inApp };
  return compact({ ...known, ...(isOwn && surroundingsOf(frame, options)) }) as ForeignFrame;
}

/** SDKs for JavaScript write a question mark where a function has no name. */
const functionOf = (name: unknown) => (name === "?" ? undefined : textOf(name));

function surroundingsOf(frame: Fields, { platform, variables }: FrameOptions) {
  const vars = variables === "shapes" ? shapesOf(frame.vars, platform === "python") : {};
  return {
    pre_context: linesOf(frame.pre_context)?.slice(-linesAround),
    post_context: linesOf(frame.post_context)?.slice(0, linesAround),
    vars: Object.keys(vars).length > 0 ? vars : undefined,
  };
}

const lineOf = (value: unknown) => {
  const line = numberOf(value);
  return line !== undefined && Number.isSafeInteger(line) && line >= 0 && line < 1e7 ? line : undefined;
};

const linesOf = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.map((line) => lineIn(line) ?? "") : undefined;

/** SDKs cut long lines anywhere, and half a secret is no longer recognised. */
const lineIn = (line: unknown): string | undefined => {
  const text = textOf(line, lineUnits);
  return text?.includes("{snip}") ? undefined : text;
};
