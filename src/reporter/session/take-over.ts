import { sharedIn } from "../../world/process/process-singleton.ts";
import type { Asker } from "../submit/stores.ts";

/**
 * A plugin runs once in a process: a reporter that starts replaces an earlier one that was never stopped, even one of
 * another copy of vextel.
 *
 * @param holder - An object that all copies share: `process`, or the world of a test.
 * @param retire - Ends the background work of this reporter when another one starts.
 */
export async function takeOver(
  holder: object,
  { publisher, claim }: Asker,
  retire: () => Promise<void>,
): Promise<void> {
  const started = sharedIn(holder, "started.1", () => new Map<string, () => Promise<void>>());
  const key = JSON.stringify([publisher, claim?.plugin]);
  const before = started.get(key);
  if (before === retire) return;
  started.set(key, retire);
  await before?.();
}
