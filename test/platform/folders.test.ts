import { expect, test } from "vitest";
import { isBusy, whileBusy } from "../../src/world/busy.ts";
import { defaultFolders } from "../../src/world/folders.ts";
import { nameWithoutProc } from "../../src/world/process-name.ts";

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

test("on Windows a file that somebody has open is tried again", () => {
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
