import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { post } from "../../src/deliver/http/post.ts";
import { runSender } from "../../src/reporter/sender/run-sender.ts";
import { titleOf } from "../../src/seal/title.ts";
import { createNodeWorld } from "../../src/world/node.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { keepSamples, keepWatched, openOutbox, sealSample } from "../support/samples.ts";
import { readConsent } from "../support/sound-home.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

interface Listed {
  readonly id: string;
  readonly automatic?: boolean;
  readonly under?: { readonly generation: number; readonly since: string };
  readonly held?: string;
}

test("list shows for each pending event which consent covers it or why it is held, and the sender acts accordingly", {
  timeout: 240_000,
}, async () => {
  const [home, server] = [temporaryFolder(), await startRecordingServer()];
  const [publisher, elsewhere] = ["north", server.dsn.replace(/\d+$/, "77")];
  const plugin = { version: "1.0.0", dsn: server.dsn, paths: ["north/weather"] };
  writeFileSync(join(home, "north.json"), JSON.stringify({ publisher, plugins: { weather: plugin } }));
  await runVextel(["publisher", "add", "north.json"], { home });
  const timeMs = Date.now();
  const sample = (name: string, dsn = server.dsn) =>
    sealSample({ name, timeMs: Date.now(), subject: { publisher, plugin: "weather", dsn } });
  const early = sample("early");
  await openOutbox(home).keep(early, titleOf(early.bytes), { capture: "automatic", held: "not enabled" });
  const listed = async () =>
    new Map((await runJson<Listed[]>(["list"], { home })).map((event) => [event.id, event] as const));
  expect((await listed()).get(early.id)).toMatchObject({ automatic: false, held: "not enabled" });

  await runVextel(["enable", publisher, "--yes", "--without", "sessions"], { home });
  const { generation, sinceMs } = readConsent(home).get(publisher)!;
  const since = new Date(sinceMs!).toISOString();
  const [given, watched, moved, refused] = [
    sample("given"),
    sample("watched"),
    sample("moved", elsewhere),
    sample("refused"),
  ];
  await keepSamples(home, given);
  await keepWatched(home, watched, moved, refused);
  const outbox = openOutbox(home);
  const maybes = { "perhaps written by a user": "quoted", "wider claim": "wider", "files damaged": "damaged" };
  const remembered = Object.entries(maybes).map(([held, name]) => [held, sample(name)] as const);
  for (const [held, sealed] of remembered)
    await outbox.keep(sealed, titleOf(sealed.bytes), { capture: "automatic", held, capturedAtMs: timeMs });
  const closed = sample("closed"); // by DO_NOT_TRACK
  const stamp = { capture: "automatic", held: "not enabled", capturedAtMs: Date.now() } as const;
  await outbox.keep(closed, titleOf(closed.bytes), stamp);
  const { entry } = await outbox.read(refused.id);
  await outbox.update({ ...entry, state: "rejected", reason: "the server answered 400" });

  const said = await listed();
  const held = (id: string) => said.get(id)?.held;
  expect(said.get(watched.id)).toMatchObject({ automatic: true, under: { generation, since } });
  expect([early, closed, given, moved, refused].map(({ id }) => held(id))).toEqual([
    "before the answer",
    "not enabled",
    "captured by hand",
    "new destination",
    "refused by the server",
  ]);
  for (const [why, { id }] of remembered) expect(held(id)).toBe(why);
  const { stdout } = await runVextel(["list"], { home });
  const line = (id: string) => stdout.split("\n").find((one) => one.startsWith(id.slice(0, 12)));
  expect(line(watched.id)).toContain(`sent automatically under your consent of ${since}`);
  expect(line(moved.id)).toContain("held: for another address than you agreed to");
  const shown = await runVextel(["show", moved.id], { home });
  expect(shown.stdout).toContain("held: for another address than you agreed to");
  const { publishers } = JSON.parse((await runVextel(["status", "--json"], { home })).stdout);
  expect([publishers[0].automatic, publishers[0].held["perhaps written by a user"]]).toEqual([1, 1]);

  await runSender([], createNodeWorld(post, { VEXTEL_HOME: home }), async () => {});
  expect(server.requests.map(({ body }) => JSON.parse(body.toString().split("\n")[2]!).event_id)).toEqual([watched.id]);
});
