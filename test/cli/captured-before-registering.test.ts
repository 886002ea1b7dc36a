import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { sampleLog } from "../support/sample-log.ts";
import { openOutbox } from "../support/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const log = sampleLog("rain", "snow", "hail");

interface Captured {
  readonly id: string;
  readonly publisher: string;
  readonly state: string;
}

const capture = (home: string, stdin = log, ...flags: string[]) =>
  runJson<Captured[]>(["capture", ...flags], { home, stdin });
const pendingOf = async (home: string) => (await openOutbox(home).list()).map(({ id }) => id).sort();
const idsOf = (captured: readonly Captured[]) => captured.map(({ id }) => id).sort();

async function register(home: string): Promise<void> {
  const file = join(home, "weather.json");
  const plugin = { version: "1.0.0", dsn: "https://public@sentry.example/1", paths: ["cogs/weather/"] };
  writeFileSync(
    file,
    JSON.stringify({
      publisher: "skies",
      title: "Skies",
      privacy: "https://skies.example/privacy",
      plugins: { weather: plugin },
    }),
  );
  expect((await runVextel(["publisher", "add", file], { home })).status).toBe(0);
}

test("errors captured before their publisher was registered are pending once, as the publisher's", async () => {
  const home = temporaryFolder();
  const before = await capture(home);
  await register(home);
  const { stderr } = await runVextel(["capture", "--json"], { home, stdin: log });
  expect(stderr).toContain("3 events captured before the publisher was registered: dropped");
  const after = await capture(home);
  expect(after.map(({ publisher, state }) => [publisher, state])).toEqual(
    Array.from({ length: 3 }, () => ["skies", "waiting"]),
  );
  expect(await pendingOf(home)).toEqual(idsOf(after));
  const receipts = await openOutbox(home).receipts();
  expect(receipts.map(({ id, state, reason }) => [id, state, reason]).sort()).toEqual(
    before.map(({ id }, at) => [id, "dropped", `event ${after[at]!.id} of its publisher covers it`]).sort(),
  );
  expect((await runVextel(["history", "--verify"], { home })).status).toBe(0);
});

test("an event that the owner has viewed or approved is kept besides its publisher's, and is listed", async () => {
  const home = temporaryFolder();
  const [looked, approved] = await capture(home);
  await runVextel(["show", looked!.id], { home });
  await runVextel(["show", "--approve", approved!.id], { home });
  await register(home);
  const { stderr } = await runVextel(["capture", "--json"], { home, stdin: log });
  for (const { id } of [looked!, approved!]) expect(stderr).toContain(id.slice(0, 12));
  expect(await pendingOf(home)).toEqual(idsOf([looked!, approved!, ...(await capture(home))]));
});

test("what the owner dropped before its publisher was registered stays dropped without --again", async () => {
  const home = temporaryFolder();
  const [dropped] = await capture(home);
  await runVextel(["drop", dropped!.id], { home });
  await register(home);
  const after = await capture(home);
  expect(after.map(({ state }) => state)).toEqual(["dropped", "kept", "kept"]);
  expect((await capture(home, log, "--again")).map(({ state }) => state)).toEqual(["kept", "waiting", "waiting"]);
});

test("an event that includes errors which the log no longer contains is kept", async () => {
  const home = temporaryFolder();
  const twice = `${log}${sampleLog("rain")}`;
  const before = await capture(home, twice);
  await register(home);
  const after = await capture(home);
  const grown = before.find(({ id }) => id === before[0]!.id)!;
  expect(await pendingOf(home)).toEqual(idsOf([grown, ...after]));
});
