import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startRecordingServer } from "../support/recording-server.ts";
import { runVextel } from "../support/run-vextel.ts";
import { keepWatched, sealSample } from "../support/samples.ts";
import { hasTmux, startOnScreen } from "../support/screen.ts";
import { readConsent } from "../support/sound-home.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

async function add(home: string, dsn: string, paths: readonly string[], loggers: readonly string[] = []) {
  const path = join(home, "north.json");
  const plugins = { weather: { version: "1.0.0", dsn, paths, loggers } };
  writeFileSync(
    path,
    JSON.stringify({ publisher: "north", title: "North wind", privacy: "https://north.example/p", plugins }),
  );
  expect((await runVextel(["publisher", "add", path], { home })).status).toBe(0);
}

test.skipIf(!hasTmux)(
  "on a terminal, enable shows destinations, claims and changes before it asks",
  async () => {
    const home = temporaryFolder();
    await add(home, "https://key@sentry.example/42", ["north/weather"], ["red.north"]);
    const first = startOnScreen(["enable", "north"], home);
    const seen = await first.see(/May this be sent automatically\?/);
    for (const part of [
      "North wind",
      "https://north.example/p",
      "sentry.example, project 42",
      "north/weather",
      "red.north",
    ])
      expect(seen).toContain(part);
    for (const kind of ["errors", "sessions", "timings"]) expect(seen).toContain(kind);
    first.press("Enter"); // the first choice: no
    expect([await first.end(), readConsent(home).get("north")?.answer ?? "unset"]).toEqual([0, "unset"]);

    const second = startOnScreen(["enable", "north"], home);
    await second.see(/May this be sent automatically\?/);
    second.press("Down", "Enter");
    expect(await second.end()).toBe(0);
    expect(readConsent(home).get("north")).toMatchObject({
      answer: "enabled",
      agreed: [{ destination: "https://sentry.example/42", paths: ["north/weather"], loggers: ["red.north"] }],
    });

    await add(home, "https://key@elsewhere.example/7", ["north/weather", "north/tides"]);
    const third = startOnScreen(["enable", "north"], home);
    const moved = await third.see(/May this be sent automatically\?/);
    expect(moved).toMatch(/before +https:\/\/sentry\.example\/42/);
    expect(moved).toMatch(/now +https:\/\/elsewhere\.example\/7/);
    third.press("C-c");
    expect(await third.end()).toBe(130);
    expect(
      readConsent(home)
        .get("north")!
        .agreed.map(({ destination }) => destination),
    ).toEqual(["https://sentry.example/42"]);
  },
  120_000,
);

test("list --all shows under which decision an event was sent automatically", async () => {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  const subject = { publisher: "north", plugin: "weather", dsn: server.dsn };
  writeFileSync(
    join(home, "north.json"),
    JSON.stringify({
      publisher: "north",
      plugins: { weather: { version: "1.0.0", dsn: server.dsn, paths: ["north/weather"] } },
    }),
  );
  await runVextel(["publisher", "add", "north.json"], { home });
  await runVextel(["enable", "north", "--yes"], { home });
  await keepWatched(home, sealSample({ subject, timeMs: Date.now() }));
  expect((await runVextel(["send", "--all"], { home })).status).toBe(0);
  const { sinceMs } = readConsent(home).get("north")!;
  const { stdout } = await runVextel(["list", "--all"], { home });
  expect(stdout).toContain(`under your consent of ${new Date(sinceMs!).toISOString()}`);
});

test.skipIf(!hasTmux)("what is pasted at the question of enable is no consent", async () => {
  const home = temporaryFolder();
  await add(home, "https://key@sentry.example/42", ["north/weather"]);
  const screen = startOnScreen(["enable", "north"], home);
  await screen.see(/May this be sent automatically\?/);
  screen.paste("yes\nyes\ny\n");
  screen.press("Enter"); // the first choice: no
  expect([await screen.end(), readConsent(home).get("north")?.answer ?? "unset"]).toEqual([0, "unset"]);
});
