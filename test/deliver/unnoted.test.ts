import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, rmSync, statfsSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createConsentFile } from "../../src/consent/file.ts";
import { VextelError } from "../../src/errors.ts";
import { createLedger } from "../../src/history/ledger.ts";
import { createOutbox } from "../../src/outbox/outbox.ts";
import { runSender } from "../../src/reporter/sender/run-sender.ts";
import { createMemoryWorld } from "../../src/world/memory.ts";
import { consentPath, resolvePaths } from "../../src/world/paths.ts";
import { yesTo } from "../support/consents.ts";
import { giveToNobody, nobody } from "../support/nobody.ts";
import { type RecordingServer, startRecordingServer } from "../support/recording-server.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { keepSamples, sealSample } from "../support/samples.ts";
import { expectSoundHome, filesOf } from "../support/sound-home.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Runs `work` when the server has received the body but has not answered yet. */
function atArrival(server: RecordingServer, work: () => void): void {
  server.requests.push = (...all) => {
    const count = Array.prototype.push.apply(server.requests, all);
    work();
    return count;
  };
}

async function sceneWithOne(user: { readonly uid?: number } = nobody) {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  const { id } = sealSample({ subject: { dsn: server.dsn } });
  await keepSamples(home, sealSample({ subject: { dsn: server.dsn } }));
  if (user.uid !== undefined) giveToNobody(home);
  const send = (onStart = (_: { pid?: number | undefined }) => {}) =>
    runVextel(["send", id], { home, onStart, ...user });
  return { home, server, id, send };
}

test.skipIf(process.platform === "win32")(
  "if the receipt cannot be written, send says that the event was sent, and does not send it again",
  async () => {
    const { home, server, id, send } = await sceneWithOne();
    const folders = ["waiting", "sent"].map((name) => join(home, "outbox", name));
    await runVextel(["list"], { home, ...nobody });
    const close = (mode: number) => {
      for (const folder of folders) if (folder.endsWith("waiting")) chmodSync(folder, mode);
    };
    atArrival(server, () => close(0o500));
    const run = await send();
    close(0o700);
    expect([run.status, run.stderr]).toEqual([1, ""]);
    expect(run.stdout).toMatch(/ {2}sent {2}the server answered 200\. This could not be recorded: .*EACCES/);
    expect(run.stdout).toContain("do not send it again");
    expect(run.stdout).not.toContain("not sent");
    const [listed] = await runJson<{ state: string; reason: string }[]>(["list"], { home, ...nobody });
    expect(listed).toMatchObject({ state: "posting", reason: expect.stringContaining("may have arrived") });
    const again = await send();
    expect([again.status, again.stdout]).toEqual([0, expect.stringContaining("already sent")]);
    expect(server.requests).toHaveLength(1);
    expect((await runVextel(["show", id], { home, ...nobody })).stdout).toContain("the server answered 200");
    expect((await runVextel(["history", "--verify"], { home, ...nobody })).status).toBe(0);
  },
);

