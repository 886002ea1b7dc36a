import { expect, test } from "vitest";
import { ignoredBy } from "../../src/relay/divert/ignored.ts";
import { findProgram } from "../../src/relay/divert/program.ts";

const scripts: Record<string, string> = {
  redbot: "#!/usr/bin/python3 -sE",
  "/opt/red/bin/redbot": "#!/opt/red/bin/python",
  "redbot-plain": "#!/opt/red/bin/python",
  launcher: "#!/usr/bin/env -S python3 -I",
  wrapped: "#! /usr/bin/env python3",
  shell: "#!/bin/sh -E",
  twice: "#!redbot",
  denoscript: "#!/usr/bin/env -S deno run --allow-net",
  cleared: "#!/usr/bin/env -iS python3",
};
/** Words between quotes are one word. */
const wordsOf = (command: string) => (command.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ""));
const look = (command: string) => ignoredBy(findProgram(wordsOf(command), (program) => scripts[program]))?.option;

test.each([
  ["python3 -I bot.py", "-I"],
  ["/usr/bin/python3.11 -sE -m redbot", "-E"],
  ["python -W ignore -X dev -BE bot.py", "-E"],
  ["python --check-hash-based-pycs always -I bot.py", "-I"],
  ["env PYTHONHASHSEED=0 python3 -E bot.py", "-E"],
  ["python3 -uS bot.py", "-S"],
  ["env -u HOME python3 -I bot.py", "-I"],
  ["env -C /opt/bot python3 -E bot.py", "-E"],
  ["env -S 'python3 -I bot.py'", "-I"],
  ["env -vS 'A=b python3' -I bot.py", "-I"],
  ["env '--split-string=-i python3 bot.py'", "-i"],
  ["env -i python3 bot.py", "-i"],
  ["env - node bot.js", "-"],
  ["env --ignore-environment node bot.js", "-i"],
  ["env -u PYTHONPATH python3 bot.py", "-u PYTHONPATH"],
  ["env --unset=NODE_OPTIONS node bot.js", "-u NODE_OPTIONS"],
  ["env -uVEXTEL_RELAY node bot.js", "-u VEXTEL_RELAY"],
  ["env PYTHONPATH=/opt/cogs python3 bot.py", "PYTHONPATH="],
  ["cleared tavern", "-i"],
  ["env A=b env -i python3 bot.py", "-i"],
  ["redbot tavern", "-E"],
  ["launcher tavern", "-I"],
  ["twice", "-E"],
  ["env NODE_OPTIONS=--inspect node bot.js", "NODE_OPTIONS="],
  ["env NODE_OPTIONS=--inspect PYTHONPATH=/opt/cogs python3 bot.py", "PYTHONPATH="],
  ["env NODE_OPTIONS=--inspect ./start", "NODE_OPTIONS="],
  ["env NODE_OPTIONS=--inspect shell", "NODE_OPTIONS="],
  ["env -u NODE_OPTIONS env -i python3 bot.py", "-i"],
  ["env -u VEXTEL_RELAY python3 bot.py", "-u VEXTEL_RELAY"],
  ["env BUN_OPTIONS=--smol bun run bot.ts", "BUN_OPTIONS="],
  ["env NODE_OPTIONS=--inspect bunx bot", "NODE_OPTIONS="],
  ["env -u NODE_OPTIONS denoscript", "-u NODE_OPTIONS"],
])("%s ignores the environment, because of %s", (command, option) => {
  expect(look(command)).toBe(option);
});

test.each([
  "python3 bot.py -I",
  "python3 -s -u bot.py -S",
  "python3 -m redbot -E",
  "python3 -c -E",
  "python3 -WI bot.py",
  "python3 - -E",
  "/opt/red/bin/redbot tavern -E",
  "wrapped -I",
  "shell",
  "node -E bot.js",
  "env NODE_OPTIONS=--inspect python3 bot.py",
  "env NODE_OPTIONS= redbot-plain tavern",
  "env PYTHONPATH=/opt/cogs node bot.js",
  "env BUN_OPTIONS=--smol node bot.js",
  "env BUN_OPTIONS=--smol PYTHONPATH=/opt/cogs denoscript",
  "env PYTHONPATH=/opt/cogs bun bot.ts",
  "bun run bot.ts -I",
  "env",
  "env -u HOME -C -i python3 bot.py",
  "env -- python3 bot.py -I",
  "env A=PYTHONPATH= python3 bot.py",
  "nowhere -I",
])("%s does not", (command) => {
  expect(look(command)).toBeUndefined();
});

test.each([
  ["bun run bot.ts", "Bun", "bun"],
  ["env A=b /opt/bun/bin/bunx bot", "Bun", "/opt/bun/bin/bunx"],
  ["denoscript", "Deno", "deno"],
  ["python3.11 bot.py", "Python", "python3.11"],
  ["nodejs bot.js", "Node", "nodejs"],
])("%s runs %s", (command, runtime, name) => {
  expect(findProgram(wordsOf(command), (program) => scripts[program])).toMatchObject({ runtime, name });
});
