import { expect, test } from "vitest";
import { ignoredBy } from "../../src/relay/divert/ignored.ts";

const scripts: Record<string, string> = {
  redbot: "#!/usr/bin/python3 -sE",
  "/opt/red/bin/redbot": "#!/opt/red/bin/python",
  launcher: "#!/usr/bin/env -S python3 -I",
  wrapped: "#! /usr/bin/env python3",
  shell: "#!/bin/sh -E",
  twice: "#!redbot",
  cleared: "#!/usr/bin/env -iS python3",
};
/** Words between quotes are one word. */
const wordsOf = (command: string) => (command.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ""));
const look = (command: string) => ignoredBy(wordsOf(command), (program) => scripts[program])?.option;

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
  "env",
  "env -u HOME -C -i python3 bot.py",
  "env -- python3 bot.py -I",
  "env A=PYTHONPATH= python3 bot.py",
  "nowhere -I",
])("%s does not", (command) => {
  expect(look(command)).toBeUndefined();
});
