import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runVextel } from "../support/run-vextel.ts";
import { readConsent } from "../support/sound-home.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test.skipIf(process.platform === "win32")(
  "reset forgets the answers first, even if the outbox cannot be trusted",
  async () => {
    const home = temporaryFolder();
    await runVextel(["enable", "--yes"], { home });
    mkdirSync(join(home, "outbox"));
    chmodSync(join(home, "outbox"), 0o777);
    const refused = await runVextel(["reset", "--yes"], { home });
    expect([refused.status, refused.stderr]).toEqual([7, expect.stringContaining("chmod go-w")]);
    expect(refused.stderr).toContain("the answers were deleted, so nothing is enabled");
    expect(readConsent(home).get("default")).toMatchObject({ answer: "unset", agreed: [], kinds: [] });
  },
);

test.each([[["disable"]], [["reset", "--yes"]]])(
  "%s says how to stop sending if consent cannot be withdrawn",
  async (args) => {
    const home = temporaryFolder();
    const lock = join(home, "consent.json.lock");
    mkdirSync(lock, { recursive: true });
    const harmless = await runVextel(args, { home });
    expect([harmless.status, harmless.stderr]).toEqual([7, expect.not.stringContaining("DO_NOT_TRACK")]);

    rmSync(lock, { recursive: true });
    await runVextel(["enable", "--yes"], { home });
    mkdirSync(lock);
    const { status, stderr } = await runVextel(args, { home });
    expect([status, stderr]).toEqual([7, expect.stringContaining("default is still enabled")]);
    expect(stderr).toContain("DO_NOT_TRACK=1");
    expect(stderr).toContain(`mv ${lock}`);
  },
);
