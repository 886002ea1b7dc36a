import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createCapture } from "../../../src/capture/capture.ts";
import type { Breadcrumb, Report } from "../../../src/report/report.ts";

const folder = join(import.meta.dirname, "cases");

const timeOf = ({ timeMs }: { readonly timeMs?: number }) => (timeMs === undefined ? {} : { time: new Date(timeMs) });

/** A report as golden files show it: with readable times, and each breadcrumb on one line. */
function show({ timeMs, breadcrumbs, ...report }: Report) {
  const crumb = ({ timeMs: at, level, category, message }: Breadcrumb) =>
    [at === undefined ? "-" : new Date(at).toISOString(), level ?? "-", category ?? "-", message].join(" ");
  return { ...timeOf({ ...(timeMs !== undefined && { timeMs }) }), ...report, breadcrumbs: breadcrumbs.map(crumb) };
}

function capture(bytes: Uint8Array) {
  const reader = createCapture();
  return [...reader.push(bytes), ...reader.flush()].map(({ report }) => JSON.parse(JSON.stringify(show(report))));
}

for (const name of readdirSync(folder)) {
  const expectedPath = join(folder, name, "expected.json");
  const found = capture(readFileSync(join(folder, name, "input.txt")));

  test(`logs: ${name.replaceAll("-", " ")}`, () => {
    if (process.env.UPDATE_GOLDEN) writeFileSync(expectedPath, `${JSON.stringify(found, null, 2)}\n`);
    expect(found).toEqual(JSON.parse(readFileSync(expectedPath, "utf8")));
    if (name.startsWith("miss.")) expect(found).toEqual([]);
  });
}
