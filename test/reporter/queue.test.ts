import { expect, test } from "vitest";
import { createEntry } from "../../src/outbox/keep/create-entry.ts";
import { SendQueue } from "../../src/reporter/sender/queue.ts";
import { sealSample } from "../support/samples.ts";

const entry = (id: string) => ({ ...createEntry(sealSample(), "a title", { capturedAtMs: 0 }), id });

test("servers take turns, regardless of the number and order of their events", () => {
  const queue = new SendQueue();
  for (const id of ["a1", "a2", "a3", "a4"]) queue.add({ dsn: "a", entry: entry(id) });
  for (const id of ["b1", "b2"]) queue.add({ dsn: "b", entry: entry(id) });
  const sent: string[] = [];
  for (let next = queue.choose(() => 0); next; next = queue.choose(() => 0)) {
    sent.push(next.entry.id);
    queue.took(next);
    queue.remove(next);
  }
  expect(sent).toEqual(["a1", "b1", "a2", "b2", "a3", "a4"]);
});
