import type { Frame, Platform } from "../../report/report.ts";
import { fileOf } from "./file.ts";

/** A frame as Sentry's SDKs send it; absent fields are left out. */
export interface SentryFrame {
  filename?: string;
  abs_path?: string;
  module?: string;
  function?: string;
  /** `null` if the text has no line number. */
  lineno: number | null;
  colno?: number;
  context_line?: string;
  pre_context?: readonly string[];
  post_context?: readonly string[];
  in_app: boolean;
}

/**
 * The name of a plugin's file within its package, without the folders above, which differ between machines and bots.
 *
 * @param ownPaths - As in `Subject`.
 */
export function toSentryFrame(frame: Frame, platform: Platform, ownPaths: readonly string[]): SentryFrame {
  const file = frame.path === undefined ? undefined : fileOf(frame.path, platform, ownPaths);
  const sent: Partial<SentryFrame> = {};
  if (file !== undefined) sent.filename = file.filename;
  if (file?.absPath !== undefined) sent.abs_path = file.absPath;
  if (file?.module !== undefined) sent.module = file.module;
  if (frame.function !== undefined) sent.function = frame.function;
  sent.lineno = frame.line ?? null;
  if (frame.column !== undefined) sent.colno = frame.column;
  if (frame.source !== undefined) sent.context_line = frame.source;
  if (frame.before !== undefined) sent.pre_context = frame.before;
  if (frame.after !== undefined) sent.post_context = frame.after;
  sent.in_app = file?.isOwn ?? false;
  return sent as SentryFrame;
}
