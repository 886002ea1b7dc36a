import { fileURLToPath } from "node:url";
import { parseFramePath } from "../../report/frame-path.ts";
import { limits } from "../../report/limits.ts";
import type { Frame, RaisedError, Report } from "../../report/report.ts";
import { isOwnFile } from "../../seal/stack/in-app.ts";
import { attempt } from "../../world/files/attempt.ts";
import { foundIn, type OutsideFiles } from "../../world/outside/outside.ts";

/** How much of the plugin's source is included with an error. */
const most = {
  /** Lines on either side. */
  around: 5,
  /** UTF-16 units of all lines of one error. */
  units: 16 * 1024,
  /** Larger files are bundles: only their debug id is read. */
  sourceBytes: 512 * 1024,
  fileBytes: 16 * 1024 * 1024,
};

interface SourceFile {
  readonly lines: readonly string[];
  readonly debugId?: string | undefined;
}

/**
 * Adds the source lines around calls in the plugin's own files, and the debug ids of these files, as they are on disk
 * now. The newest calls come first; lines that are too long are left out. If the plugin's paths are not known, nothing
 * is read. Never throws.
 */
export function addSources(report: Report, ownPaths: readonly string[], outside: OutsideFiles): Report {
  if (ownPaths.length === 0) return report;
  const files = new Map<string, SourceFile | undefined>();
  let left = most.units;
  const open = (path: string) => {
    if (!files.has(path)) files.set(path, readSource(path, outside));
    return files.get(path);
  };
  const fill = (frame: Frame): Frame => {
    const path = frame.path !== undefined && isOwnFile(frame.path, "node", ownPaths) ? pathOf(frame.path) : undefined;
    const file = path === undefined ? undefined : open(path);
    if (!file) return frame;
    const lines = frame.source === undefined ? linesAt(file.lines, frame.line ?? 0, left) : undefined;
    left -= lines?.units ?? 0;
    return { ...frame, ...(file.debugId !== undefined && { debugId: file.debugId }), ...lines?.texts };
  };
  const fillAll = (error: RaisedError): RaisedError => ({
    ...error,
    frames: error.frames
      .map((_, at) => at)
      .reverse()
      .map((at) => fill(error.frames[at]!))
      .reverse(),
    ...(error.cause && { cause: fillAll(error.cause) }),
    ...(error.members && { members: error.members.map(fillAll) }),
  });
  return { ...report, error: fillAll(report.error) };
}

/** The path of a file on disk, if it is on disk. */
function pathOf(printed: string): string | undefined {
  const { text } = parseFramePath(printed);
  const path = printed.startsWith("file:") ? attempt(() => fileURLToPath(printed.replace(/[?#].*/s, ""))) : text;
  return path !== undefined && /^(?:\/|[A-Za-z]:[\\/])/.test(path) ? path : undefined;
}

const debugIdLine = /\/\/[#@] ?debugId=([\da-f]{8}(?:-?[\da-f]{4}){3}-?[\da-f]{12})\s*$/im;
/** The comment with the debug id is near the end of the file, beside the one with the source map. */
const tailUnits = 2048;

function readSource(path: string, outside: OutsideFiles): SourceFile | undefined {
  const text = foundIn(outside.readText(path, most.fileBytes));
  if (text === undefined) return undefined;
  const debugId = debugIdLine.exec(text.slice(-tailUnits))?.[1]?.toLowerCase();
  return { lines: text.length > most.sourceBytes ? [] : text.split(/\r?\n/), debugId };
}

/** @param line - Counted from 1. */
function linesAt(lines: readonly string[], line: number, leftUnits: number) {
  const at = line - 1;
  const source = lines[at];
  if (source === undefined || source.length > limits.sourceUnits) return undefined;
  const whole = (text: string) => (text.length > limits.sourceUnits ? "" : text);
  const before = lines.slice(Math.max(0, at - most.around), at).map(whole);
  const after = lines.slice(at + 1, at + 1 + most.around).map(whole);
  const units = [source, ...before, ...after].reduce((sum, text) => sum + text.length, 0);
  return units > leftUnits ? undefined : { units, texts: { source, before, after } };
}
