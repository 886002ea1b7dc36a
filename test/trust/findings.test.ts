import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { createConsentFile } from "../../src/consent/file.ts";
import { createLedger } from "../../src/history/ledger.ts";
import { createOutbox } from "../../src/outbox/outbox.ts";
import { runSender } from "../../src/reporter/sender/run-sender.ts";
import { createMemoryWorld } from "../../src/world/memory.ts";
import { consentPath, resolvePaths } from "../../src/world/paths.ts";
import { yesTo } from "../support/consents.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { runVextel } from "../support/run-vextel.ts";
import { keepSamples, sealSample } from "../support/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("VEXTEL_DSN does not redirect events that are sent automatically, and the record names the address that was used", async () => {
  const world = createMemoryWorld({ VEXTEL_DSN: "https://key@elsewhere.example/7" });
  const paths = resolvePaths(world.env, "/");
  const outbox = createOutbox(paths, world);
  const [own, nobodys] = [
    sealSample({ subject: { dsn: "https://key@sentry.example/42" } }),
    sealSample({ name: "snow" }),
  ];
  for (const sealed of [own, nobodys]) await outbox.keep(sealed, "x", { capture: "automatic", generation: 1 });
  const consent = createConsentFile(consentPath(paths), world, createLedger(paths, world));
  await consent.change("default", () => yesTo(["https://sentry.example/42"], 0));
  await runSender([], world, async () => {});
  expect(world.posted.map(({ url }) => url)).toEqual(["https://sentry.example/api/42/envelope/"]);
  expect(await outbox.readReceipt(own.id)).toMatchObject({ dsn: "https://key@sentry.example/42" });
  expect(
    (await outbox.list()).map(({ id }) => id),
    "nobody agreed to that address",
  ).toEqual([nobodys.id]);
  await consent.change("default", () => yesTo(["https://sentry.example/42", "https://elsewhere.example/7"], 0));
  await runSender([], world, async () => {});
  expect(await outbox.readReceipt(nobodys.id)).toMatchObject({ dsn: "https://key@elsewhere.example/7" });
});

test("an error of a publisher whose manifest is damaged has no address, whatever VEXTEL_DSN says", async () => {
  const home = temporaryFolder();
  const env = { VEXTEL_DSN: "https://key@sentry.example/42" };
  const manifest = join(temporaryFolder(), "vextel.json");
  const plugin = { version: "1.0.0", dsn: env.VEXTEL_DSN, loggers: ["red.moth.lamps"] };
  writeFileSync(manifest, JSON.stringify({ publisher: "moth", title: "Moth", plugins: { lamps: plugin } }));
  await runVextel(["publisher", "add", manifest], { home });
  await runVextel(["enable", "moth", "--yes"], { home });
  writeFileSync(join(home, "publishers/moth.json"), "{");
  const time = new Date(Date.now() + 1_000).toISOString().slice(0, 19).replace("T", " ");
  const line = `[${time}] [ERROR] red.moth.lamps: no oil`;
  const stdin = `${line}\nTraceback (most recent call last):\n  File "/opt/cogs/lamps/a.py", line 3, in f\n    g()\nKeyError: 'oil'\n`;
  const { status } = await runVextel(["watch", "-"], { home, env, stdin });
  expect(status).toBe(7);
  const { stdout } = await runVextel(["list", "--json"], { home, env });
  expect(JSON.parse(stdout)).toMatchObject([{ publisher: "moth", automatic: false, held: "before the answer" }]);
});

test("events that watch sends automatically do not contain what a plugin logged before the consent", async () => {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  const manifest = join(temporaryFolder(), "vextel.json");
  const plugin = { version: "1.0.0", dsn: server.dsn, loggers: ["red.moth.lamps"] };
  writeFileSync(manifest, JSON.stringify({ publisher: "moth", title: "Moth", plugins: { lamps: plugin } }));
  await runVextel(["publisher", "add", manifest], { home });
  await runVextel(["enable", "moth", "--yes"], { home });
  const at = (ms: number) => new Date(Date.now() + ms).toISOString().slice(0, 19).replace("T", " ");
  const stdin = [
    `[${at(-3_600_000)}] [INFO] red.moth.lamps: Jane told me of her illness`,
    `[${at(2_000)}] [INFO] red.moth.lamps: a lamp was lit`,
    `[${at(2_000)}] [ERROR] red.moth.lamps: no oil`,
    "Traceback (most recent call last):\n  File \"/opt/cogs/lamps/a.py\", line 3, in f\n    g()\nKeyError: 'oil'\n",
  ].join("\n");
  await runVextel(["watch", "-"], { home, env: { TZ: "UTC" }, stdin });
  await vi.waitUntil(() => server.requests.length === 1, { timeout: 30_000 });
  const sent = server.requests[0]!.body.toString();
  expect([sent.includes("a lamp was lit"), sent.includes("Jane")]).toEqual([true, false]);
});

