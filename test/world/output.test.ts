import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { programPath } from "../support/program.ts";
import { environment } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const hasPython = spawnSync("python3", ["--version"]).status === 0;

/** Makes its standard output non-blocking, then runs the program in its place. */
const unblock = `import fcntl, os, sys
fcntl.fcntl(1, fcntl.F_SETFL, fcntl.fcntl(1, fcntl.F_GETFL) | os.O_NONBLOCK)
os.execvp(sys.argv[1], sys.argv[1:])`;

test.skipIf(!hasPython)("a slow reader of a non-blocking pipe gets every byte", () => {
  const home = temporaryFolder();
  writeFileSync(join(home, "red.log"), "nothing of note happened here, line after line\n".repeat(50_000));
  const shell = (script: string) =>
    execFileSync("bash", ["-o", "pipefail", "-c", script, "-", process.execPath, programPath(), unblock], {
      env: environment({ home }),
      cwd: home,
    }).toString();
  const slowly = shell(`python3 -c "$3" "$1" "$2" scrub red.log | { sleep 1; cksum; }`);
  expect(slowly).toBe(shell("cksum < red.log"));
});

test("the null device accepts everything", () => {
  const run = spawnSync("bash", ["-c", `"$1" "$2" status > /dev/null`, "-", process.execPath, programPath()], {
    env: environment({ home: temporaryFolder() }),
  });
  expect([run.status, run.stderr.toString()]).toEqual([0, ""]);
});
