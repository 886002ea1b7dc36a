/**
 * A program that writes numbered lines and rotates as Red-DiscordBot does: `latest.log` becomes `latest-part1.log`, the
 * next parts are counted up to ten, then all move down by one; at a restart what is `latest` becomes `previous`.
 * Arguments: folder, lines, bytes of a part, lines a millisecond; a fifth: every how many lines it restarts. Where the
 * environment names a file in `SEEN`, it never is more than 400 lines ahead of the number in it: Red keeps ten parts,
 * and a reader that is not let run on a busy machine loses what is older. A text in `BLOCK` replaces a line;
 * its `@` becomes the number in letters.
 */
export const redWriter = `
  const fs = require("node:fs"), { join } = require("node:path");
  const [folder, lines, bytesMost, pace, restartEvery = 0] = process.argv.slice(1).map((arg, at) => at ? Number(arg) : arg);
  const path = (name) => join(folder, name + ".log");
  const parts = 9;
  let part = 0, size = 0;
  const current = () => path(part ? "latest-part" + part : "latest");
  const rollOver = () => {
    if (fs.existsSync(path("latest"))) fs.renameSync(path("latest"), path("latest-part1"));
    if (Math.max(part, 1) > parts) {
      for (let at = 1; at <= parts; at++)
        if (fs.existsSync(path("latest-part" + (at + 1)))) fs.renameSync(path("latest-part" + (at + 1)), path("latest-part" + at));
    } else part = Math.max(part, 1) + 1;
    size = 0;
  };
  const restart = () => {
    for (const name of fs.readdirSync(folder)) if (/^previous(-part\\d+)?\\.log$/.test(name)) fs.unlinkSync(join(folder, name));
    for (const name of fs.readdirSync(folder)) {
      const found = /^latest(-part\\d+)?\\.log$/.exec(name);
      if (found) fs.renameSync(join(folder, name), path("previous" + (found[1] ?? "")));
    }
    part = size = 0;
  };
  const seen = () => Number(fs.readFileSync(process.env.SEEN, "utf8"));
  for (let n = 0; n < lines; n++) {
    if (process.env.SEEN && n % 50 === 0) while (n - seen() > 400) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    const letters = String(n).replace(/\\d/g, (digit) => "abcdefghij"[digit]);
    const line = process.env.BLOCK ? process.env.BLOCK.replaceAll("@", letters) : "line " + n + "\\n";
    if (restartEvery && n % restartEvery === restartEvery - 1) restart();
    if (size + line.length > bytesMost) rollOver();
    fs.appendFileSync(current(), line);
    size += line.length;
    if (n % pace === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  }`;
