import { expect, test } from "vitest";
import { parseEnvelope } from "../../src/seal/envelope.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { createHome, startBot, until } from "./bot-process.ts";

/** How many bots are killed. */
const kills = Number(process.env.VEXTEL_KILLS ?? 6);

/** How many errors each bot reports, one after another. */
const errors = 4;

/**
 * Random moments between the start of a bot and the receipt of its last error, adapted to the speed of the machine: the
 * time grows if bots die before the first receipt, and shrinks if they live until the last.
 */
function createMoments() {
  let meanMs = 200;
  return {
    wait: () => new Promise((resolve) => setTimeout(resolve, Math.random() * 2 * meanMs)),
    learn(answers: number) {
      if (answers === 0) meanMs *= 1.1;
      if (answers === errors) meanMs *= 0.9;
    },
  };
}

interface Item {
  readonly sid?: string;
  readonly status?: string;
  readonly event_id?: string;
  readonly exception?: { readonly values: readonly { readonly value: string }[] };
}

test(`of ${kills} bots killed at random moments, no error with a receipt is lost or sent twice, and each session is found abnormal`, {
  timeout: 60_000 + kills * 10_000,
}, async () => {
  const [home, server] = [createHome(), await startRecordingServer()];
  await home.answer("moth", "enabled", server.dsn);
  const answered: { id: string; message: string }[] = [];
  const moments = createMoments();
  let sessions = 0;
  for (let run = 0; run < kills; run++) {
    const bot = startBot("killed.mjs", home, { DSN: server.dsn, RUN: String(run), ERRORS: `${errors}` });
    await bot.printed("ready");
    await moments.wait();
    bot.child.kill("SIGKILL");
    const { stdout } = await bot.output;
    moments.learn(stdout.match(/^\w+ [0-9a-f]{32} /gm)?.length ?? 0);
    if (stdout.includes("started")) sessions += 1;
    for (const [, state, id, message] of stdout.matchAll(/^(\w+) ([0-9a-f]{32}) (.+)$/gm)) {
      expect(state).toBe("sent");
      answered.push({ id: id!, message: message! });
    }
  }
  const last = startBot("killed.mjs", home, { DSN: server.dsn, RUN: "last", ERRORS: "1", CLEAN: "1" });
  expect((await last.output).code).toBe(0);
  expect(answered.length, "how many errors were answered").toBeGreaterThan(kills / 10);

  const items = () => server.requests.map(({ body }) => parseEnvelope(body).payload as Item);
  await until(async () => (await home.stores.outbox.ids()).length === 0, "the outbox is empty", 30_000 + kills * 1_000);

  const ids = new Map<string, Set<string>>();
  for (const { event_id: id, exception } of items()) {
    if (!exception) continue;
    const message = exception.values[0]!.value;
    ids.set(message, (ids.get(message) ?? new Set()).add(id!));
  }
  for (const { id, message } of answered) expect([...(ids.get(message) ?? [])], message).toEqual([id]);
  for (const [message, all] of ids) expect(all.size, message).toBe(1);

  const ends = items().filter(({ sid }) => sid !== undefined);
  expect(new Set(ends.map(({ sid }) => sid)).size).toBe(ends.length);
  const abnormal = ends.filter(({ status }) => status === "abnormal").length;
  expect(abnormal).toBeGreaterThanOrEqual(sessions);
  expect(abnormal).toBeLessThanOrEqual(kills);
  expect(ends.filter(({ status }) => status === "exited")).toHaveLength(1);
});
