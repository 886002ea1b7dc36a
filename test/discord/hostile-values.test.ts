import { Client } from "discord.js";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { createDiscordReporter } from "../../src/discord/discord.ts";
import { createTestWorld } from "../../src/testing/testing.ts";
import { errorOf, hostileHolder, hostileValue, uncaughtDuring } from "../support/hostile-values.ts";

const numRuns = Number(process.env.VEXTEL_HOSTILE_VALUES ?? 8);

test("for any commands, interactions and events, only the bot's own errors reach the bot", {
  timeout: 60_000 + numRuns * 5_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(hostileHolder, hostileValue, hostileHolder, async (...makers) => {
      const [command, error, payload] = makers.map((make) => make());
      const client = new Client({ intents: [] });
      onTestFinished(() => client.destroy());
      const emitter = client as unknown as NodeJS.EventEmitter;
      const reporter = createDiscordReporter(client, {
        ...{ publisher: "moth", plugin: { name: "lamps", version: "1.0.0" }, dsn: "https://public@sentry.example/42" },
        world: createTestWorld(),
      });
      const seen = await uncaughtDuring(async () => {
        await reporter.start();
        const own = Object.freeze({ execute: (..._: unknown[]) => Promise.reject(error) });
        const commands = new Map<unknown, unknown>([
          ["hostile", command],
          ["own", own],
        ]);
        reporter.attachCommands(commands.values() as Iterable<object>);
        reporter.attachCommands(commands as Iterable<object>);
        reporter.guardCommand(command as object);
        reporter.attachSapphire();
        for (const name of ["listenerError", "chatInputCommandError", "interactionCreate"]) {
          emitter.emit(name, error, payload);
          emitter.emit(name, payload, error);
        }
        const run = (commands.get("own") as typeof own).execute;
        const guarded = reporter.guardInteraction((_: never) => Promise.reject(error));
        const works = [() => run(), () => run(payload), () => run(payload, command), () => guarded(payload as never)];
        for (const work of works) {
          const [same] = await errorOf(work);
          expect(Object.is(same, error)).toBe(true);
        }
        await reporter.stop();
        expect(commands.get("own") === own).toBe(true);
      });
      expect(seen).toEqual([]);
      expect(Object.hasOwn(client, "emit")).toBe(false);
    }),
    { numRuns },
  );
});
