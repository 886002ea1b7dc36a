import { VextelError } from "../../errors.ts";
import { attempt } from "./attempt.ts";

/**
 * The error for a file of JSON that a newer vextel wrote, because two versions are installed; `undefined` if it was
 * not. Nothing is wrong with such a file, so it must neither be moved away nor replaced.
 *
 * @param version - The highest that this vextel knows.
 * @param consequence - What does not happen until then.
 */
export function newerError(
  path: string,
  content: Uint8Array | string | undefined,
  version: number,
  consequence: string,
): VextelError | undefined {
  const text = content instanceof Uint8Array ? new TextDecoder().decode(content) : (content ?? "");
  const found = attempt(() => (JSON.parse(text) as { version?: unknown } | null)?.version);
  if (typeof found !== "number" || !(found > version)) return undefined;
  return new VextelError(
    "STATE_UNTRUSTED",
    `${path} was written by a newer vextel (version ${found} of the file, and this vextel knows ${version}); ${consequence}`,
    "Use that vextel, or update this one. Leave the file where it is.",
  );
}
