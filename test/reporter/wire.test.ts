import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { readReported } from "../../src/testing/testing.ts";
import { repository } from "../support/program.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { compileSentrySchema, hasSentrySchema } from "../support/sentry-schema.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { createEnabledWorld, createPlugin } from "./support.ts";

const run = promisify(execFile);

test("Sentry's own strict parser accepts every kind of item that the library makes", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world, { sampling: { loops: 1 } });
  await reporter.start();
  reporter.note("noted", { value: 1 });
  await reporter.report(new Error("x", { cause: new AggregateError([new TypeError("y")], "z") }), {
    extra: { deep: [{}] },
  });
  const loop = reporter.loop("sweep", 60_000, () => {});
  await world.settle();
  loop.stop();
  await reporter.report(new Error("the end"), { fatal: true });
  await reporter.stop();
  await world.settle();
  const kinds = new Map(readReported(world).map((item) => [item.type, item]));
  expect([...kinds.keys()].sort()).toEqual(["event", "session", "transaction"]);

  const [server, folder] = [await startRecordingServer(), temporaryFolder()];
  for (const [kind, { text }] of kinds) {
    const path = join(folder, kind);
    writeFileSync(path, text);
    const env = { PATH: process.env.PATH, HOME: folder, SENTRY_DSN: server.dsn };
    await run(join(repository, "node_modules/.bin/sentry-cli"), ["send-envelope", path], { env, cwd: folder });
    const [, itemHeader, payload] = server.requests.at(-1)!.body.toString().split("\n");
    expect(JSON.parse(itemHeader!).type).toBe(kind);
    expect(payload).toContain(kind === "session" ? '"status":"crashed"' : "lamps@1.2.3");
  }
});

test.skipIf(!hasSentrySchema)("for any thrown value, the event is valid according to Sentry's schema", async () => {
  const isValid = compileSentrySchema();
  const world = await createEnabledWorld();
  const reporter = createPlugin(world, { frameworks: [{ name: "discord.js", version: "14.28.1" }] });
  reporter.note("noted", { value: 1n, deep: [{}] });
  class Odd extends Error {
    code = 50007;
  }
  const thrown = [
    new Odd("x"),
    new AggregateError([new Error("a")], "b"),
    "text",
    undefined,
    { message: "no error" },
    7n,
  ];
  for (const error of thrown)
    await reporter.report(error, { tags: { "two\nlines": "two\nlines" }, extra: { list: [1n] } });
  await world.settle();
  const events = readReported(world).filter(({ type }) => type === "event");
  expect(events).toHaveLength(thrown.length);
  for (const { payload } of events) expect(isValid(payload), JSON.stringify(isValid.errors)).toBe(true);
});
