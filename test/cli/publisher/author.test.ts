import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseEnvelope } from "../../../src/seal/envelope.ts";
import { madeUpCogs, makeCogRepository } from "../../support/cog-repository.ts";
import { startRecordingServer } from "../../support/recording-server.ts";
import { runJson, runVextel } from "../../support/run-vextel.ts";
import { hasTmux, startOnScreen } from "../../support/screen.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const dsn = "https://key@o1.ingest.sentry.io/42";

/** A repository without a manifest, and functions that run commands in it. */
async function makeRepository(address = dsn) {
  const [root, home] = [makeCogRepository(), temporaryFolder()];
  const run = (...args: string[]) => runVextel(["publisher", ...args], { home, cwd: root });
  const json = <T>(...args: string[]) => runJson<T>(["publisher", ...args], { home, cwd: root });
  expect((await run("init", "--dsn", address)).status).toBe(0);
  return { root, home, run, json };
}

test("init, check, simulate and page need only the DSN from the author; enable then shows exactly the facts of the page", async () => {
  const { root, run, json } = await makeRepository();
  const events = await json<{ plugin: string; why: string; release: string; url: string }[]>("simulate");
  expect(events.map(({ plugin, why, release, url }) => [plugin, why, release, url])).toEqual(
    madeUpCogs.map(([name, version]) => [
      ...[name, `one of its stack frames is in ${name}/${name}.py`, `${name}@${version ?? "0.0.0"}`],
      "https://o1.ingest.sentry.io/api/42/envelope/",
    ]),
  );
  expect((await run("page", "--output", "TELEMETRY.md")).status).toBe(0);
  expect(await run("check", "--strict")).toMatchObject({ status: 0, stdout: "" });
  const page = readFileSync(join(root, "TELEMETRY.md"), "utf8");
  const owner = temporaryFolder();
  expect((await runVextel(["publisher", "add", join(root, "vextel.json")], { home: owner })).status).toBe(0);
  const { stdout } = await runVextel(["enable", "harbour-cogs", "--yes"], { home: owner });
  const [facts] = stdout.split("\n\n");
  expect(facts).toContain("goes to  o1.ingest.sentry.io, project 42");
  expect(page).toContain(`\`\`\`text\n${facts}\n\`\`\`\n`);
  expect(page).toContain("vextel publisher add vextel.json");
}, 120_000);

test("the page is the same on every machine and at any time, can be checked, and never overwrites another file", async () => {
  const { root, home, run } = await makeRepository();
  const first = await run("page");
  const env = { TZ: "Asia/Tokyo", LANG: "de_DE.UTF-8", DISCORD_TOKEN: "made-up-token-of-nobody" };
  const again = await runVextel(["publisher", "page"], { home: temporaryFolder(), cwd: root, env });
  expect(again.stdout).toBe(first.stdout);
  expect(await run("page", "--check", "TELEMETRY.md")).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("is missing"),
  });
  await run("page", "--output", "TELEMETRY.md");
  expect(await run("page", "--check", "TELEMETRY.md")).toMatchObject({ status: 0 });
  const manifest = readFileSync(join(root, "vextel.json"), "utf8");
  writeFileSync(join(root, "vextel.json"), manifest.replace("cogs/anchor", "cogs/mooring"));
  expect(await run("page", "--check", "TELEMETRY.md")).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("out of date"),
  });
  expect((await run("page", "--output", "TELEMETRY.md")).status).toBe(0);
  expect(readFileSync(join(root, "TELEMETRY.md"), "utf8")).toContain("cogs/mooring");
  expect((await run("page", "--output", "README.md")).status).toBe(2);
  expect(readFileSync(join(root, "README.md"), "utf8")).toBe("# Cogs\n");
  expect((await run("page", "--output", "page.html")).status).toBe(0);
  expect(readFileSync(join(root, "page.html"), "utf8")).toMatch(
    /^<!doctype html>.*<pre>harbour-cogs {2}Wren&#39;s harbour\n/s,
  );
  expect(existsSync(join(home, "consent.json"))).toBe(false);
}, 120_000);

