import { readProperty } from "../../capture/live/access.ts";
import { readLiveError } from "../../capture/live/error.ts";
import { type ErrorKey, groupIdentity, placeOf } from "../../group/fingerprint.ts";
import type { RaisedError } from "../../report/report.ts";
import { toSentryExceptions } from "../../seal/drafts/exceptions.ts";

/**
 * Never throws.
 *
 * @param raised - The error as it was read. Default: it is read now.
 */
export function keyOf(error: unknown, raised?: RaisedError): ErrorKey {
  try {
    const report = { platform: "node", handled: true, error: raised ?? readLiveError(error) } as const;
    const code = typeof error === "object" && error !== null ? readProperty(error, "code") : undefined;
    const identity = groupIdentity(toSentryExceptions(report, []).values);
    return { key: JSON.stringify([String(code), identity]), place: JSON.stringify(placeOf(identity)) };
  } catch {
    return { key: "unreadable", place: "unreadable" };
  }
}
