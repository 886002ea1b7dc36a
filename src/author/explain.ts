type Json = Readonly<Record<string, unknown>>;

/** What the author's Sentry project shows for an event, derived from its scrubbed payload. */
export interface Explained {
  /** Why the plugin gets it. */
  readonly why: string;
  readonly release?: string;
  /** Sentry groups events with the same value into one issue. */
  readonly group: string;
}

/** @param payload - Of an event that vextel sealed for the plugin. */
export function explainEvent(payload: Json): Explained {
  const raised = ((payload.exception as { values?: Json[] } | undefined)?.values ?? []) as Json[];
  const frames = raised.flatMap(framesOf).filter((frame) => frame.in_app === true);
  const nearest = frames.at(-1);
  const release = payload.release;
  return {
    why:
      nearest === undefined
        ? `its logger ${String(payload.logger)} printed it`
        : `one of its stack frames is in ${String(nearest.filename)}`,
    ...(typeof release === "string" && { release }),
    group: groupOf(payload, raised, frames),
  };
}

const framesOf = (exception: Json): Json[] => (exception.stacktrace as { frames?: Json[] } | undefined)?.frames ?? [];

/**
 * Follows Sentry's newer grouping: the author's fingerprint, otherwise the plugin's frames, otherwise type and message.
 */
function groupOf({ fingerprint }: Json, raised: readonly Json[], frames: readonly Json[]): string {
  if (Array.isArray(fingerprint)) return `the fingerprint ${fingerprint.join(", ")}`;
  const type = String(raised.at(-1)?.type ?? "");
  if (frames.length === 0) return `the message of ${type}`;
  return `${type} in ${frames.map((frame) => `${String(frame.module ?? frame.filename)}, ${String(frame.function ?? "?")}`).join("; ")}`;
}
