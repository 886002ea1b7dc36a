import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runVextel } from "../support/run-vextel.ts";
import { sampleLog } from "../support/sample-log.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const manifest =
  '{"publisher":"north","plugins":{"lamps":{"version":"1","dsn":"http://key@127.0.0.1:9/1","paths":["cogs/lamps"]}}}';
const commands: Record<string, string> = {
  preview: sampleLog("rain"),
  scrub: sampleLog("rain"),
  "publisher add": manifest,
  "scrub log --secret-file": "a-secret-of-mine\n",
};

test.each(Object.entries(commands))(
  "%s says that it waits for a named pipe to which nobody writes, and then reads it",
  async (words, text) => {
    const home = temporaryFolder();
    const pipe = join(home, "pipe");
    if (spawnSync("mkfifo", [pipe]).status !== 0) return; // there are no named pipes here
    writeFileSync(join(home, "log"), "rain: a-secret-of-mine\n");
    const { status, stdout, stderr } = await runVextel([...words.split(" "), pipe], {
      home,
      onStart: (child) =>
        child.stderr!.on("data", (said: Buffer) => {
          if (said.includes(`Waiting for input from the pipe ${pipe}`)) writeFileSync(pipe, text);
        }),
    });
    expect(stdout).not.toContain("a-secret-of-mine");
    expect([status, stdout, stderr]).toEqual([0, expect.stringMatching(/rain|north/), expect.stringMatching(/Ctrl-C/)]);
  },
  60_000,
);
