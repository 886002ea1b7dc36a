import { readProperty } from "../../capture/live/access.ts";
import { readLiveError } from "../../capture/live/error.ts";
import { groupIdentity } from "../../group/fingerprint.ts";
import { toSentryExceptions } from "../../seal/drafts/exceptions.ts";

/** What equal errors have in common: see `groupIdentity`, which is the same for errors in logs. Never throws. */
export function keyOf(error: unknown): string {
  try {
    const report = { platform: "node", handled: true, error: readLiveError(error) } as const;
    const code = typeof error === "object" && error !== null ? readProperty(error, "code") : undefined;
    return JSON.stringify([String(code), groupIdentity(toSentryExceptions(report, []).values)]);
  } catch {
    return "unreadable";
  }
}
