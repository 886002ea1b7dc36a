import { expect, test } from "vitest";
import { runUndo } from "../../src/cli/commands/undo.ts";
import type { CommandDeps } from "../../src/cli/deps.ts";
import { VextelError } from "../../src/errors.ts";
import { ownersDrop } from "../../src/history/last-act.ts";

test("undo reads a log once, however many of its events cannot be restored", async () => {
  const ids = ["a", "b", "c", "d"].map((letter) => letter.repeat(32));
  const drops = ids.map((event) => ({ kind: "dropped", event, reason: ownersDrop, time: "2026-05-01T12:00:00.000Z" }));
  const receiptOf = (id: string) => ({ id, state: "dropped", log: "/red.log", plugin: "lamp", sha256: "", title: "" });
  const known: Record<string, unknown> = {
    ledger: { read: async () => drops },
    outbox: { readReceipt: async (id: string) => receiptOf(id) },
    registry: { list: async () => [] },
    terminal: { note: async () => {}, printProse: async () => {} },
    setStatus: () => {},
  };
  let readings = 0;
  const deps = new Proxy(known, {
    get(target, name) {
      if (String(name) in target) return target[String(name)];
      readings += 1;
      throw new VextelError("FILE_UNREADABLE", "The log is gone", "Restore it");
    },
  });
  await runUndo({}, deps as never as CommandDeps);
  expect(readings).toBe(1);
});
