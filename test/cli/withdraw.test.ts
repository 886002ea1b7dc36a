import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
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

test.skipIf(process.platform === "win32")(
  "publisher remove ends the consent first, even if the folder of manifests cannot be trusted",
  async () => {
    const home = temporaryFolder();
    const manifest = join(temporaryFolder(), "vextel.json");
    writeFileSync(
      manifest,
      JSON.stringify({
        publisher: "vex",
        plugins: { anchor: { version: "1.0", dsn: "http://key@127.0.0.1:9/1", paths: ["cogs/anchor"] } },
      }),
    );
    await runVextel(["publisher", "add", manifest], { home });
    await runVextel(["enable", "vex", "--yes"], { home });
    chmodSync(join(home, "publishers"), 0o777);
    const refused = await runVextel(["publisher", "remove", "vex"], { home });
    expect([refused.status, refused.stderr]).toEqual([7, expect.stringContaining("chmod go-w")]);
    expect(refused.stderr).toContain("your answer, enabled, has ended");
    expect(readConsent(home).get("vex")).toMatchObject({ answer: "unset", agreed: [], kinds: [] });
  },
);

test.each([
  [["disable"], 7],
  [["reset", "--yes"], 0], // nothing was decided, so that there is nothing to withdraw
] as const)("%s says how to stop sending if consent cannot be withdrawn", async (args, withoutDecision) => {
  const home = temporaryFolder();
  const lock = join(home, "consent.json.lock");
  mkdirSync(lock, { recursive: true });
  const harmless = await runVextel(args, { home });
  expect([harmless.status, harmless.stderr]).toEqual([withoutDecision, expect.not.stringContaining("DO_NOT_TRACK")]);

  rmSync(lock, { recursive: true });
  await runVextel(["enable", "--yes"], { home });
  mkdirSync(lock);
  const { status, stderr } = await runVextel(args, { home });
  expect([status, stderr]).toEqual([7, expect.stringContaining("default is still enabled")]);
  expect(stderr).toContain("DO_NOT_TRACK=1");
  expect(stderr).toContain(`mv ${lock}`);
});
