import { execFile } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { programPath, repository } from "../support/program.ts";
import { writeRedInstallation } from "../support/red-installation.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const run = promisify(execFile);

/** The package, packed by `npm pack`. */
async function packed(): Promise<string> {
  const source = temporaryFolder();
  const built = dirname(dirname(programPath()));
  for (const name of ["bin", "dist", "package.json"])
    cpSync(join(built, name), join(source, name), { recursive: true });
  cpSync(join(repository, "man"), join(source, "man"), { recursive: true });
  const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--json"], { cwd: source });
  return join(source, JSON.parse(stdout)[0].filename);
}

/** The commands that an owner types according to README.md. */
const commands = ["npm install -g ./vextel-0.1.0.tgz", "vextel setup"];

test("README.md names the two commands from the package to the first event of one's own bot", () => {
  expect(readFileSync(join(repository, "README.md"), "utf8")).toContain(commands.map((one) => `$ ${one}\n`).join(""));
});

test("two commands lead from the package to the first event of the bot of this machine", async () => {
  const home = temporaryFolder();
  const [, tarball] = [writeRedInstallation(home, { megabytes: 2 }), await packed()];
  const prefix = join(home, "prefix");
  const env = {
    PATH: `${join(prefix, "bin")}:${process.env.PATH}`,
    HOME: home,
    npm_config_prefix: prefix,
    npm_config_offline: "true",
  };
  const shell = (command: string) => run("sh", ["-c", command], { cwd: dirname(tarball), env });
  const seen: string[] = [];
  for (const command of commands) seen.push((await shell(command)).stdout);
  expect(seen[1]).toContain("tavern (Red-DiscordBot): 3 cogs, 4 logs");
  expect(seen[1]).toMatch(/OSError: cannot reach .*API-SECRET/);
  const all = /vextel preview .*/.exec(seen[1]!)![0];
  expect((await shell(all)).stdout).toMatch(/SHA-256 [0-9a-f]{64}/);
}, 300_000);
