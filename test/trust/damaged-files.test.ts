import { spawn } from "node:child_process";
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { VextelError } from "../../src/errors.ts";
import { runSender } from "../../src/reporter/sender/run-sender.ts";
import { createStores } from "../../src/reporter/submit/stores.ts";
import { makeVextelTransport } from "../../src/sentry/transport.ts";
import { createTestWorld, readErrors, type TestWorld } from "../../src/testing/testing.ts";
import { createMemoryWorld } from "../../src/world/memory.ts";
import { consentPath, policyPath, resolvePaths } from "../../src/world/paths.ts";
import { envelopeOf, post, startTestRelay } from "../relay/support.ts";
import { createEnabledWorld, createPlugin, dsn } from "../reporter/support.ts";
import { yesTo } from "../support/consents.ts";
import { programPath } from "../support/program.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { environment, runJson, runVextel } from "../support/run-vextel.ts";
import { sealSample } from "../support/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const files = { consent: consentPath, policy: policyPath } as const;
type File = keyof typeof files;
const both = Object.keys(files) as File[];

const pathIn = (world: TestWorld, file: File) => files[file](resolvePaths(world.env, "/"));
const damage = (world: TestWorld, file: File) => world.files.write(pathIn(world, file), "{");

test.each(both)("report() holds the error, and sends nothing, while the %s file is damaged", async (file) => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  await damage(world, file);
  reporter.note("before it, to mirela@example.org");
  const receipt = await reporter.report(new Error("no lamp for mirela@example.org"));
  expect(receipt).toMatchObject({
    state: "held",
    reason: expect.stringMatching(/^the (consent file|policy) .*it is kept here$/),
  });
  await world.pass(60_000);
  const [held] = readErrors(world);
  expect([readErrors(world).length, held!.sent, world.posted.length]).toEqual([1, false, 0]);
  expect(held!.text).not.toContain("mirela@example.org");
  if (file === "policy") expect(held!.payload.breadcrumbs).toBeUndefined();
  else expect(held!.payload.user, "the UUID is unknown").toBeUndefined();

  await world.files.remove(pathIn(world, file));
  await world.pass(60_000);
  expect(
    readErrors(world).map(({ sent }) => sent),
    "it waits for its name",
  ).toEqual([false]);
  expect(await reporter.owner.send((receipt as { id: string }).id)).toEqual({ state: "sent" });
});

test("the owner's own words are removed from held events before they are sent, once the policy is repaired", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  await damage(world, "policy");
  const receipt = await reporter.report(new Error("the ledger of Rosalind is gone"));
  await world.files.remove(pathIn(world, "policy"));
  await createStores(world).policy.change((policy) => ({ ...policy, words: [{ text: "Rosalind", becomes: "NAME" }] }));
  const { id } = receipt as { id: string };
  expect((await reporter.owner.send(id)).state, "it changed: it is looked at again").toBe("kept");
  expect(await reporter.owner.send(id)).toEqual({ state: "sent" });
  expect(readErrors(world).map(({ text }) => text.includes("Rosalind"))).toEqual([false]);
});

test("an error is kept, and nothing is sent, while receipts cannot be read", async () => {
  const world = createMemoryWorld();
  const { outbox, consent } = createStores(world);
  await consent.change("default", () => yesTo(["https://sentry.example/42"], 0));
  const { read } = world.files;
  world.files.read = async (path) => {
    if (path.includes("/sent/")) throw new VextelError("STATE_UNTRUSTED", `${path} cannot be read (EACCES)`, "See it.");
    return read(path);
  };
  const sealed = sealSample({ subject: { dsn } });
  expect(await outbox.keep(sealed, "a title", { capture: "automatic", generation: 1 })).toBe("kept");
  await runSender([], world, async () => {});
  expect([(await outbox.ids()).length, world.posted.length]).toEqual([1, 0]);
  world.files.read = read;
  await runSender([], world, async () => {});
  expect([(await outbox.ids()).length, world.posted.length]).toEqual([0, 1]);
});

test.each(both)("no sessions and timings are captured while the %s file is damaged", async (file) => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world, { sampling: { loops: 1 } });
  await reporter.start();
  await damage(world, file);
  reporter.loop("sweep", 1e6, () => {}).stop();
  await reporter.stop();
  await world.settle();
  expect([...world.disk.keys()].filter((path) => /envelope$/.test(path))).toEqual([]);
});

test.each(both)("Sentry's transport holds events while the %s file is damaged", async (file) => {
  const world = await createEnabledWorld();
  const plugin = { name: "lamps", version: "1.2.3" };
  const transport = makeVextelTransport({
    publisher: "moth",
    plugin,
    url: `${new URL(dsn).origin}/api/42/envelope/?sentry_key=public`,
    world,
  });
  await damage(world, file);
  await transport.send([{}, [[{ type: "event" }, { event_id: "ab".repeat(16), message: "no lamp" }]]]);
  expect(readErrors(world).map(({ sent }) => sent)).toEqual([false]);
});