test("simulate shows which plugin a log's errors belong to, how Sentry groups them, and how many belong to others", async () => {
  const { root, json, run } = await makeRepository();
  const log = join(root, "a.log");
  for (const [path, word] of [
    ["cogs/anchor/anchor.py", "one"],
    ["cogs/kraken/kraken.py", "two"],
  ])
    appendFileSync(
      log,
      `[2026-01-02 03:04:05] [ERROR] red: it failed\nTraceback (most recent call last):\n  File "/opt/red/${path}", line 3, in weigh\n    haul()\nValueError: ${word}\n`,
    );
  expect(await json("simulate", log)).toMatchObject([
    { plugin: "anchor", line: 1, title: "ValueError: one", group: "ValueError in anchor.anchor, weigh" },
  ]);
  expect((await run("simulate", log)).stderr).toContain(
    "1 event of the manifest's plugins; 1 of 2 errors belongs to other plugins.",
  );
});

test("simulate fails if a plugin's claims do not match an error in its own code", async () => {
  const { root, run } = await makeRepository();
  const manifest = JSON.parse(readFileSync(join(root, "vextel.json"), "utf8"));
  manifest.plugins.bilge.paths = ["cogs/anchor", "Harbour-Cogs/bilge"];
  writeFileSync(join(root, "vextel.json"), JSON.stringify(manifest));
  const { status, stderr } = await run("simulate");
  expect([status, stderr]).toEqual([
    1,
    expect.stringContaining("bilge: its claims do not match an error in its own code: it belongs to anchor."),
  ]);
});

test("mappings map the paths in events to the files in the repository", async () => {
  const { json } = await makeRepository();
  const [event] = await json<
    { event: { exception: { values: { stacktrace: { frames: { filename: string }[] } }[] } } }[]
  >("simulate", "--plugin", "ebb");
  const filename = event!.event.exception.values.at(-1)!.stacktrace.frames.at(-1)!.filename;
  const mappings = await json<{ stackRoot: string; sourceRoot: string }[]>("mappings");
  expect(mappings).toContainEqual({ stackRoot: "ebb/", sourceRoot: "ebb/" });
  const { stackRoot, sourceRoot } = mappings.find((one) => filename.startsWith(one.stackRoot))!;
  expect(filename.replace(stackRoot, sourceRoot)).toBe("ebb/ebb.py");
  expect(await json("mappings", "--plugin", "ebb")).toHaveLength(1);
});

test("test-event shows a marked event and sends it only after confirmation; each is a separate event", async () => {
  const server = await startRecordingServer();
  const { home, run } = await makeRepository(server.dsn);
  const refused = await run("test-event", "--plugin", "ebb");
  expect([refused.status, server.connections]).toEqual([2, 0]);
  expect(refused.stdout).toContain("VextelTestEvent: a test by `vextel publisher test-event`, nothing failed");
  expect((await run("test-event", "--yes")).stderr).toContain("Name one: --plugin anchor");
  expect(await runJson(["list"], { home })).toEqual([]);
  for (let times = 0; times < 2; times++) {
    const { status, stdout } = await run("test-event", "--plugin", "ebb", "--yes");
    expect([status, stdout]).toEqual([0, expect.stringMatching(/sent {2}the server answered 200/)]);
  }
  const sent = server.requests.map(({ body }) => parseEnvelope(body).payload);
  expect(sent).toMatchObject([{ release: "ebb@4.1.7" }, { release: "ebb@4.1.7" }]);
  expect(new Set(sent.map(({ event_id }) => event_id)).size).toBe(2);
  server.play = { status: 403 };
  expect((await run("test-event", "--plugin", "ebb", "--yes")).status).toBe(4);
});

test.skipIf(!hasTmux)("on a terminal, init asks for the name and the DSN, and explains invalid answers", async () => {
  const root = makeCogRepository();
  const screen = startOnScreen(["publisher", "init", root], temporaryFolder());
  await screen.see(/Your name as a publisher/);
  screen.press("Enter");
  await screen.see(/DSN of the Sentry project/);
  screen.press("https://key:s3cr3t@o1.ingest.sentry.io/42", "Enter");
  await screen.see(/secret key/);
  screen.press("C-u", dsn, "Enter");
  expect(await screen.end()).toBe(0);
  const { publisher, plugins } = JSON.parse(readFileSync(join(root, "vextel.json"), "utf8"));
  expect([publisher, plugins.anchor.dsn]).toEqual(["harbour-cogs", dsn]);
});
