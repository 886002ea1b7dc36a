import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { expect, test } from "vitest";

/** A folder may import what its line names; every name stands above its line, so no cycle can form. */
const mayImport: Record<string, string[]> = {
  errors: [],
  report: [],
  scrub: [],
  world: ["errors"],
  capture: ["errors", "report"],
  publisher: ["errors", "report", "world"],
  consent: ["errors", "world"],
  seal: ["errors", "report", "scrub"],
  preview: ["scrub", "seal"],
  outbox: ["errors", "report", "seal", "world"],
  deliver: ["consent", "errors", "outbox", "seal", "world"],
  reporter: ["capture", "consent", "deliver", "errors", "outbox", "publisher", "report", "scrub", "seal", "world"],
  owner: ["errors", "scrub", "world"],
  cli: [
    "capture",
    "consent",
    "deliver",
    "errors",
    "outbox",
    "owner",
    "preview",
    "publisher",
    "report",
    "scrub",
    "seal",
    "world",
  ],
  testing: ["outbox", "reporter", "seal", "world"],
  discord: ["outbox", "reporter"],
  sentry: ["consent", "errors", "outbox", "report", "reporter", "scrub", "seal", "world"],
  index: ["consent", "errors", "report", "reporter", "scrub"],
};

/** A package, or a part of Node that touches the world, has one door. */
const doors: Record<string, RegExp> = {
  "@sentry/node": /^deliver\/post\.ts$/,
  conf: /^world\/settings\.ts$/,
  inquirer: /^cli\/terminal\.ts$/,
  chalk: /^cli\/terminal\.ts$/,
  "@bomb.sh/tab": /^cli\/(completion\/completion|commands\/completion)\.ts$/,
  commander: /^cli\//,
  "discord.js": /^discord\//,
  "node:child_process": /^world\//,
  "node:fs": /^world\//,
  "node:fs/promises": /^world\//,
  "node:os": /^world\//,
  "node:http": /^deliver\/post\.ts$/,
  "node:https": /^deliver\/post\.ts$/,
};

const root = resolve(import.meta.dirname, "../src");

function sourceFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? sourceFiles(path) : path.endsWith(".ts") ? [path] : [];
  });
}

function importsOf(path: string): string[] {
  const source = readFileSync(path, "utf8");
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+"([^"]+)"|import\(\s*"([^"]+)"|(?:^|\n)import\s+"([^"]+)"/g;
  return [...source.matchAll(pattern)].map((match) => (match[1] ?? match[2] ?? match[3])!);
}

const folderOf = (file: string) => file.split(sep)[0]!.replace(/\.ts$/, "");

test("every line of the import rule names only lines above it", () => {
  const lines = Object.keys(mayImport);
  for (const [at, line] of lines.entries())
    for (const name of mayImport[line]!) expect(lines.indexOf(name), `${line} -> ${name}`).toBeLessThan(at);
});

for (const path of sourceFiles(root)) {
  const file = relative(root, path);
  test(`src/${file} imports only what its folder may`, () => {
    const folder = folderOf(file);
    expect(mayImport, `${folder} has no line in the import rule`).toHaveProperty(folder);
    for (const name of importsOf(path)) {
      if (name.startsWith(".")) {
        const target = folderOf(relative(root, resolve(dirname(path), name)));
        expect([folder, ...mayImport[folder]!], `${file} imports ${name}`).toContain(target);
      } else if (doors[name]) {
        expect(file.split(sep).join("/"), `${name} has one door`).toMatch(doors[name]);
      } else expect(name, `${file}: an unlisted package`).toMatch(/^node:/);
    }
  });
}
