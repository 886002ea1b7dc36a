// Appends the path of each file that a program opens to the file that OPENED_FILES names, one path a line.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { appendFileSync } = fs;
const tell = (path) => {
  if (typeof path === "string") appendFileSync(process.env.OPENED_FILES, `${path}\n`);
};
for (const [owner, names] of [
  [fs, ["openSync", "readFileSync", "open", "readFile", "createReadStream"]],
  [fs.promises, ["open", "readFile"]],
])
  for (const name of names) {
    const original = owner[name];
    owner[name] = function (path, ...rest) {
      tell(path);
      return original.call(this, path, ...rest);
    };
  }
syncBuiltinESMExports();
