import { sharedIn } from "../../world/process/process-singleton.ts";
import type { Asker } from "../submit/stores.ts";

/**
 * A plugin runs once in a process: whoever starts takes the place of who started before and was never stopped, of
 * whichever copy of vextel.
 *
 * @param holder - What all copies share: `process`, or the world of a test.
 * @param retire - Ends what the one that starts now does by itself.
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
