import type { Ledger } from "../history/ledger.ts";
import type { Entry, Permission } from "../outbox/entry.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { PostAnswer, World } from "../world/world.ts";
import { decideVerdict, type Verdict } from "./answer.ts";
import { type Dsn, destinationOf, renderDsn } from "./dsn.ts";
import { describeRequest } from "./headers.ts";
import type { LimitFile } from "./limit-file.ts";
import { chooseProxy } from "./proxy.ts";
import { limitedUntilMs } from "./rate-limit.ts";

/** Bound on one exchange with a server. */
export const timeoutMs = 10_000;

export interface Delivery {
  readonly outbox: Outbox;
  readonly limits: LimitFile;
  readonly world: World;
  readonly ledger: Pick<Ledger, "add" | "tryAdd">;
}

/**
 * Posts one event and writes down what became of it. A refusal is a verdict, not an exception.
 *
 * @param bytes - Go out as they are.
 * @param dsn - The address that is used; the receipt names it.
 * @param under - The owner's word that lets it go, for the receipt.
 * @throws {VextelError} `STATE_UNTRUSTED` if the rate limits cannot be read, `FILE_UNWRITABLE` if the ledger cannot take
 * that it is sent; nothing was posted then.
 */
export async function deliver(
  entry: Entry,
  bytes: Uint8Array,
  dsn: Dsn,
  under: Permission,
  delivery: Delivery,
): Promise<Verdict> {
  const { world, limits } = delivery;
  if (entry.type === "session" && entry.state === "posting") return dropSession(entry, delivery);
  const closedUntilMs = limitedUntilMs(await limits.read(renderDsn(dsn)), entry.type, world.nowMs());
  if (closedUntilMs !== undefined)
    return keep(entry, { outcome: "limited", reason: stillLimited, retryAtMs: closedUntilMs, limits: {} }, delivery);
  if (entry.type === "session") await delivery.outbox.update({ ...entry, state: "posting" });
  const { url, headers } = describeRequest(dsn, bytes.length);
  const proxy = chooseProxy(url, world.env);
  const event = {
    event: entry.id,
    publisher: entry.publisher,
    sha256: entry.sha256,
    destination: destinationOf(renderDsn(dsn)),
  };
  await delivery.ledger.add({
    kind: "sending",
    ...event,
    under: "named" in under ? "named" : { answer: under.generation },
  });
  const answer = await world.post({ url, headers, body: bytes, timeoutMs, ...(proxy !== undefined && { proxy }) });
  await delivery.ledger.tryAdd({ ...event, ...toRecord(answer) });
  const decided = decideVerdict(answer, entry.type, world.nowMs());
  const verdict = decided.outcome === "unreached" ? await rememberOutage(renderDsn(dsn), decided, limits) : decided;
  if (verdict.ambiguous && entry.type === "session") return dropSession(entry, delivery);
  if (verdict.outcome === "sent") await settleSent(entry, verdict, { dsn: renderDsn(dsn), under }, delivery);
  else await keep(entry, verdict, delivery);
  if (Object.keys(verdict.limits).length > 0) await limits.add(renderDsn(dsn), verdict.limits);
  if (verdict.outcome !== "unreached") await limits.recover(renderDsn(dsn));
  return verdict;
}

/** What the ledger remembers of an answer. */
const toRecord = (answer: PostAnswer) =>
  answer.kind === "answered"
    ? ({ kind: answer.status >= 200 && answer.status < 300 ? "sent" : "refused", status: answer.status } as const)
    : ({ kind: "not reached", mayHaveArrived: answer.ambiguous } as const);

/** A server that has trouble is left alone for a while; one that nothing reached is not burdened by trying. */
async function rememberOutage(dsn: string, verdict: Verdict, limits: LimitFile): Promise<Verdict> {
  return verdict.isOutage ? { ...verdict, retryAtMs: await limits.fail(dsn, verdict.retryAtMs) } : verdict;
}

const stillLimited = "the server asked to wait";

/** Sentry adds sessions up without looking for doubles: one that may have arrived is not posted again. */
async function dropSession(entry: Entry, { outbox }: Delivery): Promise<Verdict> {
  const reason = "the connection or the process ended while the session was posted; again could count it twice";
  await outbox.settle(entry, { state: "dropped", reason });
  return { outcome: "unreached", reason, limits: {} };
}

/** Every event that was sent is written down here. */
async function settleSent(
  { reason: _, ...rest }: Entry,
  { status }: Verdict,
  how: { readonly dsn: string; readonly under: Permission },
  { outbox }: Delivery,
): Promise<void> {
  await outbox.settle(rest, { state: "sent", ...(status !== undefined && { status }), ...how });
}

async function keep(entry: Entry, verdict: Verdict, { outbox }: Delivery): Promise<Verdict> {
  const { outcome, reason, retryAtMs } = verdict;
  const { retryAtMs: _, reason: __, ...rest } = entry;
  await outbox.update({
    ...rest,
    state: outcome === "rejected" || outcome === "limited" ? outcome : "waiting",
    attempts: outcome === "unreached" ? entry.attempts + 1 : 0,
    ...(reason !== undefined && { reason }),
    ...(retryAtMs !== undefined && { retryAtMs }),
  });
  return verdict;
}
