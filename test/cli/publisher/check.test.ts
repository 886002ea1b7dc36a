import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runJson, runVextel } from "../../support/run-vextel.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const moth = { version: "1.4.0", dsn: "https://key@o1.ingest.sentry.io/42", paths: ["cogs/moth"] };
const links = { privacy: "https://north.example/privacy", support: "https://north.example/help" };

function write(manifest: unknown) {
  const home = temporaryFolder();
  writeFileSync(join(home, "vextel.json"), JSON.stringify(manifest, null, 2));
  return { home };
}

test("check reports no problems for a sound manifest", async () => {
  const { status, stdout, stderr } = await runVextel(
    ["publisher", "check"],
    write({ publisher: "north", ...links, plugins: { moth } }),
  );
  expect([status, stdout, stderr]).toEqual([0, "", "vextel.json: no problems found.\n"]);
});

test("check names file, line and column, and fails on errors, and with --strict on warnings", async () => {
  const wrong = write({ publisher: "north", ...links, plugins: { moth: { ...moth, paths: ["*"], pahts: [] } } });
  const { status, stdout, stderr } = await runVextel(["publisher", "check", "vextel.json"], wrong);
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /^vextel\.json:10:9: error: `\*` is a folder that many.* \[claim-wide\]\n {2}Name what is .*\n/,
  );
  expect(stdout).toMatch(
    /^vextel\.json:12:7: error: plugins\.moth\.pahts is not known.*\n {2}Did you mean `paths`\?$/m,
  );
  expect(stderr).toBe("vextel.json: 2 errors, 0 warnings.\n");
  const unsure = write({ publisher: "north", plugins: { moth } });
  expect((await runVextel(["publisher", "check"], unsure)).status).toBe(0);
  expect((await runVextel(["publisher", "check", "--strict"], unsure)).status).toBe(1);
});

test("check prints JSON, and annotations for GitHub", async () => {
  const options = write({ publisher: "north", ...links, plugins: { moth: { ...moth, paths: ["100%/a,b", "cogs"] } } });
  const [finding] = await runJson<object[]>(["publisher", "check"], options);
  expect(finding).toEqual({
    ...{
      file: "vextel.json",
      line: 11,
      column: 9,
      severity: "error",
      rule: "claim-wide",
      field: "plugins.moth.paths.1",
    },
    ...{ message: expect.any(String), hint: expect.any(String) },
  });
  const { stdout } = await runVextel(["publisher", "check", "--github"], options);
  expect(stdout).toMatch(/^::error file=vextel\.json,line=11,col=9,title=vextel claim-wide::`cogs` is [^\n]+\n$/);
});

test("without a manifest, check says what to do", async () => {
  const { status, stderr } = await runVextel(["publisher", "check"], { home: temporaryFolder() });
  expect([status, stderr]).toEqual([1, expect.stringContaining("vextel publisher init")]);
});

test.each(["NORTH", "nul"])(
  "publisher add refuses the name %s, which a file system may treat as another name",
  async (publisher) => {
    const { home } = write({ publisher: "north", plugins: { moth } });
    expect((await runVextel(["publisher", "add", "vextel.json"], { home })).status).toBe(0);
    writeFileSync(join(home, "other.json"), JSON.stringify({ publisher, plugins: { moth } }));
    const { status, stderr } = await runVextel(["publisher", "add", "--yes", "other.json"], { home });
    expect([status, stderr]).toEqual([2, expect.stringContaining("nothing was changed")]);
  },
);
