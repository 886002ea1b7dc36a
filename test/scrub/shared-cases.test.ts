import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const shared = resolve(root, "../shared");

test.skipIf(!existsSync(shared))(
  "the labelled cases reach the required figures: recall, look-alikes, untouched text, placeholders",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "vextel-score-"));
    try {
      const module = join(folder, "scrub.mjs");
      const contents =
        'import { createScrubber } from "./src/scrub/scrub.ts"; const s = createScrubber(); export const scrub = (t) => s.text(t).text;';
      buildSync({
        stdin: { contents, resolveDir: root },
        bundle: true,
        format: "esm",
        platform: "node",
        outfile: module,
      });
      const tool = join(shared, "tools/score-scrub.mjs");
      const report = join(folder, "score.json");
      execFileSync("node", [
        tool,
        join(shared, "data/scrub-cases.jsonl"),
        "--module",
        module,
        "--export",
        "scrub",
        "--idempotent",
        "--json",
        report,
      ]);
      const score = JSON.parse(readFileSync(report, "utf8"));
      expect(score.recall).toBeGreaterThanOrEqual(0.995);
      expect(score.clean).toBeGreaterThanOrEqual(0.995);
      expect(score.gap).toBeGreaterThanOrEqual(0.999);
      expect(score.unstable).toEqual([]);
      for (const [, [met, of]] of Object.entries<[number, number]>(score.seed)) expect(met).toBe(of);
      for (const kind of ["bot-token", "discord-webhook", "private-key", "url-credentials"])
        expect(score.kinds[kind].caught, kind).toBe(score.kinds[kind].spans);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
