import type { SentryException } from "./drafts/exceptions.ts";
import { parseEnvelope } from "./envelope.ts";

/** Longest title, UTF-16 units. */
const most = 120;

/** One line that names a sealed event in lists, taken from its scrubbed bytes. */
export function titleOf(bytes: Uint8Array): string {
  const { payload, itemHeader } = parseEnvelope(bytes);
  const raised = (payload.exception as { values?: SentryException[] } | undefined)?.values?.at(-1);
  if (raised) return shorten(`${raised.type}: ${raised.value}`.replace(/: $/, ""));
  const { message } = (payload.logentry as { message?: unknown } | undefined) ?? {};
  if (typeof message === "string" && itemHeader.type === "event") return shorten(message);
  return shorten(String(payload.transaction ?? payload.status ?? itemHeader.type));
}

const shorten = (text: string) => {
  const [line] = text.split("\n", 1);
  return line!.length > most ? `${line!.slice(0, most - 1)}…` : line!;
};
