import type { Platform, RaisedError } from "../../report/report.ts";
import { toSentryFrame } from "../stack/frame.ts";

/** Sentry's type for a file with a source map. */
export interface DebugImage {
  readonly type: "sourcemap";
  /** As its frames name it. */
  readonly code_file: string;
  readonly debug_id: string;
}

/** The files in an error's stack whose source maps Sentry can find, each once. */
export function debugImagesOf(error: RaisedError, platform: Platform, ownPaths: readonly string[]): DebugImage[] {
  const images = new Map<string, DebugImage>();
  const open = [error];
  for (let raised = open.pop(); raised; raised = open.pop()) {
    for (const frame of raised.frames) {
      if (frame.debugId === undefined) continue;
      const code_file = nameInFrames(frame.path ?? "", platform, ownPaths);
      images.set(code_file, { type: "sourcemap", code_file, debug_id: frame.debugId });
    }
    if (raised.cause) open.push(raised.cause);
    if (raised.context) open.push(raised.context);
    if (raised.members) open.push(...raised.members);
  }
  return [...images.values()];
}

/** The name of the file in frames: Sentry looks for an image of this name. */
export function nameInFrames(path: string, platform: Platform, ownPaths: readonly string[]): string {
  const { abs_path, filename = "" } = toSentryFrame({ path }, platform, ownPaths);
  return abs_path ?? filename;
}
