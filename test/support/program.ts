import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

export const repository = resolve(import.meta.dirname, "../..");
const cache = join(repository, "node_modules/.cache/vextel-test");

let built: string | undefined;

/**
 * The path of the built program, which is built from the current sources if necessary. Each state of the sources has
 * its own folder, so that several test runs, and edits in between, do not disturb each other.
 */
export function programPath(): string {
  built ??= build();
  return join(built, "bin/vextel.js");
}

function build(): string {
  const folder = join(cache, process.env.VEXTEL_TEST_SOURCES ?? digestOfSources());
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${process.pid}`;
  mkdirSync(join(draft, "bin"), { recursive: true });
  for (const file of ["package.json", "bin/package.json", "bin/vextel.js"])
    copyFileSync(join(repository, file), join(draft, file));
  const { scripts } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
  const command: string = scripts["build:js"].replace("--outdir=dist", `--outdir=${join(draft, "dist")}`);
  execFileSync("sh", ["-c", command], { cwd: repository, env: { ...process.env, PATH: pathOfTools() } });
  publish(draft, folder);
  removeOldBuilds();
  return folder;
}

const pathOfTools = () => `${join(repository, "node_modules/.bin")}${delimiter}${process.env.PATH}`;

function publish(draft: string, folder: string): void {
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true, maxRetries: 30, retryDelay: 100 });
    if (!existsSync(folder)) throw error; // else another test run was faster
  }
}

/** The digest of all files that the program is built from. */
export function digestOfSources(): string {
  const hash = createHash("sha256");
  for (const file of ["package.json", "build.js", "bin/package.json", "bin/vextel.js", ...filesBelow("src")])
    hash.update(`${file}\0`).update(readFileSync(join(repository, file)));
  return hash.digest("hex").slice(0, 16);
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(repository, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(repository.length + 1))
    .sort();
}

/** Removes builds that are older than an hour, which is longer than any test run. */
function removeOldBuilds(): void {
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name);
    if (Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > 3_600_000)
      rmSync(folder, { recursive: true, force: true, maxRetries: 30, retryDelay: 100 });
  }
}
