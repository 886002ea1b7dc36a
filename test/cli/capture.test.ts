import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { renderRecord } from "../../src/outbox/record.ts";
import { digest } from "../../src/seal/ids/digest.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { sampleLog } from "../support/sample-log.ts";
import { openOutbox } from "../support/samples.ts";
import { filesOf, readConsent } from "../support/sound-home.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

interface Previewed {
  readonly file: string;
  readonly line: number;
  readonly publisher: string;
  readonly plugin: string;
  readonly id: string;
  readonly sha256: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly event: Readonly<Record<string, unknown>>;
  readonly findings: readonly { rule: string; path: string }[];
}

const log = sampleLog("rain", "snow", "hail");

test("capture and list print the whole title of an error unless they write to a terminal", async () => {
  const home = temporaryFolder();
  const message = `the ${"very ".repeat(300)}long barometer is broken`;
  const stdin = `Traceback (most recent call last):\n  File "cogs/rain.py", line 3, in rain\n    read()\nKeyError: ${message}\n`;
  const line = expect.stringMatching(new RegExp(`^.+KeyError: ${message}$`, "m"));
  expect((await runVextel(["capture"], { home, stdin })).stdout).toEqual(line);
  expect((await runVextel(["list"], { home })).stdout).toEqual(expect.stringContaining(`KeyError: ${message}  `));
  expect(await runJson(["list"], { home })).toMatchObject([{ title: `KeyError: ${message}` }]);
});

test("preview and capture of one input give the same bytes, and preview keeps nothing", async () => {
  const home = temporaryFolder();
  const previewed = await runJson<Previewed[]>(["preview"], { home, stdin: log });
  expect(filesOf(home)).toEqual(["consent.json"]);
  const captured = await runJson<Previewed[]>(["capture"], { home, stdin: log });
  expect(captured.map(({ id, sha256, line }) => [id, sha256, line])).toEqual(
    previewed.map(({ id, sha256, line }) => [id, sha256, line]),
  );
  for (const [index, { id, sha256, event }] of previewed.entries()) {
    const raw = await runVextel(["preview", "--raw", "--event", String(index + 1)], { home, stdin: log });
    const kept = await runVextel(["show", "--raw", id], { home });
    expect([digest(raw.bytes), digest(kept.bytes)]).toEqual([sha256, sha256]);
    expect(JSON.parse(raw.stdout.split("\n")[2]!)).toEqual(event);
  }
});

test("preview --json is an array with one object per event, in the documented form", async () => {
  const home = temporaryFolder();
  const file = join(home, "red.log");
  writeFileSync(file, log);
  const [first, ...others] = await runJson<Previewed[]>(["preview", file], { home });
  expect(others).toHaveLength(2);
  expect(Object.keys(first!)).toEqual([
    ...[
      "file",
      "line",
      "publisher",
      "plugin",
      "id",
      "sha256",
      "count",
      "first",
      "last",
      "headers",
      "event",
      "findings",
    ],
  ]);
  expect(first).toMatchObject({ file, line: 2, publisher: "default", plugin: "unknown" });
  expect(first!.event).toMatchObject({
    event_id: first!.id,
    user: { id: readConsent(home).get("default")!.uuid },
    exception: { values: [{ type: "KeyError", value: "'rain'" }] },
  });
  expect(await runJson(["preview"], { home, stdin: "all is well\n" })).toEqual([]);
});

test("capturing the same log again keeps nothing twice, whether as a file or as input", async () => {
  const home = temporaryFolder();
  const file = join(home, "red.log");
  writeFileSync(file, log);
  writeFileSync(`${file}.gz`, gzipSync(log));
  const ids = (await runJson<Previewed[]>(["capture"], { home, stdin: log })).map(({ id }) => id);
  for (const args of [[file], [`${file}.gz`], ["-"]]) {
    const again = await runJson<(Previewed & { state: string })[]>(["capture", ...args], { home, stdin: log });
    expect(again.map(({ id, state }) => [id, state])).toEqual(ids.map((id) => [id, "waiting"]));
  }
  const longer = await runVextel(["capture"], { home, stdin: log + sampleLog("fog") });
  expect(longer.stderr).toContain("1 event kept, 3 already known");
  expect(await openOutbox(home).ids()).toHaveLength(4);
});

