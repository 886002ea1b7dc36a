/**
 * A program that writes numbered lines and rotates its log as Red-DiscordBot does: `latest.log` becomes
 * `latest-part1.log`, and further parts are numbered up to ten, after which all numbers move down by one; at a restart,
 * `latest` becomes `previous`. Arguments: folder, number of lines, bytes a part, lines a millisecond, and optionally
 * after how many lines it restarts. If the environment variable `SEEN` names a file, the program is never more than 400
 * lines ahead of the number in that file: Red keeps only ten parts, so that a reader that is delayed on a busy machine
 * would miss older lines. A text in `BLOCK` replaces each line; its `@` becomes the number in letters.
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
