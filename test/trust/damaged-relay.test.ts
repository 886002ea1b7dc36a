import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { makeKey, startRelayProcess } from "../relay/start-relay.ts";
import { envelopeOf, post } from "../relay/support.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

interface Listed {
  readonly id: string;
  readonly publisher: string;
  readonly capture: string;
  readonly automatic: boolean;
  readonly held?: string;
}

/** A home and a server for a publisher whose manifest the owner has agreed to, and the headers of a request. */
async function enabledRelay() {
  const [home, server] = [temporaryFolder(), await startRecordingServer()];
  mkdirSync(join(home, "publishers"));
  const plugin = { version: "1.0.0", dsn: server.dsn, paths: ["lamps"] };
  writeFileSync(
    join(home, "publishers", "moth.json"),
    JSON.stringify({ publisher: "moth", plugins: { lamps: plugin } }),
  );
  expect((await runVextel(["enable", "moth", "--yes"], { home })).status).toBe(0);
  const headers = { "X-Sentry-Auth": `Sentry sentry_key=${await makeKey(home, "moth/lamps")}` };
  return { home, server, headers };
}

test.each(["consent", "policy"])(
  "the relay holds errors, answers 200 and refuses everything else while the %s file is damaged",
  { timeout: 240_000 },
  async (file) => {
    const { home, server, headers } = await enabledRelay();
    const path = join(home, `${file}.json`);
    const good = existsSync(path) ? readFileSync(path) : undefined;
    writeFileSync(path, "{");
    const { port, child, ended } = await startRelayProcess(home); // damaged before it starts
    const send = (id: string, word: string, type = "event") =>
      post({ port, headers, body: envelopeOf({ event_id: id }, [{ type }, { event_id: id, message: `no ${word}` }]) });
    const [early, timing, late, sound] = ["a", "b", "c", "d"].map((digit) => digit.repeat(32)) as [string, ...string[]];
    const first = await send(early, "lamp of mirela@example.org");
    expect([first.status, JSON.parse(first.body)]).toEqual([200, { id: early }]);
    expect(first.headers["x-sentry-rate-limits"]).toMatch(/transaction;session/);
    expect((await send(timing!, "", "transaction")).status).toBe(200);
    const listed = async () => new Map((await runJson<Listed[]>(["list"], { home })).map((one) => [one.id, one]));

    if (good) writeFileSync(path, good);
    else rmSync(path);
    expect([...(await listed()).keys()], "no timing").toEqual([early]);
    expect((await listed()).get(early)).toMatchObject({
      publisher: "moth",
      capture: "automatic",
      held: "files damaged",
    });
    await wait(1_100); // the relay remembers files this long
    expect((await send(sound!, "wick")).status).toBe(200);
    writeFileSync(path, "{"); // damaged while it runs
    await wait(1_100);
    expect((await send(late!, "glass")).status).toBe(200);
    if (good) writeFileSync(path, good);
    else rmSync(path);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect((await listed()).get(late!)).toMatchObject({ automatic: false });
    await runVextel(["send", "--all"], { home });
    const arrived = () => server.requests.map(({ body }) => JSON.parse(body.toString().split("\n")[2]!).event_id);
    expect(arrived(), "only what came while all was sound").toEqual([sound]);
    expect((await runVextel(["send", early], { home })).status).toBe(0);
    expect(arrived()).toEqual([sound, early]);
    expect(server.requests.some(({ body }) => body.includes("mirela"))).toBe(false);
  },
);

test("while the relay's own keys are damaged it answers 503, and accepts a repeated request", async () => {
  const { home, headers } = await enabledRelay();
  const { port } = await startRelayProcess(home);
  const id = "e".repeat(32);
  const send = () =>
    post({ port, headers, body: envelopeOf({ event_id: id }, [{ type: "event" }, { message: "no lamp" }]) });
  const path = join(home, "relay.json");
  const keys = readFileSync(path);
  writeFileSync(path, "{");
  expect((await send()).status).toBe(503);
  writeFileSync(path, keys);
  await wait(1_100);
  expect((await send()).status).toBe(200);
  expect((await runJson<Listed[]>(["list", "--all"], { home })).map((one) => one.id)).toEqual([id]);
});
