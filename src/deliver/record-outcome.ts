import { VextelError } from "../errors.ts";
import type { Entry } from "../outbox/entry.ts";
import type { Permission } from "../outbox/receipt.ts";
import type { PostAnswer } from "../world/world.ts";
import type { Verdict } from "./answer.ts";
import type { Delivery } from "./delivery.ts";

/** A request that has ended. */
export interface Ended {
  readonly entry: Entry;
  /** The address that was used, without any secret. */
  readonly dsn: string;
  /** The same without any key. */
  readonly destination: string;
  readonly under: Permission;
  readonly answer: PostAnswer;
}

/**
 * Records the outcome of a request. The request cannot be undone, so this never throws: a failure to write is reported
 * in `unnoted`, and does not change the verdict.
 */
export async function noteEnd(ended: Ended, decided: Verdict, delivery: Delivery): Promise<Verdict> {
  const { entry, dsn, destination, under, answer } = ended;
  const { limits, ledger, outbox } = delivery;
  const failures = new Set<string>();
  const attempt = (work: () => Promise<unknown>) => work().catch((error: unknown) => failures.add(reasonOf(error)));

  const { id: event, publisher, sha256 } = entry;
  await attempt(() => ledger.add({ event, publisher, sha256, destination, ...toRecord(answer) }));
  let verdict = decided;
  if (decided.outcome === "unreached" && decided.isOutage)
    await attempt(async () => {
      verdict = { ...decided, retryAtMs: await limits.fail(dsn, decided.retryAtMs) };
    });
  if (verdict.ambiguous && entry.type === "session") {
    await attempt(() => outbox.settle(entry, { state: "dropped", reason: couldCountTwice }));
    verdict = { outcome: "unreached", reason: couldCountTwice, limits: {} };
  } else if (verdict.outcome === "sent") await attempt(() => settleSent(entry, verdict, { dsn, under }, delivery));
  else await attempt(() => keep(entry, verdict, delivery));
  if (Object.keys(verdict.limits).length > 0) await attempt(() => limits.add(dsn, verdict.limits));
  if (verdict.outcome !== "unreached") await attempt(() => limits.recover(dsn));
  return failures.size === 0 ? verdict : { ...verdict, unnoted: [...failures].join("; ") };
}

/** Never contains text of the event: the file system's message names only vextel's paths. */
const reasonOf = (error: unknown) =>
  error instanceof VextelError ? error.message : `unexpected failure (${(error as Error)?.name})`;

/** Sentry counts sessions without detecting duplicates: a session that may have arrived is not posted again. */
export const couldCountTwice =
  "the connection or the process ended while the session was posted; again could count it twice";

/** The ledger's entry for an answer. */
const toRecord = (answer: PostAnswer) =>
  answer.kind === "answered"
    ? ({ kind: answer.status >= 200 && answer.status < 300 ? "sent" : "refused", status: answer.status } as const)
    : ({ kind: "not reached", mayHaveArrived: answer.ambiguous } as const);

/** Records every event that was sent. */
async function settleSent(
  { reason: _, ...rest }: Entry,
  { status }: Verdict,
  how: { readonly dsn: string; readonly under: Permission },
  { outbox }: Delivery,
): Promise<void> {
  await outbox.settle(rest, { state: "sent", ...(status !== undefined && { status }), ...how });
}

/** The event stays pending. */
export async function keep(entry: Entry, verdict: Verdict, { outbox }: Delivery): Promise<void> {
  const { outcome, reason, retryAtMs } = verdict;
  const { retryAtMs: _, reason: __, ...rest } = entry;
  await outbox.update({
    ...rest,
    state: outcome === "rejected" || outcome === "limited" ? outcome : "waiting",
    attempts: outcome === "unreached" ? entry.attempts + 1 : 0,
    ...(reason !== undefined && { reason }),
    ...(retryAtMs !== undefined && { retryAtMs }),
  });
}

/**
 * No request began. If it was to be sent automatically, its reason is the only message to the owner. Never fails: the
 * disk may be full.
 */
export async function keepUnsent(entry: Entry, error: unknown, { outbox }: Pick<Delivery, "outbox">): Promise<void> {
  const reason = entry.state === "posting" ? entry.reason : `not sent yet: ${reasonOf(error)}`;
  await outbox.update({ ...entry, ...(reason !== undefined && { reason }) }).catch(() => {});
}