test("the relay accepts and holds errors while the consent file is damaged, and accepts them despite a damaged manifest", async () => {
  const world = createTestWorld();
  const { port } = await startTestRelay({ world });
  const folder = join(resolvePaths(world.env, "/").config, "publishers");
  await world.files.write(join(folder, "bat.json"), "{");
  await damage(world, "consent");
  const body = envelopeOf({ event_id: "cd".repeat(16) }, [
    { type: "event" },
    { event_id: "cd".repeat(16), message: "no lamp" },
  ]);
  expect((await post({ port, body })).status).toBe(200);
  expect(readErrors(world).map(({ sent, text }) => [sent, text.includes("lamps")])).toEqual([[false, true]]);
});

const block = (cog: string, what: string) =>
  [
    `[${new Date().toISOString().slice(0, 19).replace("T", " ")}] [ERROR] red: Exception in command '${cog}'`,
    "Traceback (most recent call last):",
    `  File "/srv/${cog}/${cog}.py", line 12, in ${cog}`,
    "    await self.look()",
    `ValueError: ${what}`,
    "",
  ].join("\n");

/** Registers and enables two publishers, each with its own server. */
async function twoPublishers() {
  const home = temporaryFolder();
  const servers = { heron: await startRecordingServer(), crane: await startRecordingServer() };
  mkdirSync(join(home, "publishers"));
  for (const [name, server] of Object.entries(servers)) {
    const manifest = {
      publisher: name,
      plugins: { [name]: { version: "1.0.0", dsn: server.dsn, paths: [`srv/${name}`] } },
    };
    writeFileSync(join(home, "publishers", `${name}.json`), JSON.stringify(manifest));
    expect((await runVextel(["enable", name, "--yes"], { home })).status).toBe(0);
  }
  return { home, servers };
}

/** Runs `watch` on a log while `work` writes to it. */
async function watchWhile(home: string, work: (log: string) => void, until: RegExp) {
  const log = join(home, "red.log");
  writeFileSync(log, "");
  const child = spawn(process.execPath, [programPath(), "watch", log], { cwd: home, env: environment({ home }) });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  const heard = async (pattern: RegExp) => {
    for (let look = 0; look < 300 && !pattern.test(said) && child.exitCode === null; look++) await wait(100);
    expect(said).toMatch(pattern);
  };
  await heard(/Watching 1 log/);
  await wait(1_100); // the log has whole seconds: lines from now on are later than the answer
  work(log);
  await heard(until);
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  child.kill("SIGTERM");
  return { status: await ended, said };
}

interface Listed {
  readonly publisher: string;
  readonly title: string;
  readonly capture: string;
}

test.each(both)("watch holds errors, warns once and continues while the %s file is damaged", async (file) => {
  const { home, servers } = await twoPublishers();
  const { status, said } = await watchWhile(
    home,
    (log) => {
      writeFileSync(join(home, `${file}.json`), "{");
      appendFileSync(log, block("heron", "no nest") + block("crane", "no lake"));
    },
    /no lake {2}-> vextel send /,
  );
  expect(status).toBe(7);
  expect(said.match(/errors are kept here and held/g)).toHaveLength(1);
  rmSync(join(home, `${file}.json`));
  const listed = await runJson<Listed[]>(["list"], { home });
  expect(listed.map(({ publisher }) => publisher).sort()).toEqual(["crane", "heron"]);
  expect([servers.heron.connections, servers.crane.connections]).toEqual([0, 0]);
});

test("a damaged manifest affects no other publisher: watch, capture and preview attribute all other errors", async () => {
  const { home, servers } = await twoPublishers();
  writeFileSync(join(home, "publishers", "heron.json"), "{");
  const { said } = await watchWhile(
    home,
    (log) => appendFileSync(log, block("heron", "no nest") + block("crane", "no lake")),
    /no lake {2}-> sent automatically/,
  );
  expect(said).toContain("publishers/heron.json");
  const watched = await runJson<Listed[]>(["list", "--all"], { home });
  expect(watched.map(({ publisher, title }) => `${publisher}: ${title}`).sort()).toEqual([
    "crane: ValueError: no lake",
    "heron: ValueError: no nest",
  ]);
  expect(servers.heron.connections).toBe(0);
  const stdin = block("crane", "no reed") + block("heron", "no frog");
  for (const command of ["preview", "capture"]) {
    const { status, stdout, stderr } = await runVextel([command], { home, stdin });
    expect([command, status]).toEqual([command, 7]);
    expect(stdout).toContain("crane");
    expect(stderr).toContain("publishers/heron.json");
  }
  const shown = await runVextel(["publisher", "list"], { home });
  expect([shown.status, shown.stdout]).toEqual([7, expect.stringContaining("crane")]);
  expect((await runVextel(["enable", "crane", "--yes"], { home })).status).toBe(0);
  expect((await runVextel(["enable", "heron", "--yes"], { home })).status).toBe(7);
  expect((await runVextel(["publisher", "remove", "heron"], { home })).status).toBe(0);
  expect((await runVextel(["publisher", "list"], { home })).status).toBe(0);
});
