import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { build } from "esbuild";
import { analyse } from "scslre";
import { expect, test } from "vitest";
import { parseAst } from "vitest/node";
import { repository } from "./support/program.ts";

interface Pattern {
  readonly source: string;
  readonly flags: string;
}

const sources = readdirSync(join(repository, "src"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => join(repository, "src", name));
const codeOf = (path: string): string => readFileSync(path, "utf8");

/** Whether there is a text that the pattern takes exponential time for: it tries all divisions of it. */
const isExponential = (pattern: Pattern): boolean => analyse(pattern).reports.some(({ exponential }) => exponential);

/** Whether there is a text that it takes quadratic or longer time for: some lines of a log are as long as 1 MiB. */
const isQuadratic = (pattern: Pattern): boolean => analyse(pattern).reports.length > 0;

function literalsOf(code: string): Pattern[] {
  const found: Pattern[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if ("regex" in node) {
      const { pattern, flags } = node.regex as { pattern: string; flags: string };
      found.push({ source: pattern, flags });
    } else for (const child of Object.values(node)) visit(child);
  };
  visit(parseAst(code, { lang: "ts" }));
  return found;
}

test("no pattern in the sources takes quadratic or exponential time", () => {
  const literals = sources.flatMap((path) => literalsOf(codeOf(path)));
  expect(literals.length).toBeGreaterThan(1_000);
  expect(literals.filter(isQuadratic)).toEqual([]);
});

/**
 * Patterns that read a line to its end, but not the line separators that a line may contain: then they fail at its end,
 * and try all other divisions of the line, which `analyse` does not see.
 */
const stopsWithinLine = ({ source, flags }: Pattern): boolean =>
  !/[sm]/.test(flags) && /(?<!\\)\.[*+]\??\)*\??\)*\$\)*$/.test(source);

test("patterns for lines and paths of logs that read to the end read line separators as well", () => {
  const ofLogs = sources.filter((path) => /^(?:capture|report|seal)\b/.test(relative(join(repository, "src"), path)));
  expect(ofLogs.flatMap((path) => literalsOf(codeOf(path))).filter(stopsWithinLine)).toEqual([]);
  expect([/^File "(.*)" in (.*)$/, /^- (?:in (.+))?$/].filter(stopsWithinLine)).toHaveLength(2);
});

test("no pattern that is built from strings when the program starts takes exponential time", async () => {
  const built = await builtPatterns();
  expect(built.length).toBeGreaterThan(100);
  expect(built.filter(isExponential)).toEqual([]);
});

/** Loads all modules that build patterns, with a `RegExp` of their own that notes them. */
async function builtPatterns(): Promise<readonly Pattern[]> {
  const folder = join(repository, "node_modules/.cache/vextel");
  const outfile = join(folder, `patterns-${process.pid}.mjs`);
  const modules = sources.filter((path) => codeOf(path).includes("new RegExp("));
  mkdirSync(folder, { recursive: true });
  try {
    await build({
      stdin: { contents: modules.map((path) => `import ${JSON.stringify(path)};`).join("\n"), resolveDir: repository },
      ...{ outfile, bundle: true, format: "esm", platform: "node", packages: "external" },
      banner: {
        js: `const built = [];
          const RegExp = new Proxy(globalThis.RegExp, {
            construct: (target, args) => {
              const pattern = new target(...args);
              built.push(pattern);
              return pattern;
            },
          });`,
      },
      footer: { js: "export { built };" },
    });
    const { built } = (await import(outfile)) as { built: RegExp[] };
    return built.map(({ source, flags }) => ({ source, flags }));
  } finally {
    rmSync(outfile, { force: true });
  }
}

test.each([/^(?:a+)+$/, /^[0-9]{1,5}(?:[.,:/%-]+[0-9]*)*$/, /^[a-z]+(?:[._-]?[a-z]+)*$/i])(
  "a pattern that takes exponential time is recognised: %s",
  (pattern) => {
    expect(isExponential(pattern)).toBe(true);
  },
);

test.each([/^-*> (.*?)\s*$/, /^ \+-{3,}(?: \d+ -{3,}|-{3,})$/, /=+$/, /^\s+at /m])(
  "a pattern that takes quadratic time is recognised: %s",
  (pattern) => {
    expect(isQuadratic(pattern)).toBe(true);
  },
);
