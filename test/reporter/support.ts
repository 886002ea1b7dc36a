import type { ReporterOptions } from "../../src/reporter/options/options.ts";
import { createReporter, type Reporter } from "../../src/reporter/reporter.ts";
import { createTestWorld, type TestWorld } from "../../src/testing/testing.ts";

export const dsn = "https://public@sentry.example/42";

/** A reporter of the plugin `lamps` of the publisher `moth` in this world. */
export const createPlugin = (world: TestWorld, more: Partial<ReporterOptions> = {}): Reporter =>
  createReporter({
    publisher: "moth",
    plugin: { name: "lamps", version: "1.2.3" },
    dsn,
    world,
    sampling: { loops: 0 },
    ...more,
  });

/** A world whose owner has enabled `moth`. */
export async function createEnabledWorld(env: Record<string, string> = {}): Promise<TestWorld> {
  const world = createTestWorld(env);
  await world.decide("moth", "enabled");
  return world;
}
