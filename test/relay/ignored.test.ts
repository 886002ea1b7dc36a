import { expect, test } from "vitest";
import { ignoredBy } from "../../src/relay/divert/ignored.ts";

const scripts: Record<string, string> = {
  redbot: "#!/usr/bin/python3 -sE",
  "/opt/red/bin/redbot": "#!/opt/red/bin/python",
  launcher: "#!/usr/bin/env -S python3 -I",
  wrapped: "#! /usr/bin/env python3",
  shell: "#!/bin/sh -E",
  twice: "#!redbot",
};
const look = (command: string) => ignoredBy(command.split(" "), (program) => scripts[program]);

test.each([
  ["python3 -I bot.py", "-I"],
  ["/usr/bin/python3.11 -sE -m redbot", "-E"],
  ["python -W ignore -X dev -BE bot.py", "-E"],
  ["python --check-hash-based-pycs always -I bot.py", "-I"],
  ["env PYTHONHASHSEED=0 python3 -E bot.py", "-E"],
  ["python3 -uS bot.py", "-S"],
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
  "nowhere -I",
])("%s does not", (command) => {
  expect(look(command)).toBeUndefined();
});