const hasPrlimit = (() => {
  try {
    execFileSync("prlimit", ["--version"]);
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!hasPrlimit)(
  "if the disk is full when the answer arrives, this send and the next one report what is known",
  async () => {
    const { home, server, send } = await sceneWithOne({}); // a process may limit only those of its own user
    let pid: number | undefined;
    atArrival(server, () => execFileSync("prlimit", [`--pid=${pid}`, "--fsize=0"]));
    const run = await send((child) => {
      pid = child.pid;
    });
    expect([run.status, run.stdout]).toEqual([
      1,
      expect.stringMatching(/sent {2}the server answered 200\. .*not be recorded/),
    ]);
    atArrival(server, () => {});
    expectSoundHome(home);
    const again = await send();
    expect([again.status, again.stdout]).toEqual([
      0,
      expect.stringMatching(/an earlier request.*may have arrived too/),
    ]);
    expect(new Set(server.requests.map(({ body }) => body.toString())).size, "the same id and bytes").toBe(1);
  },
);

test("after Ctrl-C while waiting for the server, the event may have arrived, every file is valid, and the next send says so", async () => {
  const { home, server, id, send } = await sceneWithOne();
  server.play = "hang";
  let interrupt = () => {};
  atArrival(server, () => interrupt());
  const run = await runVextel(["send", id], {
    ...{ home, ...nobody },
    onStart: (child) => {
      interrupt = () => child.kill("SIGINT");
    },
  });
  expect([run.status, run.stderr]).toEqual([130, expect.stringContaining("may have arrived")]);
  expectSoundHome(home);
  expect((await runVextel(["list"], { home, ...nobody })).stdout).toContain("it may have arrived");
  expect((await runVextel(["history", "--verify"], { home, ...nobody })).status).toBe(0);
  server.play = { status: 200 };
  atArrival(server, () => {});
  const again = await send();
  expect([again.status, again.stdout]).toEqual([
    0,
    expect.stringMatching(/sent .*an earlier request.*may have arrived/),
  ]);
});

test("if no answer arrives, send says that the event may have arrived", async () => {
  const { home, server, id, send } = await sceneWithOne();
  server.play = "reset after the body";
  expect((await send()).stdout).toMatch(/not reached .*may have arrived anyway/);
  const nowhere = await runVextel(["send", id, "--dsn", "http://public@127.0.0.1:1/42"], { home, ...nobody });
  expect(nowhere.stdout).toMatch(/not reached {2}no server answers at this address: ECONNREFUSED; it is kept/);
});

const dsn = "https://public@sentry.example/42";
const full = () =>
  Promise.reject(new VextelError("FILE_UNWRITABLE", "Cannot write (ENOSPC)", "Make room on the disk."));

/** A sender that posts an event covered by consent, after which the disk is full. */
async function senderOnFullDisk(hasHistory: boolean) {
  const world = createMemoryWorld();
  const paths = resolvePaths(world.env, "/");
  const outbox = createOutbox(paths, world);
  const sealed = sealSample({ subject: { dsn } });
  await outbox.keep(sealed, "a title", { capture: "automatic", generation: 1 });
  const consent = createConsentFile(consentPath(paths), world, createLedger(paths, world));
  await consent.change("default", () => yesTo(["https://sentry.example/42"], 0));
  const { write, appendLine } = world.files;
  world.answer = () => {
    Object.assign(world.files, { write: full, ...(!hasHistory && { appendLine: full }) });
    return { kind: "answered", status: 200, headers: {} };
  };
  await runSender([], world, async () => {});
  Object.assign(world.files, { write, appendLine });
  return { world, outbox, id: sealed.id };
}

test("the automatic sender does not resend an event whose receipt it could not record, if the history shows that it was sent", async () => {
  const { world, outbox, id } = await senderOnFullDisk(true);
  expect((await outbox.list())[0]).toMatchObject({
    state: "posting",
    reason: expect.stringContaining("may have arrived"),
  });
  await runSender([], world, async () => {});
  expect(world.posted).toHaveLength(1);
  expect(await outbox.readReceipt(id)).toMatchObject({
    ...{ state: "sent", status: 200, dsn },
    under: { generation: 1 },
  });
});

test("an event whose answer could not be recorded at all stays pending, as one that may have arrived", async () => {
  const { world, outbox, id } = await senderOnFullDisk(false);
  expect((await outbox.list())[0]).toMatchObject({ id, state: "posting", reason: expect.stringContaining("may have") });
  expect(world.posted).toHaveLength(1);
});

/** Fills the disk except for so many bytes. */
function fillDisk(home: string, except = 0): void {
  const filler = join(home, "filler");
  for (const size of [65_536, 4096, 1]) {
    try {
      for (;;) appendFileSync(filler, Buffer.alloc(size), { mode: 0o600 });
    } catch {}
  }
  expect(statfsSync(home).bfree).toBe(0);
  if (except > 0) truncateSync(filler, statSync(filler).size - except);
}

test("an answer is recorded on a disk that is full; if there is no space for it, nothing is posted", async ({
  skip,
}) => {
  const home = temporaryFolder();
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m,mode=700", "none", home]).status !== 0) return skip();
  onTestFinished(() => void spawnSync("umount", [home]));
  const server = await startRecordingServer();
  const samples = ["rain", "snow"].map((name) => sealSample({ name, subject: { dsn: server.dsn } }));
  await keepSamples(home, ...samples);
  const waiting = () => filesOf(home).filter((name) => /^outbox\/waiting.*\.(envelope|json|tmp)$/.test(name)).length;
  for (const { id } of samples) {
    const before = waiting();
    fillDisk(home, 32_768);
    const refused = await runVextel(["send", id], { home });
    expect([refused.status, refused.stdout]).toEqual([1, expect.stringMatching(/not sent.*ENOSPC/)]);
    expect([server.requests.length, waiting()]).toEqual([samples.findIndex((one) => one.id === id), before]);
    rmSync(join(home, "filler"));
    let isFull = false;
    atArrival(server, () => {
      if (!isFull) fillDisk(home);
      isFull = true;
    });
    const run = await runVextel(["send", id], { home });
    expect([run.status, run.stdout.match(/could not be recorded/)]).toEqual([0, null]);
    rmSync(join(home, "filler"));
    const again = await runVextel(["send", id], { home });
    expect([again.status, again.stdout]).toEqual([0, expect.stringContaining("already sent")]);
    expect(waiting()).toBe(before - 2);
  }
  const kinds = (await runJson<{ kind: string }[]>(["history"], { home })).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "sent")).toHaveLength(2);
  expect(server.requests).toHaveLength(2);
});