test("a dropped event stays dropped until --again, and a sent one always stays sent", async () => {
  const home = temporaryFolder();
  const [first, second] = await runJson<Previewed[]>(["capture"], { home, stdin: log });
  await runVextel(["drop", first!.id], { home });
  const outbox = openOutbox(home);
  const { entry } = await outbox.read(second!.id);
  await outbox.settle(entry, { state: "sent", status: 200 });
  const capture = async (...flags: string[]) =>
    (await runJson<(Previewed & { state: string })[]>(["capture", ...flags], { home, stdin: log })).map(
      ({ state }) => state,
    );
  expect(await capture()).toEqual(["dropped", "sent", "waiting"]);
  const told = await runVextel(["capture"], { home, stdin: log });
  expect(told.stdout).toContain("dropped earlier; --again keeps it");
  expect(told.stderr).toContain("0 events kept, 2 already known, 1 dropped earlier (--again keeps them)");
  expect(await openOutbox(home).ids()).toHaveLength(1);
  expect(await capture("--again")).toEqual(["kept", "sent", "waiting"]);
  expect(await openOutbox(home).ids()).toHaveLength(2);
});

interface Counted extends Previewed {
  readonly count: number;
  readonly first: string;
  readonly last: string;
  readonly state: string;
}

/** The same error `count` times, `everySeconds` apart. */
function repeated(count: number, everySeconds: number): string {
  const at = (index: number) => new Date(Date.UTC(2026, 0, 2, 3, 0, index * everySeconds)).toISOString();
  return Array.from({ length: count }, (_, index) =>
    sampleLog("rain").replaceAll("2026-01-02 03:04:05", at(index).slice(0, 19)),
  ).join("");
}

test("equal errors of one hour are one event, with their count and times", async () => {
  const home = temporaryFolder();
  const text = repeated(300, 10);
  const [only, ...more] = await runJson<Counted[]>(["capture"], { home, stdin: text });
  expect(more).toEqual([]);
  expect(only).toMatchObject({ line: 2, count: 300 });
  expect(Date.parse(only!.last) - Date.parse(only!.first)).toBe(2990_000);
  const [previewed] = await runJson<Counted[]>(["preview"], { home, stdin: text });
  const occurrences = { count: 300, first: only!.first, last: only!.last };
  expect(previewed).toMatchObject({ id: only!.id, sha256: only!.sha256, ...occurrences });
  expect(previewed!.event).toMatchObject({ contexts: { occurrences } });
  expect(await runJson(["list"], { home })).toMatchObject([{ id: only!.id, count: 300 }]);
  const { stdout } = await runVextel(["list"], { home });
  expect(stdout.split("\n")).toHaveLength(2);
  expect(stdout).toContain("×300, ");
});

test("each hour of equal errors is a separate event", async () => {
  const home = temporaryFolder();
  const counts = (await runJson<Counted[]>(["preview"], { home, stdin: repeated(5, 1800) })).map(({ count }) => count);
  expect(counts).toEqual([2, 2, 1]);
});

test("a log that is captured in parts, twice or as it grows has the same ids and counts as the whole", async () => {
  const [home, other] = [temporaryFolder(), temporaryFolder()];
  const text = repeated(7, 60);
  const parts = [text.slice(0, text.length * (3 / 7)), text.slice(text.length * (3 / 7))];
  for (const stdin of [parts[1]!, parts[0]!, parts[0]! + parts[1]!, text])
    await runJson<Counted[]>(["capture"], { home, stdin });
  writeFileSync(join(other, "consent.json"), readFileSync(join(home, "consent.json")), { mode: 0o600 });
  await runJson<Counted[]>(["capture"], { home: other, stdin: text });
  const listed = async (home: string) =>
    (await runJson<Counted[]>(["list"], { home })).map(({ id, count, first, last }) => ({ id, count, first, last }));
  expect(await listed(home)).toEqual(await listed(other));
  expect(await listed(home)).toMatchObject([{ count: 7 }]);
});

