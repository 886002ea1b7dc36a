import { expect, test } from "vitest";
import { lastActOf, ownersDrop } from "../../src/history/last-act.ts";
import type { HistoryEntry, HistoryRecord } from "../../src/history/record.ts";

const sha256 = "0".repeat(64);
const of = (event: string) => ({ event, publisher: "north", sha256 });
const dropped = (event: string, reason = ownersDrop): HistoryRecord => ({ kind: "dropped", ...of(event), reason });
const captured = (event: string): HistoryRecord => ({ kind: "captured", ...of(event), capture: "by hand" });
const sending = (event: string, under: "named" | { answer: number }): HistoryRecord => ({
  ...{ kind: "sending", ...of(event), destination: "https://sentry.example/1", under },
});
const answer = (word: "enabled" | "disabled" | "ended"): HistoryRecord => ({
  ...{ kind: "answer", publisher: "north", answer: word, number: 1, destinations: [], kinds: [] },
});

/** A ledger with one record a second; a number adds that many seconds before the next record. */
function ledger(...records: (HistoryRecord | number)[]): HistoryEntry[] {
  let seconds = 0;
  const entries: HistoryEntry[] = [];
  for (const record of records) {
    seconds += typeof record === "number" ? record : 1;
    if (typeof record !== "number")
      entries.push({ ...record, time: new Date(seconds * 1000).toISOString(), previous: sha256 });
  }
  return entries;
}

test("drops of one command are undone together, but not an earlier drop", () => {
  expect(lastActOf(ledger(dropped("a"), 60, dropped("b"), dropped("c")))).toEqual({
    kind: "dropped",
    events: ["b", "c"],
  });
});

test("restored events are not restored again", () => {
  expect(lastActOf(ledger(dropped("a"), 60, dropped("b"), captured("b")))).toEqual({ kind: "dropped", events: ["a"] });
  expect(lastActOf(ledger(dropped("a"), captured("a")))).toBeUndefined();
});

test("a send that the server certainly did not accept is no action", () => {
  const ended = { ...of("b"), destination: "https://sentry.example/1" };
  const refused: HistoryRecord = { kind: "refused", ...ended, status: 403 };
  const unreached = (mayHaveArrived: boolean): HistoryRecord => ({ kind: "not reached", ...ended, mayHaveArrived });
  for (const end of [refused, unreached(false)])
    expect(lastActOf(ledger(dropped("a"), sending("b", "named"), end))).toEqual({ kind: "dropped", events: ["a"] });
  expect(lastActOf(ledger(dropped("a"), sending("b", "named"), unreached(true)))).toEqual({ kind: "sent", event: "b" });
  const again = [
    sending("b", "named"),
    { kind: "sent", ...ended, status: 200 } as const,
    sending("b", "named"),
    refused,
  ];
  expect(lastActOf(ledger(dropped("a"), ...again))).toEqual({ kind: "sent", event: "b" });
});

test("automatic actions are skipped; the owner's are not", () => {
  const automatic = [sending("x", { answer: 1 }), dropped("y", "older than 30 days"), answer("ended"), captured("z")];
  expect(lastActOf(ledger(dropped("a"), ...automatic))).toEqual({ kind: "dropped", events: ["a"] });
  expect(lastActOf(ledger(dropped("a"), sending("b", "named")))).toEqual({ kind: "sent", event: "b" });
  expect(lastActOf(ledger(answer("disabled"), answer("enabled")))).toMatchObject({
    kind: "enabled",
    publisher: "north",
  });
  expect(lastActOf(ledger(answer("enabled"), answer("disabled")))).toMatchObject({ kind: "disabled" });
  expect(lastActOf([])).toBeUndefined();
});
