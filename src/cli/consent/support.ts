import type { Line } from "../../preview/terminal/line.ts";
import type { Manifest } from "../../publisher/manifest.ts";

/** Where to ask about events that were sent: one line for each publisher with a support address. */
export function renderSupport(
  sent: readonly { readonly id: string; readonly publisher: string }[],
  manifests: readonly Manifest[],
): Line[] {
  return manifests.flatMap(({ publisher, support }): Line[] => {
    const ids = sent.filter((event) => event.publisher === publisher).map(({ id }) => id.slice(0, 12));
    if (support === undefined || ids.length === 0) return [];
    const named = ids.length > 3 ? `${ids.slice(0, 3).join(", ")} and others` : ids.join(", ");
    return [[`To ask ${publisher} about it, name the event (${named}): ${support}`]];
  });
}
