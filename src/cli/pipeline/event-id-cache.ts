import { foldMessage } from "../../group/fold-message.ts";
import { Recent } from "../../scrub/text/recent.ts";
import type { Draft, ScrubContext } from "../../seal/draft.ts";
import type { EventIds } from "../../seal/ids/event-id.ts";

/** The most UTF-16 units of exceptions that are remembered. */
const unitsMost = 4 * 1024 * 1024;

type Identify = (scrubContext: ScrubContext, draft: Draft) => EventIds;

/** How many messages are remembered. */
const messagesMost = 4096;

/**
 * The ids of drafts: most errors in a log are equal, word for word, to an earlier one.
 *
 * @returns Gives `undefined` for an error that is equal to none before it, as its last message tells: that it has to be
 * sealed is certain then, and the seal gives its ids.
 */
export function rememberIds(identify: Identify): (...args: Parameters<Identify>) => EventIds | undefined {
  let known = new WeakMap<ScrubContext, Map<string, EventIds>>();
  let units = 0;
  const messages = new Recent<string, true>(messagesMost);
  return (scrubContext, draft) => {
    const { subject, hour, open, notes } = draft;
    const message = messageOf(open);
    if (message !== undefined && messages.get(message) === undefined) {
      messages.set(message, true);
      return undefined;
    }
    const text = JSON.stringify([subject.uuid, subject.plugin, hour, notes, open.exception]);
    const found = known.get(scrubContext)?.get(text);
    if (found) return found;
    const ids = identify(scrubContext, draft);
    if (units + text.length > unitsMost) {
      known = new WeakMap();
      units = 0;
    }
    if (text.length > unitsMost) return ids;
    units += text.length;
    const own = known.get(scrubContext) ?? new Map<string, EventIds>();
    known.set(scrubContext, own.set(text, ids));
    return ids;
  };
}

/** The message of the last exception, as it is compared; longer ones are not kept. */
function messageOf({ exception }: Draft["open"]): string | undefined {
  const { values = [] } = (exception ?? {}) as { readonly values?: readonly { readonly value?: unknown }[] };
  const message = values.at(-1)?.value;
  return typeof message === "string" && message.length <= longestMessage ? foldMessage(message) : undefined;
}

const longestMessage = 256;
