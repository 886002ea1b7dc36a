import { expect, test } from "vitest";
import { runDrop } from "../../src/cli/commands/drop.ts";
import type { CommandDeps } from "../../src/cli/deps.ts";
import { readStateIfInterrupted } from "../../src/cli/interrupted.ts";

test("Ctrl-C during a drop says how many events were dropped, and how to bring them back", async () => {
  const states: (string | undefined)[] = [];
  const note = async () => {
    states.push(readStateIfInterrupted());
  };
  const outbox = { ids: async () => ["a".repeat(32), "b".repeat(32)], list: async () => [], drop: async () => {} };
  const terminal = { canAsk: false, printProse: note, note: async () => {} };
  await runDrop({ ids: [], all: true }, { outbox, terminal } as never as CommandDeps);
  expect(states).toEqual([
    "At least 1 of 2 events dropped. To bring them back: vextel undo",
    "At least 2 of 2 events dropped. To bring them back: vextel undo",
  ]);
});
