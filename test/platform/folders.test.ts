import { expect, test } from "vitest";
import { defaultFolders, homeIn } from "../../src/world/default-folders.ts";
import { isBusy, whileBusy } from "../../src/world/files/busy.ts";
import { nameWithoutProc } from "../../src/world/files/lock/process-name.ts";
import { moveAside, removeCommand } from "../../src/world/hints.ts";
import { ruleOf, splitPath } from "../../src/world/outside/expand.ts";
import { resolvePaths } from "../../src/world/paths.ts";

const windows = { APPDATA: "C:\\Users\\ann\\AppData\\Roaming", LOCALAPPDATA: "D:\\Local" };

test.each([
  [
    "linux",
    {},
    "/home/ann",
    "/home/ann/.config/vextel",
    "/home/ann/.local/share/vextel",
    "/home/ann/.local/state/vextel",
  ],
  [
    "darwin",
    {},
    "/Users/ann",
    "/Users/ann/.config/vextel",
    "/Users/ann/.local/share/vextel",
    "/Users/ann/.local/state/vextel",
  ],
  [
    "linux",
    { XDG_CONFIG_HOME: "/c/", XDG_DATA_HOME: "rel" },
    "/h",
    "/c/vextel",
    "/h/.local/share/vextel",
    "/h/.local/state/vextel",
  ],
  ["linux", windows, "/h", "/h/.config/vextel", "/h/.local/share/vextel", "/h/.local/state/vextel"],
  [
    "win32",
    windows,
    "C:\\Users\\ann",
    "C:\\Users\\ann\\AppData\\Roaming\\vextel",
    "D:\\Local\\vextel",
    "D:\\Local\\vextel\\state",
  ],
  [
    "win32",
    {},
    "C:\\Users\\ann",
    "C:\\Users\\ann\\AppData\\Roaming\\vextel",
    "C:\\Users\\ann\\AppData\\Local\\vextel",
    "C:\\Users\\ann\\AppData\\Local\\vextel\\state",
  ],
  [
    "win32",
    { APPDATA: "C:relative", LOCALAPPDATA: "\\\\nas\\ann" },
    "C:\\u",
    "C:\\u\\AppData\\Roaming\\vextel",
    "\\\\nas\\ann\\vextel",
    "\\\\nas\\ann\\vextel\\state",
  ],
] as const)(
  "on %s with %j and the home %s, things are kept in the platform's own folders",
  (platform, env, home, config, data, state) => {
    expect(defaultFolders({ platform, env, home })).toEqual({ config, data, state });
  },
);

test.each(["PC", "Änne's PC?", "", "a b"])(
  "a process without /proc on the machine %j has a name of four plain words",
  (machine) => {
    expect(nameWithoutProc(12, 1.5, machine)).toMatch(/^12 - [0-9a-f-]+ \d+$/);
  },
);

const refused = (code: string) => Object.assign(new Error(code), { code });

function failing(times: number, code: string) {
  let calls = 0;
  const work = () => {
    if (++calls <= times) throw refused(code);
    return "done";
  };
  return { work, calls: () => calls };
}

test("on Windows, an open file is tried again", () => {
  expect(whileBusy(failing(3, "EBUSY").work, "win32")).toBe("done");
});

test.each([
  ["linux", "EACCES"],
  ["darwin", "EBUSY"],
  ["win32", "EEXIST"],
] as const)("on %s, %s counts at once", (platform, code) => {
  const { work, calls } = failing(1, code);
  expect(() => whileBusy(work, platform)).toThrow(code);
  expect(calls()).toBe(1);
});

test("a full disk is not a busy file", () => expect(isBusy(refused("ENOSPC"))).toBe(false));

test.each([
  ["linux", { HOME: "/home/ann", USERPROFILE: "C:\\Users\\ann" }, "/home/ann"],
  ["darwin", { HOME: "/Users/ann" }, "/Users/ann"],
  ["win32", { HOME: "/c/Users/ann", USERPROFILE: "C:\\Users\\ann" }, "C:\\Users\\ann"],
  ["win32", { HOME: "/c/Users/ann" }, undefined],
  ["linux", { HOME: "" }, undefined],
  ["linux", { HOME: "ann" }, undefined],
  ["win32", { USERPROFILE: "Users\\ann" }, undefined],
] as const)("on %s with %j the environment names the home %s", (platform, env, home) => {
  expect(homeIn({ platform, env })).toBe(home);
});

test.each([
  ["linux", "/srv/logs/*.log", "/", ["srv", "logs", "*.log"]],
  ["linux", "/srv/a\\b/*", "/", ["srv", "a\\b", "*"]],
  ["darwin", "/Users/ann/x?.log", "/", ["Users", "ann", "x?.log"]],
  ["win32", "C:\\logs\\*.log", "C:\\", ["logs", "*.log"]],
  ["win32", "\\\\nas\\bots\\red\\*.log", "\\\\nas\\bots\\", ["red", "*.log"]],
  ["win32", "\\\\?\\C:\\logs\\a.log", "\\\\?\\C:\\", ["logs", "a.log"]],
] as const)("on %s, %s begins at %s", (platform, path, root, names) => {
  expect(splitPath(path, platform)).toEqual([root, names]);
});

test.each([
  ["linux", "*.log", "Red.LOG", false],
  ["darwin", "red?.log", "red1.log", true],
  ["win32", "*.log", "Red.LOG", true],
  ["win32", "red (1)?.log", "red (1)a.log", true],
] as const)("on %s, %s stands for %s: %s", (platform, segment, name, fits) => {
  expect(ruleOf(segment, platform).test(name)).toBe(fits);
});

test.each([
  ["linux", "/srv/v/consent.json", "mv /srv/v/consent.json /srv/v/consent.json.old", "rm /srv/v/consent.json"],
  ["darwin", "/Users/ann/It's", "mv '/Users/ann/It'\\''s' '/Users/ann/It'\\''s.old'", "rm '/Users/ann/It'\\''s'"],
  ["win32", "C:\\v\\a.json", "move C:\\v\\a.json C:\\v\\a.json.old", "del C:\\v\\a.json"],
  ["win32", "C:\\Ann B\\a", 'move "C:\\Ann B\\a" "C:\\Ann B\\a.old"', 'del "C:\\Ann B\\a"'],
] as const)("on %s, commands to copy name %s as a shell there takes it", (platform, path, move, remove) => {
  expect([moveAside(path, platform), removeCommand(path, platform)]).toEqual([move, remove]);
});

test.each([
  ["linux", { VEXTEL_HOME: "/srv/v", XDG_CONFIG_HOME: "/c" }, "/h", ["/srv/v", "/srv/v", "/srv/v"]],
  ["darwin", { VEXTEL_HOME: "~/v" }, "/Users/ann", ["/Users/ann/v", "/Users/ann/v", "/Users/ann/v"]],
  ["linux", { VEXTEL_HOME: "" }, "/h", ["/h/.config/vextel", "/h/.local/share/vextel", "/h/.local/state/vextel"]],
  ["darwin", {}, "/h", ["/h/.config/vextel", "/h/.local/share/vextel", "/h/.local/state/vextel"]],
  [
    "win32",
    { APPDATA: "C:\\a", LOCALAPPDATA: "C:\\l" },
    "C:\\u",
    ["C:\\a\\vextel", "C:\\l\\vextel", "C:\\l\\vextel\\state"],
  ],
] as const)("on %s with %j and the home %s, all is kept in %j", (platform, env, home, [config, data, state]) => {
  expect(resolvePaths(env, home, platform)).toEqual({ config, data, state });
});
