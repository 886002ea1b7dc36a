import { expect, test } from "vitest";
import { createScrubber } from "../../src/scrub/scrub.ts";
import { namesOf, shortNames } from "../../src/world/names.ts";

const windows = {
  USERNAME: "Mirela",
  USERPROFILE: "D:\\Profiles\\Mirela Popa",
  COMPUTERNAME: "DESKTOP-4F7QK2P",
  TEMP: "D:\\Profiles\\MI3C1F~1\\AppData\\Local\\Temp",
};

test.each([
  ["linux", {}, { user: "mirela", host: "moth.example.org" }, [], []],
  ["linux", windows, { user: "mirela", host: "moth" }, [], []],
  ["darwin", {}, { user: "mirela", host: "Mirelas-Mac.local" }, [], ["Mirelas-Mac"]],
  ["darwin", {}, { user: "mirela", host: "moth" }, [], []],
  ["win32", {}, { user: "mirela", host: "moth" }, ["MIRELA"], ["MOTH"]],
  [
    "win32",
    { USERPROFILE: "C:\\Users\\mirel" },
    { user: "mirela", host: "moth" },
    ["MIRELA", "mirel", "MIREL"],
    ["MOTH"],
  ],
  [
    "win32",
    { COMPUTERNAME: "LONG-NAME-OF-MO" },
    { user: "mp1", host: "long-name-of-moths" },
    ["MP1"],
    ["LONG-NAME-OF-MOTHS", "LONG-NAME-OF-MO", "long-name-of-mo"],
  ],
] as const)("on %s with %j, of %j the other names are %j and %j", (platform, env, system, users, hosts) => {
  const { userAliases, hostAliases } = namesOf({ platform, env }, system);
  expect([[...userAliases].sort(), [...hostAliases].sort()]).toEqual([[...users].sort(), [...hosts].sort()]);
});

test.each([
  ["linux", { USER: "mirela", USERNAME: "other" }, "mirela"],
  ["darwin", { USER: "mirela" }, "mirela"],
  ["win32", { USERNAME: "Mirela" }, "Mirela"],
  ["win32", {}, ""],
] as const)("on %s with %j an account without an entry is called %j", (platform, env, user) => {
  expect(namesOf({ platform, env }, { user: undefined, host: "moth" }).user).toBe(user);
});

test.each([
  ["mirela", []],
  ["mirela.pc", []],
  ["Mirela Popa", ["MIRELA~1", "MIRELA~2", "MIRELA~3", "MIRELA~4"]],
  ["mirela.DESKTOP-4F7", ["MIRELA~1.DES", "MIRELA~2.DES", "MIRELA~3.DES", "MIRELA~4.DES"]],
  ["a+b c", ["A_BC~1", "A_BC~2", "A_BC~3", "A_BC~4"]],
  ["", []],
])("the short names of %j are %j", (name, short) => expect(shortNames(name)).toEqual(short));

const names = namesOf({ platform: "win32", env: windows }, { user: "Mirela", host: "Desktop-4F7QK2P" });
const scrubber = createScrubber({ literals: { home: windows.USERPROFILE, ...names } });

test.each([
  [String.raw`D:\Profiles\Mirela Popa\red\bot.py`, String.raw`D:\Profiles\USERNAME\red\bot.py`],
  [String.raw`d:\profiles\mirela popa\red\bot.py`, String.raw`d:\profiles\USERNAME\red\bot.py`],
  ["D:/Profiles/Mirela Popa/red/bot.py", "D:/Profiles/USERNAME/red/bot.py"],
  [String.raw`"D:\\Profiles\\MIRELA POPA\\red"`, String.raw`"D:\\Profiles\\USERNAME\\red"`],
  [String.raw`D:\Profiles\MIRELA~1\AppData\Local\Temp\x`, String.raw`D:\Profiles\USERNAME\AppData\Local\Temp\x`],
  [String.raw`D:\Profiles\mirela~2\AppData`, String.raw`D:\Profiles\USERNAME\AppData`],
  [String.raw`D:\Profiles\MI3C1F~1\AppData`, String.raw`D:\Profiles\USERNAME\AppData`],
  [String.raw`C:\Users\MIRELA~1\AppData`, String.raw`C:\Users\USERNAME\AppData`],
  ["mirela on desktop-4f7qk2p, MIRELA on DESKTOP-4F7QK2P", "USERNAME on HOSTNAME, USERNAME on HOSTNAME"],
  ["mirelas desktop", "mirelas desktop"],
])("of this Windows, %s becomes %s", (text, expected) => expect(scrubber.text(text).text).toBe(expected));

test.each(["Owner", "SYSTEM", "Administrator"])("if the account is %s, the word is not removed", (user) => {
  const env = { USERNAME: user, USERPROFILE: `D:\\Profiles\\${user}` };
  const literals = { home: env.USERPROFILE, ...namesOf({ platform: "win32", env }, { user, host: "moth" }) };
  const text = `an ${user.toLowerCase()} of the bot`;
  expect(createScrubber({ literals }).text(text).text).toBe(text);
});
