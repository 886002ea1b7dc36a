import type { Consent } from "../consent/consent.ts";
import type { ConsentFile } from "../consent/file.ts";
import { decideDelivery } from "../consent/hold.ts";
import { VextelError } from "../errors.ts";
import type { Entry } from "../outbox/entry.ts";
import type { Permission, Receipt } from "../outbox/receipt.ts";
import type { ScrubContext } from "../seal/draft.ts";
import { resealIfNeeded } from "../seal/reseal.ts";
import type { Verdict } from "./answer.ts";
import { deliver } from "./deliver.ts";
import type { Delivery } from "./delivery.ts";
import { addressAutomatically, addressByHand, parseDsn } from "./dsn.ts";
import { toCandidate } from "./outlook/candidate.ts";
import { settleEarlier } from "./recover-unfinished.ts";

export interface Dispatch extends Delivery {
  readonly consent: ConsentFile;
  readonly scrubContextOf: (publisher: string) => Promise<ScrubContext>;
  /** Runs while no other process posts. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
}

export interface DispatchRequest {
  /** The owner gave this event's id. */
  readonly namedByOwner: boolean;
  /** Replaces the DSN of the event. Unless the event is named, consent must cover it. */
  readonly dsn?: string;
  /** Checks everything, and posts nothing. */
  readonly dryRun?: boolean;
  /** SHA-256 of the bytes that the owner has seen: no others are sent. */
  readonly onlySha256?: string;
}

/** The outcome for one event; `entry` is as it was before. */
export type Dispatched =
  | { readonly outcome: "settled"; readonly receipt: Receipt }
  | ({ readonly entry: Entry } & (
      | { readonly outcome: Verdict["outcome"]; readonly verdict: Verdict }
      | { readonly outcome: "held" | "refused" | "ready" | "changed" | "unapproved" }
    ));

/**
 * Checks consent, digest and the current rules immediately before the event is posted.
 *
 * @returns `held` if consent does not cover it; `refused` if a server refused it before and it is not named; `changed`
 * if the current rules remove more: it was resealed and the owner must look again; `unapproved` if the owner approved
 * other bytes than the present ones; `ready` instead of posting on a dry run; `settled` if it is no longer pending.
 * @throws {VextelError} `NOT_FOUND`, `OUTBOX_DAMAGED`, `STATE_UNTRUSTED`, `DSN_INVALID`, `USAGE` without any DSN.
 */
export function dispatch(id: string, request: DispatchRequest, deps: Dispatch): Promise<Dispatched> {
  return deps.alone(async () => {
    for (;;) {
      const result = await dispatchOnce(id, request, deps);
      if (result) return result;
    }
  });
}

/** @returns `undefined` if the event changed while it was checked. */
async function dispatchOnce(id: string, request: DispatchRequest, deps: Dispatch): Promise<Dispatched | undefined> {
  const receipt = await deps.outbox.readReceipt(id);
  if (receipt) return { outcome: "settled", receipt };
  const { entry, bytes } = await deps.outbox.read(id);
  const isBegun = entry.state === "posting" && !request.dryRun; // no other process posts now: this one holds the lock
  const earlier = isBegun ? await settleEarlier(entry, deps) : undefined;
  if (earlier) return { outcome: "settled", receipt: earlier };
  if (request.namedByOwner && !request.dryRun) await deps.outbox.remember(id);
  const consent = (await deps.consent.read()).get(entry.publisher);
  const choose = request.namedByOwner ? addressByHand : addressAutomatically;
  const address = request.dsn ?? choose(entry.dsn, deps.world.env);
  const candidate = toCandidate(entry, address, request.namedByOwner);
  if (decideDelivery(deps.world.env, consent, candidate) !== "send") return { outcome: "held", entry };
  if (entry.state === "rejected" && !request.namedByOwner) return { outcome: "refused", entry };
  const dsn = parseDsn(address ?? missingDsn(id));
  const reseal = async (old: Entry, of: Uint8Array) =>
    resealIfNeeded(await deps.scrubContextOf(old.publisher), { ...old, bytes: of });
  const isStale = (await reseal(entry, bytes)) !== undefined;
  if (isStale && !request.dryRun && !(await deps.outbox.revise(id, reseal))) return undefined;
  if (isStale) return { outcome: "changed", entry };
  const agreed = [entry.approvedSha256, request.onlySha256].filter((sha256) => sha256 !== undefined);
  if (agreed.some((sha256) => sha256 !== entry.sha256)) return { outcome: "unapproved", entry };
  if (request.dryRun) return { outcome: "ready", entry };
  const verdict = await deliver(entry, bytes, dsn, permissionOf(entry, consent, request), deps);
  return verdict && { outcome: verdict.outcome, entry, verdict };
}

function permissionOf({ generation }: Entry, consent: Consent | undefined, request: DispatchRequest): Permission {
  if (request.namedByOwner) return { named: true };
  const grants = [...(consent?.agreed ?? []), ...(consent?.kinds ?? [])];
  const grant = grants.find((one) => one.generation === generation)!; // otherwise consent would not have permitted it
  return { generation: grant.generation, since: new Date(grant.sinceMs).toISOString() };
}

function missingDsn(id: string): never {
  throw new VextelError(
    "USAGE",
    `Event ${id} belongs to no registered plugin, so there is no address to send it to; it stays in the outbox`,
    `Name one with --dsn or VEXTEL_DSN, or give its author the text: vextel show ${id.slice(0, 12)} --format markdown`,
  );
}
