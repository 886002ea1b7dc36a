import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { expect, test } from "vitest";
import type { CommandDeps } from "../../src/cli/deps.ts";
import { exit } from "../../src/cli/exit.ts";
import { createProgram } from "../../src/cli/program.ts";
import { sdk } from "../../src/seal/sdk.ts";
import { repository } from "../support/program.ts";

const read = (path: string) => readFileSync(join(repository, path), "utf8");
const manifest = JSON.parse(read("package.json"));

// building the command tree has no effects, so it needs no dependencies
const program = await createProgram({ terminal: { columns: 80 } } as CommandDeps);
const commands = program
  .createHelp()
  .visibleCommands(program)
  .filter((command) => command.name() !== "help");
const names = commands.map((command) => command.name()).sort();

/** The options of a command and its subcommands as in `--help`: `--dsn dsn`, `--all`, `--help`. */
function optionsOf(command: Command): string[] {
  const own = command.createHelp().visibleOptions(command);
  const all = own.map(({ long, flags }) => `${long}${flags.replace(/^(?:-\w, )?\S+/, "").replace(/[<>[\]]/g, "")}`);
  return [...new Set([...all, ...command.commands.flatMap(optionsOf)])].sort();
}

/** The arguments of a command after its name: `name`, `[name]`, `[name...]`. */
function usagesOf(command: Command, words = command.name()): string[] {
  if (command.commands.length > 0)
    return command.commands.flatMap((child) => usagesOf(child, `${words} ${child.name()}`));
  const names = command.registeredArguments.map((argument) => {
    const word = `${argument.name()}${argument.variadic ? "..." : ""}`;
    return argument.required ? word : `[${word}]`;
  });
  return [[words, ...names].join(" ")];
}

const section = (page: string, name: string) => page.split(/^\.Sh /m).find((part) => part.startsWith(name)) ?? "";

const statuses = Object.values(exit).map(String);

/** The statuses of a page; `.It 4 , 5 , 6` lists three. */
const statusesOf = (page: string) =>
  [...section(page, "EXIT STATUS").matchAll(/^\.It ([\d ,]+)$/gm)].flatMap(([, some]) => some!.split(" , "));

const toOption = (match: RegExpMatchArray) => `-${match[1]}${match[2] ? ` ${match[2]}` : ""}`;

const optionsOfPage = (page: string) =>
  [...section(page, "OPTIONS").matchAll(/^\.It Fl (\S+)(?: Ar (\S+))?$/gm)].map(toOption).sort();

const optionsOfSynopsis = (page: string) =>
  [...new Set([...section(page, "SYNOPSIS").matchAll(/^\.Op Fl (\S+)(?: Ar (\S+))?$/gm)].map(toOption))].sort();

function usagesOfPage(page: string): string[] {
  const usages: string[] = [];
  for (const line of section(page, "SYNOPSIS").split("\n")) {
    const name = /^\.Nm vextel Cm (.+)$/.exec(line)?.[1];
    if (name) usages.push(name);
    const [, optional, argument, dots] = /^\.(Op )?Ar (\S+)( \.\.\.)?$/.exec(line) ?? [];
    if (!argument) continue;
    const word = `${argument}${dots ? "..." : ""}`;
    usages.push(`${usages.pop()} ${optional ? `[${word}]` : word}`);
  }
  return usages;
}

for (const command of commands) {
  const name = command.name();
  const page = () => read(`man/vextel-${name}.1`);

  test(`vextel ${name}: --help and the man page have the same options and arguments`, () => {
    expect(optionsOfPage(page())).toEqual(optionsOf(command));
    expect(optionsOfSynopsis(page())).toEqual(optionsOf(command));
    expect(usagesOfPage(page()).sort()).toEqual(usagesOf(command).sort());
  });

  test(`vextel ${name}: --help and the man page end with an example`, () => {
    for (const one of [command, ...command.commands]) {
      let help = "";
      one.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
      expect(help).toMatch(new RegExp(`\\nExamples?:\\n( {2}\\$ .*\\bvextel ${name}\\b.*\\n?)+$`));
    }
    expect(section(page(), "EXAMPLES")).toMatch(new RegExp(`^\\.Dl \\$ .*vextel ${name}`, "m"));
  });

  test(`vextel ${name}: the man page lists only existing exit statuses, including success and wrong usage`, () => {
    const named = statusesOf(page());
    expect(named).toEqual(expect.arrayContaining(["0", "2"]));
    expect(statuses).toEqual(expect.arrayContaining(named));
  });
}

test("the first man page names every exit status", () => {
  expect(statusesOf(read("man/vextel.1"))).toEqual(statuses);
});

test("the first man page names every command, and no other", () => {
  const listed = [...section(read("man/vextel.1"), "DESCRIPTION").matchAll(/^\.It Xr vextel-(\S+) 1$/gm)];
  expect(listed.map((match) => match[1]).sort()).toEqual(names);
  expect(optionsOfPage(read("man/vextel.1"))).toEqual(["--help", "--version"]);
});

test("package.json installs every man page", () => {
  const formats = ["man/vextel-files.5", "man/vextel.json.5"];
  const pages = ["man/vextel.1", ...formats, ...names.map((name) => `man/vextel-${name}.1`)].sort();
  expect(
    readdirSync(join(repository, "man"))
      .map((file) => `man/${file}`)
      .sort(),
  ).toEqual(pages);
  expect([...manifest.man].sort()).toEqual(pages);
});

const hasMandoc = spawnSync("mandoc", ["-Tlint", "/dev/null"]).error === undefined;

test.skipIf(!hasMandoc)("the man pages are clean under mandoc's lint", () => {
  const { status, stdout } = spawnSync("mandoc", ["-Tlint", "-W", "warning", ...manifest.man], {
    cwd: repository,
    encoding: "utf8",
  });
  expect([stdout, status]).toEqual(["", 0]);
});

for (const file of ["README.md", "CHANGELOG.md"])
  test(`${file} names every command, and no other`, () => {
    const named = [...read(file).matchAll(/\bvextel ([a-z]+)\b(?! from)/g)].map((match) => match[1]!);
    const known = new Set(named.filter((name) => names.includes(name)));
    expect([...known].sort()).toEqual(names);
    const inCode = [...read(file).matchAll(/`vextel ([a-z]+)/g)].map((match) => match[1]!);
    expect(inCode.filter((name) => !names.includes(name) && name !== "help")).toEqual([]);
  });

test("package.json, sent events and the top of CHANGELOG.md have the same version", () => {
  const top = /^## (\S+)/m.exec(read("CHANGELOG.md"))?.[1];
  expect([sdk.version, top]).toEqual([manifest.version, manifest.version]);
});

test("README.md's links within the project lead to existing files", () => {
  const links = [...read("README.md").matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1]!);
  expect(links.filter((link) => !existsSync(join(repository, link)))).toEqual([]);
});
