import { spawn } from "node:child_process";
import { appendFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { createConsentFile } from "../../src/consent/file.ts";
import { createLedger } from "../../src/history/ledger.ts";
import { createOutbox } from "../../src/outbox/outbox.ts";
import { createPolicyFile } from "../../src/policy/file.ts";
import { runSender } from "../../src/reporter/sender/run-sender.ts";
import { createMemoryWorld } from "../../src/world/memory.ts";
import { createNodeWorld } from "../../src/world/node.ts";
import { consentPath, policyPath, resolvePaths } from "../../src/world/paths.ts";
import { yesTo } from "../support/consents.ts";
import { programPath } from "../support/program.ts";
import { environment, runJson, runVextel } from "../support/run-vextel.ts";
import { sealSample } from "../support/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("a running sender sends an event that was refused, dropped and kept again since it last looked", async () => {
  const world = createMemoryWorld();
  const paths = resolvePaths(world.env, "/");
  const outbox = createOutbox(paths, world);
  const away = sealSample({ name: "snow", subject: { dsn: "https://key@away.example/1" } });
  const again = sealSample({ subject: { dsn: "https://key@sentry.example/42" } });
  const stamp = { capture: "automatic", generation: 1 } as const;
  for (const sealed of [away, again]) await outbox.keep(sealed, "x", stamp);
  await outbox.update({ ...(await outbox.read(again.id)).entry, state: "rejected" });
  const consent = createConsentFile(consentPath(paths), world, createLedger(paths, world));
  await consent.change("default", () => yesTo(["https://away.example/1", "https://sentry.example/42"], 0));
  world.answer = ({ url }) =>
    url.startsWith("https://away")
      ? { kind: "unreached", reason: "ECONNREFUSED", ambiguous: false }
      : { kind: "answered", status: 200, headers: {} };
  const meanwhile = [() => outbox.drop(again.id, "dropped"), () => outbox.keep(again, "x", stamp)];
  let pauses = 0;
  await runSender([], world, async (ms) => {
    world.clockMs += ms;
    if (++pauses % 4 === 0) await meanwhile.shift()?.();
  });
  expect(await outbox.readReceipt(again.id)).toMatchObject({ state: "sent" });
});

test("a policy that changes twice with the same file time is applied", async () => {
  const env = { VEXTEL_HOME: temporaryFolder() };
  const world = createNodeWorld(() => Promise.reject(new Error("no network here")), env);
  const paths = resolvePaths(env, "/");
  const [running, other] = [createPolicyFile(paths, world), createPolicyFile(paths, world)];
  const word = (text: string) => ({ text, becomes: "GONE" });
  for (const text of ["heron", "crane"]) {
    await other.change((policy) => ({ ...policy, words: [...policy.words, word(text)] }));
    const second = Math.floor(world.nowMs() / 2_000) * 2;
    utimesSync(policyPath(paths), second, second); // as on a file system with a resolution of two seconds
    expect((await running.current()).words.at(-1)).toEqual(word(text));
  }
  expect(await running.current(), "the same object while it says the same").toBe(await running.current());
});

const errorOf = (word: string) => `[${new Date().toISOString().slice(0, 19)}Z] [INFO] red.heron: looking for ${word}
[${new Date().toISOString().slice(0, 19)}Z] [ERROR] red: Exception in command 'heron'
Traceback (most recent call last):
  File "/srv/cogs/heron/heron.py", line 12, in heron
    await self.look()
ValueError: no ${word}
[${new Date().toISOString().slice(0, 19)}Z] [INFO] red: all is well
`;

test("a running watch notices manifests that are registered and removed", { timeout: 300_000 }, async () => {
  const home = temporaryFolder();
  const log = join(home, "red.log");
  const manifest = join(home, "heron.json");
  writeFileSync(log, "");
  const plugin = { version: "1.0.0", dsn: "https://key@127.0.0.1:9/1", paths: ["cogs/heron"], loggers: ["red.heron"] };
  writeFileSync(manifest, JSON.stringify({ publisher: "ann", title: "Ann", plugins: { heron: plugin } }));
  const watcher = spawn(process.execPath, [programPath(), "watch", log], {
    ...{ cwd: home, env: environment({ home }), stdio: ["ignore", "ignore", "pipe"] },
  });
  onTestFinished(() => void watcher.kill("SIGKILL"));
  await new Promise((resolve) => watcher.stderr!.once("data", resolve));
  const ownerOf = async (word: string) => {
    await wait(1_100); // manifests are remembered for a second
    appendFileSync(log, errorOf(word));
    const { id, publisher } = await vi.waitUntil(
      async () => {
        const listed = await runJson<{ id: string; title: string; publisher: string }[]>(["list"], { home });
        return listed.find(({ title }) => title.includes(word));
      },
      { timeout: 60_000, interval: 200 },
    );
    const { stdout } = await runVextel(["show", id], { home });
    expect(stdout, "its publisher's loggers are known at once").toContain(`looking for ${word}`);
    return publisher;
  };
  expect(await ownerOf("wing")).toBe("default");
  expect((await runVextel(["publisher", "add", manifest], { home })).status).toBe(0);
  expect(await ownerOf("beak")).toBe("ann");
  expect((await runVextel(["publisher", "remove", "ann"], { home })).status).toBe(0);
  expect(await ownerOf("plume")).toBe("default");
});
