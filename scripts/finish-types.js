// After tsc: keeps the declarations that a door of the library leads to, lets them name each other as the files that
// ship, and gives CommonJS a copy.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const doors = ["index", "testing/testing", "discord/discord", "sentry/sentry"].map((door) => `${door}.d.ts`);
const [types, all] = ["dist/types", "dist/types.all"];
const relativeImport = /((?:from|import)\s*\(?\s*")(\.[^"]*)\.(?:ts|js)"/g;

rmSync(all, { recursive: true, force: true });
renameSync(types, all);
const open = [...doors];
for (const name of open) {
  const text = readFileSync(join(all, name), "utf8");
  mkdirSync(dirname(join(types, name)), { recursive: true });
  writeFileSync(join(types, name), text.replace(relativeImport, '$1$2.js"'));
  for (const [, , target] of text.matchAll(relativeImport)) {
    const path = join(dirname(name), `${target}.d.ts`);
    if (!open.includes(path) && existsSync(join(all, path))) open.push(path);
  }
}
rmSync(all, { recursive: true });
cpSync(types, "dist/cjs/types", { recursive: true });
writeFileSync("dist/cjs/package.json", '{"type":"commonjs"}\n');
