import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "./support/program.ts";

interface Packed {
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

function listPacked(): Packed["files"] {
  const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const [packed] = JSON.parse(execFileSync("npm", args, { cwd: repository, encoding: "utf8" })) as Packed[];
  return packed!.files;
}

const isBuilt = (path: string) =>
  /^dist\/[^.]+(?:\.[\w-]+)*\.(?:c?js|cjs\.cache|d\.ts|js\.LEGAL\.txt|json)$/.test(path);

test("the package contains the program, its man pages, the build, and the documents for users; nothing else", () => {
  const pages = readdirSync(join(repository, "man")).map((name) => `man/${name}`);
  const wanted = [
    "bin/package.json",
    "bin/vextel.js",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "dist/THIRD-PARTY-LICENSES",
    "package.json",
    "vextel.schema.json",
    ...pages,
  ];
  const packed = listPacked().map(({ path }) => path);
  expect(packed.filter((path) => !isBuilt(path)).sort()).toEqual(wanted.sort());
  expect(packed.filter(isBuilt)).toEqual(
    expect.arrayContaining(["dist/cli/start.cjs", "dist/cli/whole.cjs", "dist/cli/whole.cjs.cache"]),
  );
});

test("the program is executable", () => {
  const program = listPacked().find(({ path }) => path === "bin/vextel.js");
  expect((program!.mode & 0o111) === 0o111).toBe(true);
});

test("no other packages are installed, because they are bundled", () => {
  const manifest = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
  expect(manifest.dependencies ?? {}).toEqual({});
  const scripts = Object.keys(manifest.scripts).filter((name) => /^(pre|post)?install$/.test(name));
  expect(scripts).toEqual([]);
});

test("the lock file contains no host, and packages for every platform", () => {
  const { packages } = JSON.parse(readFileSync(join(repository, "package-lock.json"), "utf8"));
  const entries = Object.entries<{ resolved?: string; optionalDependencies?: object }>(packages);
  expect(entries.filter(([, { resolved }]) => resolved?.includes("//"))).toEqual([]);
  const wanted = entries.flatMap(([, { optionalDependencies }]) => Object.keys(optionalDependencies ?? {}));
  expect(wanted.filter((name) => !entries.some(([path]) => path.endsWith(`node_modules/${name}`)))).toEqual([]);
});
