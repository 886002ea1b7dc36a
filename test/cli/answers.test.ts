import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

interface Status {
  readonly publishers: { name: string; effective: string; uuid: string }[];
}

const manifest = JSON.stringify({
  publisher: "herons",
  plugins: { heron: { version: "1.0.0", dsn: "http://key@127.0.0.1:9/1", paths: ["cogs/heron/"] } },
});

test("a decision can be seen and revoked, even if a manifest is registered later", async () => {
  const home = temporaryFolder();
  await runVextel(["enable", "--yes"], { home }); // enables the publisher "default", as there is no other yet
  const file = join(home, "vextel.json");
  writeFileSync(file, manifest);
  await runVextel(["publisher", "add", file], { home });
  const enabled = await runJson<Status>(["status"], { home });
  expect(enabled.publishers.map(({ name, effective }) => [name, effective])).toEqual([
    ["default", "enabled"],
    ["herons", "disabled"],
  ]);
  expect((await runVextel(["disable", "--all"], { home })).status).toBe(0);
  const disabled = await runJson<Status>(["status"], { home });
  expect(disabled.publishers.map(({ effective }) => effective)).toEqual(["disabled", "disabled"]);
  await runVextel(["reset", "--yes"], { home });
  const again = await runJson<Status>(["status"], { home });
  const uuids = new Set(disabled.publishers.map(({ uuid }) => uuid));
  expect(again.publishers.filter(({ uuid }) => uuids.has(uuid))).toEqual([]);
});

test("a name together with --all is refused and enables nothing", async () => {
  const home = temporaryFolder();
  expect((await runVextel(["enable", "default", "--all"], { home })).status).toBe(2);
  expect((await runJson<Status>(["status"], { home })).publishers[0]!.effective).toBe("disabled");
});

test("symbolic links are not followed, even if the home ends in a slash or is a relative path", async () => {
  const home = temporaryFolder();
  mkdirSync(join(home, "elsewhere"));
  mkdirSync(join(home, "vextel/outbox"), { recursive: true });
  symlinkSync(join(home, "elsewhere"), join(home, "vextel/outbox/waiting"));
  for (const named of [`${home}/vextel/`, "./vextel"])
    expect((await runVextel(["list"], { home, cwd: home, env: { VEXTEL_HOME: named } })).status, named).toBe(7);
});

test("send and drop handle the valid ids, and report each unknown id", async () => {
  const home = temporaryFolder();
  const log = 'Traceback (most recent call last):\n  File "a.py", line 1, in f\n    g()\nValueError: no heron\n';
  await runVextel(["capture"], { home, stdin: log });
  const [event] = await runJson<{ id: string }[]>(["list"], { home });
  const dropped = await runVextel(["drop", "ffff0000ffff", event!.id], { home });
  expect([dropped.status, dropped.stdout]).toEqual([3, `${event!.id.slice(0, 12)}  dropped\n`]);
  expect(await runJson(["list"], { home })).toEqual([]);
  const again = await runVextel(["drop", event!.id], { home });
  expect([again.status, again.stderr]).toEqual([3, expect.stringContaining("already dropped")]);
});
