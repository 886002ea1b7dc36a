import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { manifestSchema } from "../../src/publisher/schema.ts";
import { startRecordingServer } from "../support/recording-server.ts";
import { runJson, runVextel } from "../support/run-vextel.ts";
import { sampleLog } from "../support/sample-log.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const repository = join(import.meta.dirname, "../..");

/** The names of keys and values that a page marks as literals. */
function literalsOf(page: string): Set<string> {
  const lines = readFileSync(join(repository, "man", page), "utf8").split("\n");
  const literal = lines.filter((line) => /^\.(?:It |Po |Pq )?Li /.test(line));
  return new Set(literal.flatMap((line) => line.match(/[$A-Za-z][\w-]*/g) ?? []));
}

/** Keys at any depth, except those of maps whose keys are arbitrary names. */
function* keysOf(value: unknown, maps: readonly string[]): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* keysOf(item, maps);
  else if (typeof value === "object" && value !== null)
    for (const [key, item] of Object.entries(value)) {
      yield key;
      if (maps.includes(key)) for (const inner of Object.values(item as object)) yield* keysOf(inner, maps);
      else yield* keysOf(item, maps);
    }
}

/** A home that contains each kind of file. */
async function makeHome(): Promise<string> {
  const home = temporaryFolder();
  const server = await startRecordingServer();
  const manifest = join(temporaryFolder(), "vextel.json");
  const plugin = { version: "1.0.0", dsn: server.dsn, paths: ["cogs/larder"], loggers: ["red.larder"] };
  writeFileSync(manifest, JSON.stringify({ publisher: "larder", plugins: { larder: plugin } }));
  for (const command of [
    ["publisher", "add", manifest],
    ["enable", "larder", "--yes"],
    ["policy", "add", "tavernkeeper"],
    ["policy", "ids", "keyed"],
    ["policy", "breadcrumbs", "3", "--publisher", "larder"],
    ["relay", "dsn", "larder/larder"],
  ])
    await runVextel(command, { home });
  await runVextel(["capture", "--any"], { home, stdin: sampleLog("rain", "snow", "hail") });
  const [first, second, third] = await runJson<{ id: string }[]>(["list"], { home });
  await runVextel(["send", first!.id, "--dsn", server.dsn], { home });
  await runVextel(["show", second!.id, "--approve"], { home });
  await runVextel(["drop", third!.id], { home });
  return home;
}

test("vextel-files(5) names every key of every file", async () => {
  const home = await makeHome();
  const read = (...path: string[]) => readFileSync(join(home, ...path), "utf8");
  const readAll = (folder: string) =>
    readdirSync(join(home, folder))
      .filter((name) => name.endsWith(".json"))
      .map((name) => JSON.parse(read(folder, name)));
  const ledger = read("history.jsonl").trim().split("\n");
  const files = [
    ...["consent.json", "policy.json", "relay.json"].map((name) => JSON.parse(read(name))),
    ...readAll("outbox/waiting"),
    ...readdirSync(join(home, "outbox/sent")).flatMap((name) => readAll(`outbox/sent/${name}`)),
    ...ledger.map((line) => JSON.parse(line)),
  ];
  const keys = new Set(keysOf(files, ["publishers", "findings"]));
  for (const key of ["agreed", "idKey", "shapes", "approvedSha256", "settledAt", "under", "previous"])
    expect([...keys]).toContain(key); // one key of each kind of file
  const known = literalsOf("vextel-files.5");
  expect([...keys].filter((key) => !known.has(key))).toEqual([]);
});

test("vextel.json(5) names every key that a manifest may have", () => {
  const { properties, definitions } = manifestSchema;
  const keys = [...Object.keys(properties), ...Object.keys(definitions.plugin.properties)];
  const known = literalsOf("vextel.json.5");
  expect(keys.filter((key) => !known.has(key))).toEqual([]);
});