test("errors that follow after their event was sent become another event", async () => {
  const home = temporaryFolder();
  const [first] = await runJson<Counted[]>(["capture"], { home, stdin: repeated(2, 10) });
  const outbox = openOutbox(home);
  await outbox.settle((await outbox.read(first!.id)).entry, { state: "sent", status: 200 });
  const captureMore = () => runJson<Counted[]>(["capture"], { home, stdin: repeated(9, 10) });
  const [again] = await captureMore();
  expect(again!.id).not.toBe(first!.id);
  expect(await runJson(["list"], { home })).toMatchObject([{ id: again!.id, count: 7 }]);
  await captureMore();
  expect(await runJson(["list"], { home })).toMatchObject([{ id: again!.id, count: 7 }]);
  await outbox.settle((await outbox.read(again!.id)).entry, { state: "sent", status: 200 });
  expect((await captureMore()).map(({ state }) => state)).toEqual(["sent"]);
});

test("two installs give the same error different ids", async () => {
  const [here, there] = [temporaryFolder(), temporaryFolder()];
  const ids = async (home: string) =>
    (await runJson<Previewed[]>(["preview"], { home, stdin: log })).map(({ id }) => id);
  const both = [...(await ids(here)), ...(await ids(there))];
  expect(new Set(both).size).toBe(6);
  expect(await ids(here)).toEqual(both.slice(0, 3));
});

const manifest = {
  publisher: "north",
  title: "Plugins of the north",
  plugins: {
    weather: { version: "2.5.6", dsn: "https://public@sentry.example/42", paths: ["cogs/weather/"] },
    tides: { version: "1.0.0", dsn: "https://public@sentry.example/43", loggers: ["red.tides"] },
  },
};

async function homeWithManifest(): Promise<string> {
  const home = temporaryFolder();
  const file = join(home, "vextel.json");
  writeFileSync(file, JSON.stringify(manifest));
  expect((await runVextel(["publisher", "add", file], { home })).status).toBe(0);
  return home;
}

test("an error belongs to the plugin of its path or logger; unclaimed errors are only counted", async () => {
  const home = await homeWithManifest();
  const tides = sampleLog("ebb").replaceAll("red.weather", "red.tides.moon").replaceAll("cogs/weather", "cogs/other");
  const others = sampleLog("quake", "slide")
    .replaceAll("red.weather", "red.earth")
    .replaceAll("cogs/weather", "cogs/earth");
  const stdin = log + tides + others;
  const run = await runVextel(["capture", "--json"], { home, stdin });
  const captured = JSON.parse(run.stdout) as Previewed[];
  expect(captured.map(({ publisher, plugin }) => `${publisher}/${plugin}`)).toEqual([
    ...["north/weather", "north/weather", "north/weather", "north/tides"],
  ]);
  expect(run.stderr).toContain("2 errors of unregistered plugins: ignored");
  const { event, headers } = (await runJson<Previewed[]>(["preview"], { home, stdin }))[0]!;
  expect(event).toMatchObject({ release: "weather@2.5.6", tags: { plugin: "weather", plugin_version: "2.5.6" } });
  expect(headers).toMatchObject({
    Host: "sentry.example",
    "X-Sentry-Auth": expect.stringContaining("sentry_key=public"),
  });

  const any = await runJson<Previewed[]>(["preview", "--any"], { home, stdin });
  expect(any.map(({ publisher, plugin }) => `${publisher}/${plugin}`).slice(4)).toEqual([
    "default/unknown",
    "default/unknown",
  ]);
  const named = await runJson<Previewed[]>(["preview", "--plugin", "tides"], { home, stdin });
  expect(named.map(({ plugin }) => plugin)).toEqual(["weather", "weather", "weather", "tides", "tides", "tides"]);
  expect((await runVextel(["preview", "--plugin", "moon"], { home, stdin })).status).toBe(3);
});

test("without a DSN an event stays pending until one is named", async () => {
  const home = temporaryFolder();
  const [first] = await runJson<Previewed[]>(["capture"], { home, stdin: log });
  const { status, stdout } = await runVextel(["send", first!.id], { home });
  expect([status, stdout]).toEqual([2, expect.stringMatching(/no address.*--dsn or VEXTEL_DSN/)]);
  expect((await runVextel(["send", first!.id, "--dsn", "https://sentry.example/42"], { home })).status).toBe(2);
  expect(await openOutbox(home).ids()).toHaveLength(3);
});

