import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { inLetters, sampleLog } from "../support/sample-log.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("Ctrl-C during a drop says how many events were dropped, and how to bring them back", async () => {
  const home = temporaryFolder();
  const log = join(home, "red.log");
  writeFileSync(log, sampleLog(...Array.from({ length: 200 }, (_, index) => inLetters(index))));
  await runVextel(["capture", log], { home });
  const countPending = async () => (await runJson<unknown[]>(["list"], { home })).length;
  expect(await countPending()).toBe(200);
  const run = await runVextel(["drop", "--all"], {
    home,
    onStart: (child) => void child.stdout!.once("data", () => child.kill("SIGINT")),
  });
  expect([run.status, run.stderr]).toEqual([
    130,
    expect.stringContaining("To bring back those from logs: vextel undo"),
  ]);
  const said = Number(/At least (\d+) of 200 events dropped\./.exec(run.stderr)?.[1]);
  const left = await countPending();
  expect(left, "interrupted before the end").toBeGreaterThan(0);
  expect(said).toBeGreaterThan(0);
  expect(said).toBeLessThanOrEqual(200 - left);
  await runVextel(["undo"], { home });
  expect(await countPending()).toBe(200);
});