test("reset forgets running sessions, which contain the old UUID", async () => {
  const home = temporaryFolder();
  const marks = join(home, "sessions");
  mkdirSync(marks, { mode: 0o700 });
  writeFileSync(join(marks, `${"ab".repeat(16)}.json`), "{}", { mode: 0o600 });
  expect((await runVextel(["reset", "--yes"], { home })).status).toBe(0);
  expect(readdirSync(marks)).toEqual([]);
});

test("enable says which addresses are in the owner's own network", async () => {
  const home = temporaryFolder();
  const manifest = join(temporaryFolder(), "vextel.json");
  const hosts = ["127.0.0.1:22", "10.1.2.3", "192.168.0.9", "172.20.1.1", "[fd00::1]", "2130706433"];
  const plugins = Object.fromEntries(
    [...hosts, "sentry.example"].map((host, at) => [
      `p${at}`,
      { version: "1.0.0", dsn: `https://key@${host}/1`, loggers: [`red.moth.p${at}`] },
    ]),
  );
  writeFileSync(manifest, JSON.stringify({ publisher: "moth", title: "Moth", plugins }));
  const added = await runVextel(["publisher", "add", manifest], { home });
  const enabled = await runVextel(["enable", "moth", "--yes"], { home });
  for (const { stdout } of [added, enabled])
    expect(stdout.match(/goes to .*\(this machine or its own network\)/g)).toHaveLength(hosts.length);
});

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

test.skipIf(!hasOpenssl)(
  "a server without a trusted certificate gets nothing, even if certificate checks are off in Node",
  async () => {
    const home = temporaryFolder();
    const [key, cert] = [join(temporaryFolder(), "key"), join(temporaryFolder(), "cert")];
    const words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "1"];
    execFileSync("openssl", [...words, "-keyout", key, "-out", cert], { stdio: "ignore" });
    let requests = 0;
    const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => {
      requests += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const sample = sealSample({ subject: { dsn: `https://key@localhost:${port}/42` } });
    await keepSamples(home, sample);
    const { status, stdout } = await runVextel(["send", sample.id], {
      home,
      env: { NODE_TLS_REJECT_UNAUTHORIZED: "0" },
    });
    expect([status, stdout, requests]).toEqual([
      5,
      expect.stringMatching(
        /not reached {2}the server's certificate is not trusted: \w*CERT\w* \(NODE_EXTRA_CA_CERTS .*\); it is kept/,
      ),
      0,
    ]);
  },
);

test("an invalid plugin name is refused, and not repeated", async () => {
  const { status, stderr } = await runVextel(["capture", "--plugin", "of jane@example.org"], {
    home: temporaryFolder(),
  });
  expect([status, stderr]).toEqual([2, expect.stringContaining("--plugin")]);
  expect(stderr).not.toContain("jane");
});

test("a publisher whose name differs from another's only in case is refused: some file systems treat them as one", async () => {
  const home = temporaryFolder();
  const add = (publisher: string) => {
    const path = join(temporaryFolder(), "vextel.json");
    const plugin = { version: "1.0.0", dsn: "https://key@sentry.example/42", paths: ["alices/cage"] };
    writeFileSync(path, JSON.stringify({ publisher, plugins: { cage: plugin } }));
    return runVextel(["publisher", "add", path], { home });
  };
  expect((await add("alice")).status).toBe(0);
  const { status, stderr } = await add("Alice");
  expect([status, stderr]).toEqual([2, expect.stringContaining("upper and lower case only; nothing was changed")]);
  expect(readdirSync(join(home, "publishers"))).toEqual(["alice.json"]);
});