test("list shows pending events, and with --all, --state and --since others", async () => {
  const home = temporaryFolder();
  const [first, second, third] = await runJson<Previewed[]>(["capture"], { home, stdin: log });
  await runVextel(["drop", first!.id], { home });
  const ids = async (...args: string[]) =>
    (await runJson<{ id: string }[]>(["list", ...args], { home })).map(({ id }) => id).sort();
  expect(await ids()).toEqual([second!.id, third!.id].sort());
  expect(await ids("--all")).toEqual([first!.id, second!.id, third!.id].sort());
  expect(await ids("--state", "dropped")).toEqual([first!.id]);
  expect(await ids("--state", "rejected")).toEqual([]);
  expect(await ids("--since", "1h")).toHaveLength(2);
  expect(await ids("--since", "2999-01-01")).toEqual([]);
  const { stdout } = await runVextel(["list"], { home });
  expect(stdout).toMatch(
    /^[0-9a-f]{12} {2}2026-01-02 03:04:0\d UTC {2}waiting {2}default\/unknown {2}KeyError: '\w+' {2}held: to be sent by hand$/m,
  );
});

test("show prints the receipt of a dropped event", async () => {
  const home = temporaryFolder();
  const [first] = await runJson<Previewed[]>(["capture"], { home, stdin: log });
  await runVextel(["drop", first!.id.slice(0, 6)], { home });
  const { status, stdout } = await runVextel(["show", first!.id], { home });
  expect([status, stdout]).toEqual([0, expect.stringMatching(/dropped .*: the owner dropped it/)]);
  expect(stdout).toContain(first!.sha256);
  const again = await runVextel(["send", first!.id], { home });
  expect([again.status, again.stdout]).toEqual([3, expect.stringContaining("already dropped")]);
});

test("the JSON of the kept events is complete, even if a later file cannot be read or nothing was found", async () => {
  const home = temporaryFolder();
  const log = join(home, "red.log");
  writeFileSync(log, sampleLog("rain", "snow"));
  const failed = await runVextel(["capture", "--json", log, join(home, "no-such.log")], { home });
  expect([failed.status, JSON.parse(failed.stdout).length]).toEqual([1, 2]);
  const none = await runVextel(["capture", "--json"], { home, stdin: "all is well\n" });
  expect([none.status, none.stdout]).toEqual([0, "[]\n"]);
});

test("capture says how many older events were dropped for new ones", async () => {
  const home = temporaryFolder();
  const folder = join(home, "outbox/waiting");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (let serial = 0; serial < 1_000; serial++) {
    const id = serial.toString(16).padStart(32, "0");
    const timeMs = Date.now() - 3_600_000 * 24 * 300 + serial; // older than anything in the log
    const entry = {
      ...{ id, type: "event", publisher: "default", plugin: "unknown", title: "old", timeMs, capturedAtMs: Date.now() },
      ...{ bytes: 1, sha256: digest("x"), findings: {}, state: "waiting", attempts: 0 },
    };
    writeFileSync(join(folder, `${id}.json`), renderRecord(entry), { mode: 0o600 });
    writeFileSync(join(folder, `${id}.envelope`), "x", { mode: 0o600 });
  }
  const stdin = sampleLog(...Array.from({ length: 260 }, (_, index) => `drop ${inLetters(index)}`));
  const { status, stderr } = await runVextel(["capture"], { home, stdin });
  expect([status, stderr]).toEqual([0, expect.stringContaining("260 events kept")]);
  expect(stderr).toContain("260 older events dropped");
  expect(await openOutbox(home).ids()).toHaveLength(1_000);
});

const inLetters = (number: number) => [...String(number)].map((digit) => "abcdefghij"[Number(digit)]).join("");

test("preview of an event that does not exist says how many there are, and prints nothing", async () => {
  const home = temporaryFolder();
  const preview = (stdin: string, ...flags: string[]) => runVextel(["preview", ...flags], { home, stdin });
  const beyond = await preview(sampleLog("rain"), "--event", "9");
  expect(beyond).toMatchObject({ status: 3, stdout: "" });
  expect(beyond.stderr).toBe("There is no event 9: 1 event found\nGive a smaller number.\n");
  const none = await preview("all is well\n", "--raw");
  expect(none).toMatchObject({ status: 3, stdout: "" });
  expect(none.stderr).toBe("No errors were found, so there is no event to print\nName another log.\n");
  const several = await preview(sampleLog("rain", "snow"), "--raw");
  expect(several).toMatchObject({ status: 2, stdout: "" });
  expect(several.stderr).toContain("--raw prints one event, and there are 2");
});
