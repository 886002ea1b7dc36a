import { expect, test } from "vitest";
import { consentDates, renderHistory } from "../../src/cli/lists/history-rows.ts";
import type { HistoryEntry, HistoryRecord } from "../../src/history/record.ts";

const event = "0123456789abcdef0123456789abcdef";
const about = { event, publisher: "moth", sha256: "f".repeat(64) };
const destination = "https://o1.ingest.sentry.io/42";

const entry = (record: HistoryRecord, minute: number): HistoryEntry => ({
  ...record,
  time: `2026-05-01T12:0${minute}:00.000Z`,
  previous: "0".repeat(64),
});

const enabled = entry(
  { kind: "answer", publisher: "moth", answer: "enabled", number: 41, destinations: [destination], kinds: ["errors"] },
  1,
);
const ofEvent: readonly HistoryEntry[] = [
  entry({ kind: "captured", capture: "automatic", ...about }, 2),
  entry({ kind: "sending", destination, under: { answer: 41 }, ...about }, 3),
  entry({ kind: "sent", destination, status: 200, ...about }, 4),
  entry({ kind: "refused", destination, status: 403, ...about }, 5),
  entry({ kind: "not reached", destination, mayHaveArrived: true, ...about }, 6),
  entry({ kind: "dropped", reason: "the owner dropped it", ...about }, 7),
  entry({ kind: "changed", ...about }, 8),
  entry({ kind: "approved", ...about }, 9),
];

const nowMs = Date.UTC(2026, 4, 2);
const render = (entries: readonly HistoryEntry[], width: number | undefined, known = entries) =>
  renderHistory(entries, consentDates(known), width, nowMs).map((line) =>
    line.map((span) => (typeof span === "string" ? span : span[1])).join(""),
  );

test.each([30, 49, 50, 80, undefined])("each line of the history names its event once (%s columns)", (width) => {
  for (const line of render(ofEvent, width)) expect(line.split(event.slice(0, 12))).toHaveLength(2);
});

test("a request names the consent that permitted it by its date, also one from before --since", () => {
  const [sending] = ofEvent.filter(({ kind }) => kind === "sending");
  expect(render([sending!], undefined, [enabled, sending!])).toEqual([
    `2026-05-01 12:03:00 UTC  sending  ${event.slice(0, 12)}  to ${destination}, under your consent of 2026-05-01 12:01:00 UTC`,
  ]);
  const others = { ...enabled, publisher: "wren" } as HistoryEntry;
  expect(render([sending!], undefined, [others, sending!])[0]).toMatch(/, under your consent$/);
});

test("the end of a consent is called that", () => {
  const ended = entry(
    { kind: "answer", publisher: "moth", answer: "ended", number: 42, destinations: [], kinds: [] },
    3,
  );
  expect(render([ended], undefined)).toEqual(["2026-05-01 12:03:00 UTC  consent ended  moth"]);
});
