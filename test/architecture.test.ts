import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { expect, test } from "vitest";

/** A folder may import the ones in its line; all of them are defined in lines above it, so that there are no cycles. */
const mayImport: Record<string, string[]> = {
  errors: [],
  report: [],
  group: [],
  scrub: [],
  world: ["errors"],
  capture: ["errors", "report"],
  publisher: ["errors", "report", "world"],
  seal: ["errors", "group", "report", "scrub"],
  history: ["errors", "seal", "world"],
  consent: ["errors", "history", "world"],
  normalise: ["errors", "report", "scrub", "seal"],
  policy: ["errors", "scrub", "seal", "world"],
  preview: ["group", "scrub", "seal"],
  outbox: ["errors", "group", "history", "report", "seal", "world"],
  deliver: ["consent", "errors", "history", "outbox", "seal", "world"],
  reporter: [
    "capture",
    "consent",
    "deliver",
    "errors",
    "group",
    "history",
    "outbox",
    "policy",
    "publisher",
    "report",
    "scrub",
    "seal",
    "world",
  ],
  owner: ["errors", "scrub", "world"],
  author: ["errors", "owner", "publisher", "report", "world"],
  review: ["group", "outbox", "preview", "seal"],
  relay: [
    "consent",
    "deliver",
    "errors",
    "group",
    "normalise",
    "outbox",
    "policy",
    "publisher",
    "report",
    "reporter",
    "scrub",
    "seal",
    "world",
  ],
  sentry: ["consent", "errors", "normalise", "outbox", "report", "reporter", "scrub", "seal", "world"],
  selftest: ["reporter", "sentry", "world"],
  cli: [
    "author",
    "capture",
    "consent",
    "deliver",
    "errors",
    "group",
    "history",
    "outbox",
    "owner",
    "policy",
    "preview",
    "publisher",
    "relay",
    "report",
    "review",
    "scrub",
    "seal",
    "selftest",
    "world",
  ],
  testing: ["consent", "outbox", "reporter", "seal", "world"],
  discord: ["consent", "outbox", "reporter", "world"],
  index: ["consent", "errors", "report", "reporter", "scrub"],
};

/** The only file that may use a package, or a part of Node that accesses the machine. */
const doors: Record<string, RegExp> = {
  "@sentry/node": /^deliver\/http\/post\.ts$/,
  conf: /^world\/files\/settings\.ts$/,
  inquirer: /^cli\/terminal\/ask\.ts$/,
  "@inquirer/core": /^cli\/screen\/screen\.ts$/,
  "fast-string-width": /^review\/text\.ts$/,
  chalk: /^cli\/terminal\/paint\.ts$/,
  "@bomb.sh/tab": /^cli\/(completion\/completion|commands\/completion)\.ts$/,
  commander: /^cli\//,
  "discord.js": /^discord\//,
  "node:child_process": /^world\//,
  "node:fs": /^world\//,
  "node:fs/promises": /^world\//,
  "node:os": /^world\//,
  "node:http": /^(deliver\/http\/post|relay\/http\/server|selftest\/server)\.ts$/,
  "node:https": /^deliver\/http\/post\.ts$/,
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

/** The imports of each file in src/. */
const imports = new Map(
  sourceFiles(root).map((path) => {
    const own = importsOf(path).filter((name) => name.startsWith("."));
    return [nameOf(path), own.map((name) => nameOf(resolve(dirname(path), name)))];
  }),
);

function nameOf(path: string): string {
  return relative(root, path).split(sep).join("/");
}

/** A path that leads from a node back to itself; `undefined` if there is none. */
function findCycle(arrows: ReadonlyMap<string, Iterable<string>>): string[] | undefined {
  const done = new Set<string>();
  const follow = (from: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(from)) return [...way.slice(way.indexOf(from)), from];
    if (done.has(from)) return undefined;
    for (const to of arrows.get(from) ?? []) {
      const found = follow(to, [...way, from]);
      if (found) return found;
    }
    done.add(from);
    return undefined;
  };
  for (const from of arrows.keys()) {
    const found = follow(from, []);
    if (found) return found;
  }
  return undefined;
}

/** The imports between the sub-folders of a folder, and its own files. */
function arrowsIn(folder: string): Map<string, Set<string>> {
  const roomOf = (file: string) => file.slice(folder.length + 1).split("/")[0]!;
  const arrows = new Map<string, Set<string>>();
  for (const [file, targets] of imports) {
    if (!file.startsWith(`${folder}/`)) continue;
    const inside = targets.filter((target) => target.startsWith(`${folder}/`)).map(roomOf);
    const known = arrows.get(roomOf(file)) ?? new Set();
    for (const target of inside) if (target !== roomOf(file)) known.add(target);
    arrows.set(roomOf(file), known);
  }
  return arrows;
}

test("no file imports itself, directly or indirectly", () => {
  expect(findCycle(imports)).toBeUndefined();
});

/** Folders whose sub-folders must not form a cycle either. */
const orderly = [...new Set([...imports.keys()].map((file) => dirname(file)))].filter((folder) => folder !== ".");

test.each(orderly)("the sub-folders of src/%s do not import each other in a cycle", (folder) => {
  expect(findCycle(arrowsIn(folder))).toBeUndefined();
});

test("findCycle finds a cycle", () => {
  const arrows = { a: ["b", "c"], b: ["c"], c: ["d"], d: ["b"] };
  expect(findCycle(new Map(Object.entries(arrows)))).toEqual(["b", "c", "d", "b"]);
});
