import { readLiveError } from "../../capture/live/error.ts";
import type { RaisedError } from "../../report/report.ts";
import { isOwnFile } from "../../seal/stack/in-app.ts";

/**
 * Whether an error, or one that it came from, has passed through a file of the plugin.
 *
 * @param ownPaths - As in `Subject`; with none of them each file is the plugin's.
 */
export function comesFrom(error: unknown, ownPaths: readonly string[]): boolean {
  const passes = ({ frames, cause, members = [] }: RaisedError): boolean =>
    frames.some(({ path }) => path !== undefined && isOwnFile(path, "node", ownPaths)) ||
    [cause, ...members].some((below) => below !== undefined && passes(below));
  return ownPaths.length === 0 || passes(readLiveError(error));
}
