// After tsc: declarations name each other as the files that ship, and CommonJS gets declarations of its own.
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const types = "dist/types";
for (const name of readdirSync(types, { recursive: true })) {
  if (!name.endsWith(".d.ts")) continue;
  const path = join(types, name);
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace(/((?:from|import)\s*\(?\s*"\.[^"]*)\.ts"/g, '$1.js"'));
}
cpSync(types, "dist/cjs/types", { recursive: true });
writeFileSync("dist/cjs/package.json", '{"type":"commonjs"}\n');
