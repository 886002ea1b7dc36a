import { readProperty } from "../../capture/live/access.ts";
import { readLiveError } from "../../capture/live/error.ts";
import { groupIdentity } from "../../group/fingerprint.ts";
import { toSentryExceptions } from "../../seal/drafts/exceptions.ts";

/** What equal errors have in common. */
export interface ErrorKey {
  /** See `groupIdentity`, which is the same for errors in logs. */
  readonly key: string;
  /** The same, whatever their messages say. */
  readonly place: string;
}

/** Never throws. */
export function keyOf(error: unknown): ErrorKey {
  try {
    const report = { platform: "node", handled: true, error: readLiveError(error) } as const;
    const code = typeof error === "object" && error !== null ? readProperty(error, "code") : undefined;
    const identity = groupIdentity(toSentryExceptions(report, []).values);
    const places = identity.map(([module, type, _message, ...rest]) => [module, type, ...rest]);
    return { key: JSON.stringify([String(code), identity]), place: JSON.stringify(places) };
  } catch {
    return { key: "unreadable", place: "unreadable" };
  }
}
