import { expect, test } from "vitest";
import { digest } from "../../src/seal/ids/digest.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { runVextel } from "../support/run-vextel.ts";
import { inLetters, sampleLog } from "../support/sample-log.ts";
import { keepSamples, openOutbox, sealSample } from "../support/samples.ts";
import { expectSoundHome, filesOf, readConsent } from "../support/sound-home.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("32 concurrent processes that capture, enable, disable and list leave one UUID, valid files and every event", async () => {
  const home = temporaryFolder();
  const processes = Array.from({ length: 32 }, (_, index) => {
    const kind = index % 4;
    if (kind === 0)
      return {
        args: ["capture"],
        stdin: sampleLog(`rain ${inLetters(index)}`, `snow ${inLetters(index)}`, "the same everywhere"),
      };
    return { args: [["enable", "--yes"], ["disable"], ["list"]][kind - 1]!, stdin: "" };
  });
  const runs = await Promise.all(processes.map(({ args, stdin }) => runVextel(args, { home, stdin })));
  for (const [index, { status, stderr }] of runs.entries())
    expect([processes[index]!.args, status, stderr.match(/cannot|failed/i)]).toEqual([processes[index]!.args, 0, null]);

  expectSoundHome(home);
  const consent = readConsent(home).get("default");
  expect(["enabled", "disabled"]).toContain(consent?.answer);
  expect(filesOf(home).filter((name) => /lock|tmp/.test(name))).toEqual([]);

  const outbox = openOutbox(home);
  const entries = await outbox.list();
  expect(entries).toHaveLength(8 * 2 + 1);
  const uuids = await Promise.all(entries.map(async ({ id }) => uuidIn((await outbox.read(id)).bytes)));
  expect(new Set(uuids)).toEqual(new Set([consent?.uuid]));
});

test("concurrent processes that send the same events post each of them once", async () => {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  const samples = Array.from({ length: 6 }, (_, index) =>
    sealSample({ name: `drop ${inLetters(index)}`, subject: { dsn: server.dsn } }),
  );
  await keepSamples(home, ...samples);
  const args = ["send", ...samples.map(({ id }) => id)];
  const runs = await Promise.all(Array.from({ length: 6 }, () => runVextel(args, { home })));
  expect(runs.map(({ status }) => status)).toEqual(runs.map(() => 0));
  expect(server.requests.map(({ body }) => digest(body)).sort()).toEqual(samples.map(({ sha256 }) => sha256).sort());
  expect(await openOutbox(home).count()).toEqual({ waiting: 0, settled: samples.length });
});

test("concurrent capture, send and drop of the same events leave each of them sent, dropped or pending", async () => {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  const env = { VEXTEL_DSN: server.dsn };
  const log = sampleLog(...Array.from({ length: 5 }, (_, index) => `drop ${inLetters(index)}`));
  await runVextel(["capture"], { home, stdin: log });
  const ids = await openOutbox(home).ids();
  const commands = [["capture"], ["send", ...ids], ["drop", ...ids], ["list", "--all"], ["status"], ["capture"]];
  const runs = await Promise.all(commands.map((args) => runVextel(args, { home, env, stdin: log })));
  for (const [index, { status, stderr }] of runs.entries())
    expect([commands[index], [0, 3].includes(status!), stderr]).toEqual([commands[index], true, stderr]);
  expectSoundHome(home);
  const outbox = openOutbox(home);
  expect((await outbox.ids(true)).sort()).toEqual(ids.sort());
  for (const id of await outbox.ids()) await outbox.read(id);
});

const uuidIn = (bytes: Uint8Array): string => JSON.parse(Buffer.from(bytes).toString().split("\n")[2]!).user.id;
