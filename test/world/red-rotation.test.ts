import { spawn } from "node:child_process";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Follower } from "../../src/world/follow/follow.ts";
import { logOf } from "../../src/world/follow/log-family.ts";
import { redWriter } from "../support/red-writer.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const lines = Number(process.env.VEXTEL_RED_LINES ?? 4000);

/** Follows the log until the writer has ended and everything is read; restarts regularly. */
async function follow(
  folder: string,
  child: ReturnType<typeof spawn>,
  everyMs: number,
  seen?: string,
): Promise<string> {
  const log = join(folder, "latest.log");
  let follower = new Follower(log);
  await follower.skipToEnd();
  let text = "";
  const lookOn = async () => {
    for await (const followed of follower.look()) if (followed.kind === "bytes") text += Buffer.from(followed.bytes);
    if (seen) writeFileSync(seen, String(text.split("\n").length - 1));
  };
  const ended = new Promise((resolve) => child.once("close", resolve));
  for (let look = 1; child.exitCode === null; look++) {
    await lookOn();
    await new Promise((resolve) => setTimeout(resolve, everyMs));
    if (look % 20 > 0) continue;
    const { position } = follower;
    await follower.close();
    follower = new Follower(log);
    await follower.resume(position);
  }
  await ended;
  await lookOn();
  await follower.close();
  return text;
}

const all = Array.from({ length: lines }, (_, n) => `line ${n}\n`).join("");

test("a follower of Red's latest.log gets every line once and in order, through parts, renumbering and restarts", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "latest.log"), "");
  const seen = join(temporaryFolder(), "seen");
  writeFileSync(seen, "0");
  const child = spawn(process.execPath, ["-e", redWriter, folder, String(lines), "1000", "1", "1500"], {
    stdio: "inherit",
    env: { ...process.env, SEEN: seen },
  });
  const text = await follow(folder, child, 1, seen);
  expect(text).toBe(all);
}, 60_000);

test("a follower that seldom looks misses nothing that Red still keeps", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "latest.log"), "");
  // without restarts, because Red deletes logs from before the previous one
  const child = spawn(process.execPath, ["-e", redWriter, folder, String(lines), "12000", "20000"], {
    stdio: "inherit",
  });
  expect(await follow(folder, child, 100)).toBe(all);
}, 60_000);

test("a follower starts at a log's newest part, or at the first one if it reads everything", async () => {
  const folder = join(temporaryFolder(), "logs");
  mkdirSync(folder);
  for (const name of ["previous.log", "latest-part1.log", "latest-part2.log", "latest-part10.log"])
    writeFileSync(join(folder, name), `${name}\n`);
  const read = async (prepare: (follower: Follower) => unknown) => {
    const follower = new Follower(join(folder, "latest.log"));
    await prepare(follower);
    writeFileSync(join(folder, "latest-part10.log"), "new\n", { flag: "a" });
    let text = "";
    for await (const followed of follower.look()) if (followed.kind === "bytes") text += Buffer.from(followed.bytes);
    await follower.close();
    return text;
  };
  expect(await read((follower) => follower.skipToEnd())).toBe("new\n");
  expect(await read((follower) => follower.takeAll())).toBe(
    "latest-part1.log\nlatest-part2.log\nlatest-part10.log\nnew\nnew\n",
  );
  renameSync(join(folder, "latest-part10.log"), join(folder, "latest-part3.log"));
});

test("every part of a log is recognised as that log", () => {
  for (const name of ["latest.log", "latest-part1.log", "latest-part12.log", "previous.log", "previous-part9.log"])
    expect(logOf(`/srv/logs/${name}`)).toBe("/srv/logs/latest.log");
  expect(logOf("/srv/logs/red-part3.log")).toBe("/srv/logs/red.log");
  for (const name of ["/srv/bot.log", "/srv/the-previous.log", "/srv/latest-party.log", "bot-part2.txt"])
    expect(logOf(name)).toBe(name);
});
