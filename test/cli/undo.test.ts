import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/program.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { sampleLog } from "../support/sample-log.ts";
import { readConsent } from "../support/sound-home.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

interface Listed {
  readonly id: string;
  readonly sha256: string;
}

/** A home with the events of a log. */
async function openHome() {
  const home = temporaryFolder();
  const file = join(home, "red.log");
  writeFileSync(file, sampleLog("rain", "snow", "hail"));
  const vextel = (...words: string[]) => runVextel(words, { home });
  await vextel("capture", file);
  const list = async () => (await runJson<Listed[]>(["list"], { home })).map(({ id, sha256 }) => ({ id, sha256 }));
  return { home, file, vextel, list, before: await list() };
}

test("undo restores all events of a drop command from their log, with the same bytes", async () => {
  const { vextel, list, before } = await openHome();
  await vextel("drop", before[0]!.id);
  await vextel("undo");
  const byId = (events: Listed[]) => [...events].sort((a, b) => (a.id < b.id ? -1 : 1));
  expect(byId(await list())).toEqual(byId(before));
  await vextel("drop", "--all");
  const { status, stdout } = await vextel("undo");
  expect([status, stdout.match(/pending again/g)?.length]).toEqual([0, 3]);
  expect(byId(await list())).toEqual(byId(before));
  expect((await vextel("undo")).status).toBe(3);
});

test("undo restores events of a registered plugin, and such as were captured with --plugin", async () => {
  const home = temporaryFolder();
  const [file, manifest] = [join(home, "red.log"), join(home, "vextel.json")];
  writeFileSync(file, readFileSync(join(repository, "test/data/red.log")));
  const lamp = { version: "1.0.0", dsn: "https://public@sentry.example/42", paths: ["forecast"] };
  writeFileSync(manifest, JSON.stringify({ publisher: "moth", plugins: { lamp } }));
  const vextel = (...words: string[]) => runVextel(words, { home });
  await vextel("publisher", "add", manifest);
  for (const words of [[], ["--plugin", "moth/lamp"]]) {
    await vextel("capture", "--again", ...words, file);
    const before = await runJson<Listed[]>(["list"], { home });
    expect(before.length).toBe(words.length === 0 ? 1 : 3);
    await vextel("drop", "--all", "--yes");
    expect((await vextel("undo")).status).toBe(0);
    const digests = (events: readonly Listed[]) => events.map(({ id, sha256 }) => [id, sha256]).sort();
    expect(digests(await runJson<Listed[]>(["list"], { home }))).toEqual(digests(before));
    await vextel("drop", "--all", "--yes");
  }
});

test("undo restores events that were captured before a manifest was registered", async () => {
  const home = temporaryFolder();
  const [file, manifest] = [join(home, "red.log"), join(home, "vextel.json")];
  writeFileSync(file, readFileSync(join(repository, "test/data/red.log")));
  const lamp = { version: "1.0.0", dsn: "https://public@sentry.example/42", loggers: ["red.larder.forecast"] };
  writeFileSync(manifest, JSON.stringify({ publisher: "moth", plugins: { lamp } }));
  const vextel = (...words: string[]) => runVextel(words, { home });
  await vextel("capture", file);
  const before = await runJson<Listed[]>(["list"], { home });
  expect(before.length).toBe(3);
  await vextel("publisher", "add", manifest);
  await vextel("drop", "--all", "--yes");
  const { status, stderr } = await vextel("undo");
  expect([status, stderr]).toEqual([0, ""]);
  const digests = (events: readonly Listed[]) => events.map(({ id, sha256 }) => [id, sha256]).sort();
  expect(digests(await runJson<Listed[]>(["list"], { home }))).toEqual(digests(before));
});

test("an event stays dropped if its log now gives other bytes or no event", async () => {
  const { vextel, list, before, file } = await openHome();
  const log = readFileSync(file, "utf8");
  await vextel("edit", before[0]!.id, "--comment", "words");
  await vextel("drop", before[0]!.id);
  const edited = await vextel("undo");
  expect([edited.status, edited.stdout, edited.stderr]).toEqual([3, "", expect.stringContaining("stays dropped")]);
  expect(edited.stderr).toContain(`vextel capture --again ${file}`);
  writeFileSync(file, "");
  expect((await vextel("undo")).status).toBe(3);
  writeFileSync(file, log);
  expect((await list()).length).toBe(2);
});

test("undo can revoke consent, but never gives it; sent events stay sent", async () => {
  const { home, vextel, before } = await openHome();
  await vextel("enable", "--yes");
  expect(readConsent(home).get("default")?.answer).toBe("enabled");
  const { status, stdout } = await vextel("undo");
  expect([status, stdout]).toEqual([0, expect.stringContaining("default: disabled. Your consent of ")]);
  expect(readConsent(home).get("default")?.answer).toBe("disabled");
  expect((await vextel("undo")).status).toBe(8);
  expect(readConsent(home).get("default")?.answer).toBe("disabled");
  const server = await startRecordingServer();
  await vextel("send", "--dsn", server.dsn, before[0]!.id);
  const sent = await vextel("undo");
  expect([sent.status, sent.stderr]).toEqual([3, expect.stringContaining("which cannot be undone")]);
});

test("what was restored while the history was not writable is not restored again", async () => {
  const { home, vextel, list } = await openHome();
  await vextel("drop", "--all");
  const history = readFileSync(join(home, "history.jsonl"));
  await vextel("undo");
  writeFileSync(join(home, "history.jsonl"), history);
  expect((await vextel("undo")).status).toBe(3);
  expect((await list()).length).toBe(3);
});
