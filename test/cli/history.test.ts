import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { HistoryEntry } from "../../src/history/record.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const log = `[2026-11-20 10:00:01] [ERROR] red.kiosk: oops
Traceback (most recent call last):
  File "/home/keeper/cogs/kiosk/kiosk.py", line 7, in buy
    raise ValueError("no change")
ValueError: no change
`;

async function homeWithSentEvent() {
  const [home, server] = [temporaryFolder(), await startRecordingServer()];
  await runVextel(["capture"], { home, stdin: log });
  const [event] = await runJson<{ id: string; sha256: string }[]>(["list"], { home });
  await runVextel(["send", "--dsn", server.dsn, event!.id], { home });
  return { home, server, event: event! };
}

test("the history records what is sent, where, and the server's answer, before and after the request", async () => {
  const { home, server, event } = await homeWithSentEvent();
  const entries = await runJson<HistoryEntry[]>(["history"], { home });
  const about = entries.filter((entry) => "event" in entry && entry.event === event.id);
  expect(about.map(({ kind }) => kind)).toEqual(["captured", "sending", "sent"]);
  const port = new URL(server.dsn).port;
  expect(about[1]).toMatchObject({
    under: "named",
    sha256: event.sha256,
    destination: expect.stringContaining(`http://127.0.0.1:${port}/`),
  });
  expect(about[2]).toMatchObject({ status: 200, sha256: event.sha256 });
  expect(JSON.stringify(entries)).not.toContain("no change");
});

test("the bytes that were sent can be shown and checked afterwards", async () => {
  const { home, server, event } = await homeWithSentEvent();
  const shown = await runVextel(["show", "--raw", event.id], { home });
  expect(shown.bytes.equals(server.requests[0]!.body)).toBe(true);
  const check = await runJson<object>(["history", "--verify"], { home });
  expect(check).toMatchObject({ verified: 1, mismatches: [] });
  expect(check).not.toHaveProperty("broken");
});

test("a changed line and changed bytes are found, with status 7", async () => {
  const { home, event } = await homeWithSentEvent();
  const sent = join(home, "outbox/sent/bytes", `${event.id}.envelope`);
  writeFileSync(sent, readFileSync(sent, "utf8").replace("no change", "no chance"));
  const bytes = await runVextel(["history", "--verify"], { home });
  expect(bytes.status).toBe(7);
  expect(bytes.stdout).toContain(event.id);
  const ledger = join(home, "history.jsonl");
  writeFileSync(ledger, readFileSync(ledger, "utf8").replace('"kind":"sending"', '"kind":"sent"'));
  const line = await runVextel(["history", "--verify"], { home });
  expect(line.status).toBe(7);
  expect(line.stdout).toMatch(/broken at line \d+/);
});

test("decisions, what they cover, and their end are in the history", async () => {
  const home = temporaryFolder();
  const dsn = "https://public@o1.ingest.sentry.io/42";
  const manifest = { publisher: "moth", plugins: { lamps: { version: "1.0.0", dsn, paths: ["cogs/lamps"] } } };
  writeFileSync(join(home, "vextel.json"), JSON.stringify(manifest));
  for (const words of [
    ["publisher", "add", join(home, "vextel.json")],
    ["enable", "moth", "--yes"],
    ["disable", "moth"],
  ])
    expect(await runVextel(words, { home })).toMatchObject({ status: 0 });
  const answers = (await runJson<HistoryEntry[]>(["history"], { home })).filter(({ kind }) => kind === "answer");
  expect(answers).toMatchObject([
    { answer: "enabled", destinations: ["https://o1.ingest.sentry.io/42"], kinds: ["errors", "sessions", "timings"] },
    { answer: "disabled", destinations: [], kinds: [] },
  ]);
});

test("a drop is in the history", async () => {
  const home = temporaryFolder();
  await runVextel(["capture"], { home, stdin: log });
  await runVextel(["drop", "--all"], { home });
  const { stdout } = await runVextel(["history", "--since", "1d"], { home });
  expect(stdout).toMatch(/captured by hand .*\n.*dropped /);
});

test("a request among the oldest lines, which are no longer kept, is not missing if its answer is kept", async () => {
  const { home } = await homeWithSentEvent();
  const ledger = join(home, "history.jsonl");
  const lines = readFileSync(ledger, "utf8").split("\n");
  const answer = lines.findIndex((line) => line.includes('"kind":"sent"'));
  writeFileSync(join(home, "history.3.jsonl"), `${lines[answer]}\n`);
  writeFileSync(ledger, lines.slice(answer + 1).join("\n"));
  const { status, stdout } = await runVextel(["history", "--verify"], { home });
  expect([status, stdout]).toEqual([0, expect.not.stringContaining("missing")]);
});

test("an old copy of the history, one without its last line, or an empty one does not contain the answer to a sent event, with status 7", async () => {
  const { home, event } = await homeWithSentEvent();
  const ledger = join(home, "history.jsonl");
  const lines = readFileSync(ledger, "utf8").split("\n");
  const last = lines.findIndex((line) => line.includes('"kind":"sent"'));
  expect(lines.slice(last + 1)).toEqual([""]);
  for (const old of [`${lines.slice(0, last).join("\n")}\n`, `${lines[0]}\n`, ""]) {
    writeFileSync(ledger, old);
    const { status, stdout } = await runVextel(["history", "--verify"], { home });
    expect([status, stdout]).toEqual([7, expect.stringContaining(`${event.id}: it was sent, but lines about it are`)]);
  }
});

test("history --verify claims nothing about lines or bytes that do not exist", async () => {
  const home = temporaryFolder();
  const empty = await runVextel(["history", "--verify"], { home });
  expect([empty.status, empty.stdout, empty.stderr]).toEqual([
    0,
    "",
    "The history is empty: there is nothing to check.\n",
  ]);
  await runVextel(["capture"], { home, stdin: log });
  const unsent = await runVextel(["history", "--verify"], { home });
  expect([unsent.status, unsent.stdout]).toEqual([0, expect.stringContaining("\nNo bytes of sent events are kept\n")]);
});
