import { expect, test } from "vitest";
import { runVextel } from "../support/run-vextel.ts";
import { sampleLog } from "../support/sample-log.ts";
import { openOutbox } from "../support/samples.ts";
import { expectSoundHome, filesOf, readConsent } from "../support/sound-home.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("32 processes that capture, enable, disable and list at once leave one UUID, valid files and every event", async () => {
  const home = temporaryFolder();
  const processes = Array.from({ length: 32 }, (_, index) => {
    const kind = index % 4;
    if (kind === 0)
      return { args: ["capture"], stdin: sampleLog(`rain ${index}`, `snow ${index}`, "the same everywhere") };
    return { args: [["enable"], ["disable"], ["list"]][kind - 1]!, stdin: "" };
  });
  const runs = await Promise.all(processes.map(({ args, stdin }) => runVextel(args, { home, stdin })));
  for (const [index, { status, stderr }] of runs.entries())
    expect([processes[index]!.args, status, stderr.match(/cannot|failed/i)]).toEqual([processes[index]!.args, 0, null]);

  expectSoundHome(home);
  const consent = readConsent(home).get("default");
  expect(["enabled", "disabled"]).toContain(consent?.answer);
  expect(filesOf(home).filter((name) => /lock|tmp/.test(name))).toEqual([]);

  const outbox = openOutbox(home);
  const entries = await outbox.list();
  expect(entries).toHaveLength(8 * 2 + 1);
  const uuids = await Promise.all(entries.map(async ({ id }) => uuidIn((await outbox.read(id)).bytes)));
  expect(new Set(uuids)).toEqual(new Set([consent?.uuid]));
});

const uuidIn = (bytes: Uint8Array): string => JSON.parse(Buffer.from(bytes).toString().split("\n")[2]!).user.id;
