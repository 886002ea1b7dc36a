import type { Entry } from "../outbox/entry.ts";
import type { Permission } from "../outbox/receipt.ts";
import type { PostAnswer } from "../world/world.ts";
import { decideVerdict, type Verdict } from "./answer.ts";
import type { Delivery } from "./delivery.ts";
import { type Dsn, destinationOf, renderDsn } from "./dsn.ts";
import { describeRequest } from "./http/headers.ts";
import { chooseProxy } from "./http/proxy.ts";
import { limitedUntilMs } from "./limits/rate-limit.ts";
import { couldCountTwice, keep, keepUnsent, noteEnd } from "./record-outcome.ts";

/** Limit of one request, milliseconds. */
export const timeoutMs = 10_000;

/**
 * Posts one event and records the outcome. A refusal is a verdict, not an exception. Once a request has begun, nothing
 * is thrown: a failure to record it is in the verdict's `unnoted`.
 *
 * @param bytes - Sent unchanged.
 * @param dsn - The address that is used; the receipt names it.
 * @param under - The consent that permits it, for the receipt.
 * @returns `undefined` if the event has other bytes now, or is gone; nothing was posted then.
 * @throws {VextelError} `STATE_UNTRUSTED` if the rate limits cannot be read, `FILE_UNWRITABLE` if the request cannot be
 * recorded beforehand, or the disk has no space for its answer; nothing was posted then.
 */
export async function deliver(
  entry: Entry,
  bytes: Uint8Array,
  dsn: Dsn,
  under: Permission,
  delivery: Delivery,
): Promise<Verdict | undefined> {
  const { world, limits, outbox, ledger } = delivery;
  const address = renderDsn(dsn);
  const isAgain = entry.state === "posting";
  if (entry.type === "session" && isAgain) return dropSession(entry, delivery);
  const closedUntilMs = limitedUntilMs(await limits.read(address), entry.type, world.nowMs());
  if (closedUntilMs !== undefined) {
    const closed: Verdict = { outcome: "limited", reason: stillLimited, retryAtMs: closedUntilMs, limits: {} };
    if (!isAgain) await keep(entry, closed, delivery);
    return closed;
  }
  const { url, headers } = describeRequest(dsn, bytes.length);
  const proxy = chooseProxy(url, world.env);
  const destination = destinationOf(address);
  const giveUp = async (error: unknown): Promise<never> => {
    await outbox.answerRoom.free();
    await keepUnsent(entry, error, delivery);
    throw error;
  };
  await outbox.answerRoom.reserve(entry).catch(giveUp);
  let answer: PostAnswer;
  try {
    if (!(await outbox.startPosting(entry).catch(giveUp))) return undefined;
    const sending = ledger.add({
      ...{ kind: "sending", event: entry.id, publisher: entry.publisher, sha256: entry.sha256, destination },
      under: "named" in under ? "named" : { answer: under.generation },
    });
    await sending.catch(giveUp);
    answer = await world.post({ url, headers, body: bytes, timeoutMs, ...(proxy !== undefined && { proxy }) });
  } finally {
    await outbox.answerRoom.free();
  }
  const decided = decideVerdict(answer, entry.type, world.nowMs());
  const verdict = await noteEnd({ entry, dsn: address, destination, under, answer }, decided, delivery);
  return isAgain ? { ...verdict, isAgain } : verdict;
}

const stillLimited = "the server asked to wait";

/** Whether an earlier request's outcome was not recorded. */
async function dropSession(entry: Entry, { outbox }: Delivery): Promise<Verdict> {
  await outbox.settle(entry, { state: "dropped", reason: couldCountTwice });
  return { outcome: "unreached", reason: couldCountTwice, limits: {} };
}
