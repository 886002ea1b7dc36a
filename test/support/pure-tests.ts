import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/** Matches code that starts a process, opens a socket or writes a file. */
const touching =
  /node:(?:child_process|https?|net|tls|os|worker_threads)"|\b(?:mkdtemp|mkdir|writeFile|appendFile|symlink|mkfifo)|src\/world\/(?!memory|paths|default-folders|hints|names)/;

/**
 * The tests that do not depend on the platform: neither they nor what they import from `test/` start a process, open a
 * socket, write a file or import code that accesses the machine. They may read files of the repository.
 */
export const pureTests = (): string[] =>
  readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `test/${name}`)
    .filter((path) => isPure(join(root, path), new Set()));

function isPure(path: string, seen: Set<string>): boolean {
  if (seen.has(path)) return true;
  seen.add(path);
  const text = readFileSync(path, "utf8");
  if (touching.test(text)) return false;
  const imported = [...text.matchAll(/(?:from|import) "(\.[^"]+\.ts)"/g)].map(([, name]) =>
    resolve(dirname(path), name!),
  );
  return imported.filter((one) => relative(root, one).startsWith("test")).every((one) => isPure(one, seen));
}
