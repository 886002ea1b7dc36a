import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeCogRepository } from "../../support/cog-repository.ts";
import { repository } from "../../support/program.ts";
import { runVextel } from "../../support/run-vextel.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

test("the workflow of docs/authors.md passes in a repository after init and page", async () => {
  const text = readFileSync(join(repository, "docs/authors.md"), "utf8");
  const commands = [...text.matchAll(/- run: npx vextel (publisher [^>#\n]*)/g)].map(([, words]) => words!.trim());
  expect(commands.map((words) => words.split(" ")[1])).toEqual(["check", "simulate", "page", "mappings"]);
  const [cwd, home] = [makeCogRepository(), temporaryFolder()];
  const run = (words: string) => runVextel(words.split(" "), { home, cwd });
  expect((await run("publisher init --dsn https://key@o1.ingest.sentry.io/42")).status).toBe(0);
  expect((await run("publisher page --output TELEMETRY.md")).status).toBe(0);
  for (const words of commands) expect([words, (await run(words)).status]).toEqual([words, 0]);
}, 120_000);
