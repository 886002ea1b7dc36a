import type { Frame, Platform } from "../report/report.ts";

/** A frame as Sentry's SDKs send it; absent fields are left out. */
export interface SentryFrame {
  filename?: string;
  abs_path?: string;
  module?: string;
  function?: string;
  /** `null` where the text names no line. */
  lineno: number | null;
  colno?: number;
  context_line?: string;
  in_app: boolean;
}

/** `ownPaths` as in `Subject`. */
export function toSentryFrame(frame: Frame, platform: Platform, ownPaths: readonly string[]): SentryFrame {
  const path = frame.path?.replaceAll("\\", "/");
  const own = path === undefined ? undefined : ownPart(path, ownPaths);
  const library = path === undefined ? undefined : libraryPart(path);
  const filename = own ?? library ?? frame.path;
  const module = platform === "python" ? pythonModule(own ?? library) : undefined;
  const sent: Partial<SentryFrame> = {};
  if (filename !== undefined) sent.filename = filename;
  if (frame.path !== undefined && frame.path !== filename) sent.abs_path = frame.path;
  if (module !== undefined) sent.module = module;
  if (frame.function !== undefined) sent.function = frame.function;
  sent.lineno = frame.line ?? null;
  if (frame.column !== undefined) sent.colno = frame.column;
  if (frame.source !== undefined) sent.context_line = frame.source;
  sent.in_app = ownPaths.length > 0 ? own !== undefined : path !== undefined && isApplication(path);
  return sent as SentryFrame;
}

/** From the last segment of the plugin's own path on: what its package calls the file. */
function ownPart(path: string, ownPaths: readonly string[]): string | undefined {
  for (const own of ownPaths) {
    const at = `/${path}`.lastIndexOf(`/${own}/`);
    if (at >= 0) return `/${path}`.slice(at + 1 + own.lastIndexOf("/") + 1);
  }
  return undefined;
}

/** Looked for first: most paths hold none of these, and the search for the last folder costs ten times as much. */
const mayBeLibrary = /node_modules|-packages|lib\/python/;
const libraryFolder = /^.*\/(?:(?:site|dist)-packages|lib\/python\d[\d.]*|node_modules)\//;

/** What stands behind the folder where libraries are installed: the same on every machine. */
function libraryPart(path: string): string | undefined {
  const folder = mayBeLibrary.test(path) ? libraryFolder.exec(path)?.[0] : undefined;
  return folder === undefined ? undefined : path.slice(folder.length);
}

const isApplication = (path: string) =>
  libraryPart(path) === undefined && !/^(?:<|node:|internal\/|native\b)/.test(path);

function pythonModule(filename: string | undefined): string | undefined {
  if (!filename?.endsWith(".py")) return undefined;
  return filename
    .slice(0, -3)
    .replace(/\/__init__$/, "")
    .replaceAll("/", ".");
}
