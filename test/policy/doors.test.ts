import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createReporter } from "../../src/index.ts";
import { createTestWorld } from "../../src/testing/world.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const name = "Wilhelmine";
const log = `[2026-11-20 10:00:00] [INFO] red.kiosk: ${name} came from aa:bb:cc:dd:ee:0f
[2026-11-20 10:00:01] [ERROR] red.kiosk: oops
Traceback (most recent call last):
  File "/home/keeper/cogs/kiosk/kiosk.py", line 7, in buy
    raise ValueError("${name.toUpperCase()} and <@133049272517001217>")
ValueError: ${name.toUpperCase()} and <@133049272517001217>
`;

async function homeWithPolicy(...commands: string[][]): Promise<string> {
  const home = temporaryFolder();
  for (const words of commands) expect(await runVextel(["policy", ...words], { home })).toMatchObject({ status: 0 });
  return home;
}

const everything = (home: string) =>
  readdirSync(join(home, "outbox"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");

test("the owner's own words are removed by scrub, preview and capture, in any case", async () => {
  const home = await homeWithPolicy(["add", name, "--as", "FRIEND"]);
  const scrubbed = await runVextel(["scrub"], { home, stdin: log });
  const previewed = await runVextel(["preview"], { home, stdin: log });
  const captured = await runVextel(["capture"], { home, stdin: log });
  for (const { stdout } of [scrubbed, previewed, captured]) expect(stdout).not.toMatch(new RegExp(name, "i"));
  expect(scrubbed.stdout).toContain("FRIEND");
  expect(everything(home)).not.toMatch(new RegExp(name, "i"));
});

test("words can be added from standard input, and removed from the policy again", async () => {
  const home = temporaryFolder();
  await runVextel(["policy", "add"], { home, stdin: `${name}\nThe Old Mill\n` });
  expect((await runVextel(["scrub"], { home, stdin: "the old mill" })).stdout).toBe("PRIVATE-WORD");
  await runVextel(["policy", "remove", "the old mill"], { home });
  expect((await runVextel(["scrub"], { home, stdin: "the old mill" })).stdout).toBe("the old mill");
  expect((await runVextel(["policy", "remove", "nobody"], { home })).status).toBe(3);
});

test("the library applies the policy, even if it changes while the bot runs", async () => {
  const world = createTestWorld();
  const options = {
    publisher: "moth",
    plugin: { name: "lamps", version: "1.0.0" },
    dsn: "https://k@o1.ingest.sentry.io/1",
  };
  const reporter = createReporter({ ...options, world });
  await reporter.start();
  const bytesOf = async (message: string) => {
    reporter.note(`${name} was here`);
    const receipt = await reporter.report(new Error(message));
    const path = [...world.disk.keys()].find((key) => key.includes(receipt.id!) && key.endsWith(".envelope"))!;
    return Buffer.from(world.disk.get(path)!).toString();
  };
  expect(await bytesOf(`one ${name}`)).toContain(name);
  const policy = { version: 1, words: [{ text: name, becomes: "FRIEND" }], breadcrumbs: 0 };
  await world.files.write("/vextel/policy.json", JSON.stringify(policy));
  const after = await bytesOf(`two ${name}`);
  expect(after).toContain("two FRIEND");
  expect(after).not.toContain("breadcrumbs");
  await reporter.stop();
});

test("a bot that runs for months shortens the ids that were made since it started", async () => {
  let passedMs = 0;
  const inTime = createTestWorld();
  const world = Object.create(inTime, { nowMs: { value: () => inTime.nowMs() + passedMs } });
  const plugin = { name: "lamps", version: "1.0.0" };
  const reporter = createReporter({ publisher: "moth", plugin, dsn: "https://k@o1.ingest.sentry.io/1", world });
  await reporter.start();
  await reporter.report(new Error("the rules are loaded"));
  passedMs = 400 * 86_400_000;
  const id = `${(BigInt(world.nowMs()) - 1_420_070_400_000n) << 22n}`;
  const receipt = await reporter.report(new Error(`refused by <@${id}>`));
  const path = [...inTime.disk.keys()].find((key) => key.includes(receipt.id!) && key.endsWith(".envelope"))!;
  const sent = Buffer.from(inTime.disk.get(path)!).toString();
  expect(sent).toContain("refused by <@SHORTENED-ID-");
  expect(sent).not.toContain(id);
  await reporter.stop();
});

test("rules, ids and breadcrumbs can be chosen, for all publishers or for one", async () => {
  const home = await homeWithPolicy(
    ["rule", "mac", "on"],
    ["ids", "keyed"],
    ["breadcrumbs", "0", "--publisher", "default"],
  );
  const [event] = await runJson<{ event: { breadcrumbs?: unknown; exception: object } }[]>(["preview"], {
    home,
    stdin: log,
  });
  expect(event!.event).not.toHaveProperty("breadcrumbs");
  expect((await runVextel(["scrub"], { home, stdin: log })).stdout).not.toContain("aa:bb:cc:dd:ee:0f");
  const digits = (text: string) => /SHORTENED-ID-(\d{4})/.exec(text)?.[1];
  const other = await homeWithPolicy(["ids", "keyed"]);
  const seen = [event, ...(await runJson<object[]>(["preview"], { home, stdin: log }))].map((one) =>
    digits(JSON.stringify(one)),
  );
  expect(seen[0]).toBe(seen[1]);
  const rules = await runJson<{ ids: string }>(["policy", "show"], { home: other });
  expect(rules.ids).toBe("keyed");
});

test("a change of the policy applies to pending events: they are resealed, and the command says so", async () => {
  const home = temporaryFolder();
  await runVextel(["capture"], { home, stdin: log });
  expect(everything(home)).toMatch(new RegExp(name, "i"));
  const { stderr, status } = await runVextel(["policy", "add", name], { home });
  expect(status).toBe(0);
  expect(stderr).toContain("1 pending event changed");
  expect(everything(home)).not.toMatch(new RegExp(name, "i"));
  const [listed] = await runJson<{ id: string; title: string }[]>(["list"], { home });
  expect(listed!.title).toContain("PRIVATE-WORD");
});

test("only its owner can read the policy, and a damaged policy stops everything without revealing its content", async () => {
  const home = await homeWithPolicy(["add", name]);
  const path = join(home, "policy.json");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  for (const content of [
    `{"version":1,"words":[${name}`,
    "[]",
    '{"version":2}',
    '{"version":1,"breadcrumbs":26}',
    "{}",
  ]) {
    writeFileSync(path, content);
    for (const words of [["preview"], ["capture"], ["scrub"], ["policy", "show"], ["policy", "breadcrumbs", "3"]]) {
      const { status, stderr, stdout } = await runVextel(words, { home, stdin: log });
      expect({ words, content, status }).toEqual({ words, content, status: 7 });
      expect(stderr).toContain("policy.json");
      expect(stdout + stderr).not.toContain(name);
      expect(stderr).not.toMatch(/schema|``/);
    }
    expect(readFileSync(path, "utf8")).toBe(content);
  }
});

test("a rule that does not exist is refused with status 3", async () => {
  const { status, stderr } = await runVextel(["policy", "rule", "nothing", "on"], { home: temporaryFolder() });
  expect(status).toBe(3);
  expect(stderr).toContain("vextel scrub --rules");
});
