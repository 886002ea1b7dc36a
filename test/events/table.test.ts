import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { parseEnvelope } from "../../src/seal/envelope.ts";
import { createHome, libraryPath } from "../reporter/bot-process.ts";
import { repository } from "../support/program.ts";
import { compare, type Pair, type Row } from "./compare.ts";
import { reasonOf, reasons } from "./reasons.ts";

const run = promisify(execFile);
const path = join(repository, "docs/events.md");

/** Passes each error to both, in one process. */
async function collect(): Promise<Pair[]> {
  const home = createHome();
  const env = { PATH: process.env.PATH, HOME: home.path, VEXTEL_HOME: home.path, VEXTEL_LIBRARY: libraryPath() };
  const bot = resolve(import.meta.dirname, "both.mjs");
  const { stdout } = await run(process.execPath, [bot], { env, maxBuffer: 2 ** 28 });
  const lines = stdout.trim().split("\n");
  return Promise.all(
    lines.map(async (line) => {
      const { name, receipt, event } = JSON.parse(line);
      const { bytes } = await home.stores.outbox.read(receipt.id);
      return { name, sentry: event, vextel: parseEnvelope(bytes).payload };
    }),
  );
}

const isEqual = ({ sentry, vextel, equal }: Row) => sentry === equal && vextel === equal;

function render(rows: readonly Row[], errors: number): string {
  const count = (some: number) => (some === errors ? "all" : some === 0 ? "–" : String(some));
  const render = (row: Row) =>
    `| \`${row.field}\` | ${count(row.sentry)} | ${count(row.vextel)} | ${count(row.equal)} | ${isEqual(row) ? "" : reasonOf(row.field)} |`;
  return [
    `Of ${errors} errors:`,
    "",
    "| field | @sentry/node | vextel | same value | why it differs |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map(render),
  ].join("\n");
}

test("the table that compares fields with @sentry/node shows what both actually send, and each difference has a reason", {
  timeout: 240_000,
}, async (context) => {
  const pairs = await collect();
  const rows = compare(pairs);
  expect(pairs.length).toBeGreaterThanOrEqual(50);
  for (const { name, sentry, vextel } of pairs) {
    expect(sentry, name).toHaveProperty("exception");
    expect(JSON.stringify(vextel), name).not.toMatch(/did not fail|123456789012345678|192\.0\.2\.17|ZnCjm1XVW7/);
  }
  for (const row of rows) if (!isEqual(row)) expect(reasonOf(row.field), row.field).toBeDefined();
  const used = new Set(rows.map(({ field }) => reasonOf(field)));
  expect(Object.values(reasons).filter((reason) => !used.has(reason))).toEqual([]);
  if (!process.version.startsWith("v20.")) return context.skip("other versions of Node print other stacks");
  const part = /(<!-- table:.*-->\n)([\s\S]*?)(<!-- end of table -->)/;
  const wanted = render(rows, pairs.length);
  const page = readFileSync(path, "utf8");
  if (process.env.UPDATE_GOLDEN === "1")
    writeFileSync(
      path,
      page.replace(part, (_, start, _old, end) => `${start}\n${wanted}\n\n${end}`),
    );
  expect(part.exec(readFileSync(path, "utf8"))?.[2]?.trim()).toBe(wanted);
});
