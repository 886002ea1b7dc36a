import { addressByHand, destinationOf } from "../../deliver/dsn.ts";
import type { Entry } from "../../outbox/entry.ts";
import type { ScrubContextOf } from "../../policy/scrub-context.ts";
import type { Place } from "../../preview/placeholders.ts";
import type { Tree } from "../../preview/render.ts";
import { renderRequest } from "../../preview/summary.ts";
import { isEdited, type ReviewedEvent } from "../../review/event.ts";
import { countByRule } from "../../scrub/finding.ts";
import type { ScrubContext } from "../../seal/draft.ts";
import { type Edits, editFields } from "../../seal/edit/edit.ts";
import { placesThatStay } from "../../seal/edit/remove.ts";
import { parseEnvelope } from "../../seal/envelope.ts";
import { resealIfNeeded, sealChanged } from "../../seal/reseal.ts";
import type { Sealed } from "../../seal/seal.ts";
import type { CommandDeps } from "../deps.ts";
import { describeRequestOf } from "../pipeline/pending/request.ts";

/** A pending event under the current rules, with the owner's changes; `undefined` if that changes nothing. */
export function sealReviewed(
  { entry, bytes }: { readonly entry: Entry; readonly bytes: Uint8Array },
  edits: Edits,
  context: ScrubContext,
): Sealed | undefined {
  const old = { ...entry, bytes };
  if (!isEdited(edits)) return resealIfNeeded(context, old);
  return sealChanged(context, old, (fields) => editFields(entry.type, fields, edits));
}

/**
 * Reads a pending event and changes it in memory.
 *
 * @param dsn - The address to use instead of the event's own.
 * @throws {VextelError} As reading the outbox, `USAGE` if it cannot be changed like this; `SealError`.
 */
export async function loadEvent(
  id: string,
  edits: Edits,
  { outbox, world }: CommandDeps,
  contextOf: ScrubContextOf,
  dsn: string | undefined,
): Promise<ReviewedEvent> {
  const pending = await outbox.read(id);
  const { entry, bytes } = pending;
  const sealed = sealReviewed(pending, edits, await contextOf(entry.publisher));
  await outbox.remember(id);
  const [basePayload, basePlaces] = [parseEnvelope(bytes).payload as Tree, placesOf(entry.places ?? [])];
  const payload = sealed ? (parseEnvelope(sealed.bytes).payload as Tree) : basePayload;
  const stay = sealed ? placesThatStay(entry.places ?? [], basePayload, payload) : (entry.places ?? []);
  const found = sealed?.findings ?? [];
  const address = dsn ?? addressByHand(entry.dsn, world.env);
  const size = sealed?.bytes.length ?? bytes.length;
  return {
    ...{ entry, edits, basePayload, basePlaces, payload, bytes: size },
    ...{ baseSha256: entry.sha256, sha256: sealed?.sha256 ?? entry.sha256 },
    places: [...placesOf(stay), ...found.map(({ pointer = "", ...rest }) => ({ pointer, ...rest }))],
    counts: [...addCounts(entry.findings, countByRule(found))],
    ...(address !== undefined && { destination: destinationOf(address) }),
    request: renderRequest(describeRequestOf(address, size)),
  };
}

const placesOf = (places: NonNullable<Entry["places"]>): Place[] =>
  places.map(([pointer, placeholder, rule]) => ({ pointer, placeholder, ...(rule !== undefined && { rule }) }));

function addCounts(known: Entry["findings"], more: ReadonlyMap<string, number>): Map<string, number> {
  const sum = new Map(Object.entries(known));
  for (const [rule, count] of more) sum.set(rule, (sum.get(rule) ?? 0) + count);
  return sum;
}
