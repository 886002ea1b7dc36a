import { readKeys, readStored } from "../../../capture/live/access.ts";
import { readLiveError } from "../../../capture/live/error.ts";
import type { Frame, RaisedError } from "../../../report/report.ts";

/** How many files are looked up. */
const mostFiles = 500;

/**
 * The global that Sentry's build plugins, and runtimes that follow them, write: a stack of each file, and its debug id.
 */
const globals = ["_sentryDebugIds", "_debugIds"];

/**
 * The error with the debug ids that its files registered when they were loaded. Files beside their source map on disk
 * are read later: see `addSources`.
 */
export function addLoadedDebugIds(error: RaisedError): RaisedError {
  const ids = loadedDebugIds();
  if (ids.size === 0) return error;
  const fill = (frame: Frame): Frame => {
    const debugId = frame.path === undefined ? undefined : ids.get(frame.path);
    return debugId === undefined ? frame : { ...frame, debugId };
  };
  const fillAll = (raised: RaisedError): RaisedError => ({
    ...raised,
    frames: raised.frames.map(fill),
    ...(raised.cause && { cause: fillAll(raised.cause) }),
    ...(raised.members && { members: raised.members.map(fillAll) }),
  });
  return fillAll(error);
}

const uuid = /^[\da-f]{8}(?:-?[\da-f]{4}){3}-?[\da-f]{12}$/i;
/** The file at the beginning of each stack. */
const paths = new Map<string, string | undefined>();

/** The debug ids of files, by their paths as stacks print them. */
function loadedDebugIds(): Map<string, string> {
  const ids = new Map<string, string>();
  for (const name of globals) {
    const all: unknown = Reflect.get(globalThis, name);
    if (typeof all !== "object" || all === null) continue;
    for (const stack of readKeys(all, mostFiles)) {
      const id = readStored(all, stack);
      if (!paths.has(stack) && paths.size < 2 * mostFiles) paths.set(stack, pathIn(stack));
      const path = paths.get(stack);
      if (path !== undefined && typeof id === "string" && uuid.test(id)) ids.set(path, id.toLowerCase());
    }
  }
  return ids;
}

const pathIn = (stack: string) =>
  readLiveError({ name: "Error", message: "", stack }).frames.findLast(({ path }) => path !== undefined)?.path;
