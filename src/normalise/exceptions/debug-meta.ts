import { limits } from "../../report/limits.ts";
import { type DebugImage, nameInFrames } from "../../seal/drafts/debug-images.ts";
import { recordOf, textOf, valuesOf } from "../fields.ts";
import type { FrameOptions } from "./frame.ts";

const uuid = /^[\da-f]{8}(?:-?[\da-f]{4}){3}-?[\da-f]{12}$/i;

/** The images with which Sentry finds the source maps of an event's files, under the names that the frames have now. */
export function debugMetaOf(
  meta: unknown,
  { platform, ownPaths }: FrameOptions,
): { images: readonly DebugImage[] } | undefined {
  const images = valuesOf(recordOf(meta)?.images).flatMap(({ type, code_file, debug_id }): DebugImage[] => {
    const [path, id] = [textOf(code_file), textOf(debug_id)];
    if (type !== "sourcemap" || path === undefined || id === undefined || !uuid.test(id)) return [];
    return [{ type, code_file: nameInFrames(path, platform, ownPaths), debug_id: id.toLowerCase() }];
  });
  return images.length > 0 ? { images: images.slice(0, limits.frames) } : undefined;
}
