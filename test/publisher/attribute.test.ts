import fc from "fast-check";
import { expect, test } from "vitest";
import { createAttribution, isOwnPath } from "../../src/publisher/attribute.ts";
import { isGenericPath } from "../../src/publisher/generic.ts";
import type { Manifest } from "../../src/publisher/manifest.ts";
import type { RaisedError, Report } from "../../src/report/report.ts";
import { sampleReport } from "../support/samples.ts";

const plugin = (name: string, paths: string[], loggers: string[] = []) => ({
  ...{ name, version: "1.0.0", dsn: "https://public@sentry.example/42", paths, loggers },
});
const manifests: Manifest[] = [
  { publisher: "north", title: "", plugins: [plugin("weather", ["cogs/weather"], ["red.weather"])] },
  {
    publisher: "south",
    title: "",
    plugins: [plugin("all", ["seaside"], ["sea"]), plugin("tides", ["seaside/tides"], ["sea.tides"])],
  },
];
const { ownerOf, ownerOfLogger } = createAttribution(manifests);

const raised = (...paths: string[]): RaisedError => ({ type: "E", value: "", frames: paths.map((path) => ({ path })) });
const { logger: _logger, ...unlogged } = sampleReport;
const report = (error: RaisedError, logger?: string): Report => ({ ...unlogged, error, ...(logger && { logger }) });
const nameOf = (owner: ReturnType<typeof ownerOf>) => owner && `${owner.publisher}/${owner.plugin.name}`;

test.each<[string, Report, string | undefined]>([
  ["the frame nearest to the crash decides", report(raised("cogs/weather/a.py", "seaside/tides/b.py")), "south/tides"],
  [
    "frames of libraries do not",
    report(raised("cogs/weather/a.py", "lib/site-packages/seaside/b.py")),
    "north/weather",
  ],
  ["the longer claim wins, whatever the order", report(raised("/bot/seaside/tides/a.py")), "south/tides"],
  ["frames go before loggers", report(raised("seaside/tides/a.py"), "red.weather"), "south/tides"],
  ["a logger decides where no frame does", report(raised("main.py"), "red.weather.cache"), "north/weather"],
  ["a name that merely has the same prefix is not a child", report(raised("main.py"), "sea.tidesman"), "south/all"],
  ["an error of no plugin belongs to none", report(raised("main.py"), "blue"), undefined],
  ["without frames and logger it belongs to none", report(raised()), undefined],
  [
    "a file that does not compile is nearest to the crash",
    report({ ...raised("cogs/weather/a.py"), place: { path: "seaside/tides/b.py", line: 7 } }),
    "south/tides",
  ],
  [
    "then what it came from",
    report({ ...raised("main.py"), cause: raised("C:\\bot\\seaside\\tides\\a.py") }),
    "south/tides",
  ],
  [
    "then its members",
    report({ ...raised("main.py"), members: [raised("x.py"), raised("cogs/weather/a.py")] }),
    "north/weather",
  ],
])("%s", (_, report, owner) => {
  expect(nameOf(ownerOf(report))).toBe(owner);
});

test("a path belongs to a plugin only by whole segments, with either slash", () => {
  const segment = fc.stringMatching(/^[a-z]{1,5}$/);
  const path = fc.array(segment, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(path, path, path, fc.constantFrom("/", "\\"), (before, own, after, slash) => {
      fc.pre(!isGenericPath(own.join("/")));
      const { ownerOf } = createAttribution([{ publisher: "p", title: "", plugins: [plugin("q", [own.join("/")])] }]);
      const isOwn = (path: string) => ownerOf(report(raised(path))) !== undefined;
      expect(isOwn([...before, ...own, ...after].join(slash))).toBe(true);
      expect(isOwn([...before, ...own.slice(0, -1), `${own.at(-1)}x`].join(slash))).toBe(
        `/${[...before, ...own.slice(0, -1), `${own.at(-1)}x`].join("/")}/`.includes(`/${own.join("/")}/`),
      );
    }),
  );
});

test("neither the user's name nor that of a Red instance is a plugin's folder", () => {
  const inRed = "/home/rook/.local/share/Red-DiscordBot/data/sky/cogs/CogManager/cogs";
  for (const path of ["/home/sky/bot.py", "C:\\Users\\sky\\bot.py", `${inRed}/other/other.py`])
    expect(isOwnPath({ paths: ["sky"] }, path), path).toBe(false);
  for (const path of ["/home/sky/sky/bot.py", `${inRed}/sky/sky.py`, "file:///srv/a%20sky/sky/x.js"])
    expect(isOwnPath({ paths: ["sky"] }, path), path).toBe(true);
});

test("the owner of a logger does not depend on earlier calls", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("red", "red.weather", "red.weather.x", "sea.tides", "blue", "seas")),
      (names) => {
        const fresh = (name: string) => nameOf(createAttribution(manifests).ownerOfLogger(name));
        expect(names.map((name) => nameOf(ownerOfLogger(name)))).toEqual(names.map(fresh));
      },
    ),
  );
});

const between = (
  ...all: readonly (readonly [publisher: string, paths: readonly string[], loggers?: readonly string[]])[]
) =>
  createAttribution(
    all.map(([publisher, paths, loggers]) => ({
      publisher,
      title: "",
      plugins: [plugin("one", [...paths], [...(loggers ?? [])])],
    })),
  );
const ownerIn = (attribution: ReturnType<typeof between>, path: string, logger?: string) =>
  attribution.ownerOf(report(raised(path), logger))?.publisher;

test("an error that two publishers claim equally belongs to neither, whatever their names and order", () => {
  const claims = [
    ["north", ["cogs/bank"], ["red.bank"]],
    ["aaa", ["cogs/bank"], ["red.bank"]],
  ] as const;
  for (const order of [claims, [...claims].reverse()]) {
    const attribution = between(...order);
    expect(ownerIn(attribution, "/opt/cogs/bank/a.py")).toBeUndefined();
    expect(ownerIn(attribution, "main.py", "red.bank.x")).toBeUndefined();
    expect(attribution.ownerOfLogger("red.bank")).toBeUndefined();
  }
});

test("an error in a disputed file is not attributed to other plugins in its stack, or to its logger", () => {
  const attribution = between(["north", ["cogs/bank", "north/own"], ["red.north"]], ["south", ["cogs/bank"]]);
  const disputed = report(raised("/opt/north/own/b.py", "/opt/cogs/bank/a.py"), "red.north");
  expect(attribution.ownerOf(disputed)).toBeUndefined();
});

test("the longer of overlapping claims wins: before a folder, after it, and among loggers", () => {
  const attribution = between(["north", ["opt/cogs/bank"], ["red.bank.vault"]], ["south", ["cogs/bank"], ["red.bank"]]);
  expect(ownerIn(attribution, "/opt/cogs/bank/a.py")).toBe("north");
  expect(ownerIn(attribution, "/srv/cogs/bank/a.py")).toBe("south");
  expect(attribution.ownerOfLogger("red.bank.vault.door")?.publisher).toBe("north");
  expect(attribution.ownerOfLogger("red.bank.till")?.publisher).toBe("south");
});

test("a home folder belongs to no plugin, whatever its account is called", () => {
  const homes = ["home/container", "/home/container", "home/x/bot", "C:/Users/x", "users/anna", "home/container/cogs"];
  for (const path of homes) expect(isGenericPath(path), path).toBe(true);
  for (const path of ["home/x/ponds", "users/profile.py", "cogs/users/profile", "cogs/home/status"])
    expect(isGenericPath(path), path).toBe(false);
});

test("generic folders, library folders and the host's loggers give a publisher nothing, even in an old manifest", () => {
  const generic = ["home", "cogs", "site-packages", "node_modules", "python3.11", ".", "..", "opt", "lib", "*", " "];
  const attribution = between(["mallory", generic, ["red", "discord", "root", "."]], ["north", ["cogs/bank"]]);
  const files = ["/home/bot/cogs/bank/a.py", "/opt/venv/lib/python3.11/site-packages/aiohttp/client.py", "/srv/x.py"];
  expect(files.map((path) => ownerIn(attribution, path))).toEqual(["north", undefined, undefined]);
  for (const logger of ["red", "red.bank", "discord.client", "root"])
    expect(attribution.ownerOfLogger(logger), logger).toBeUndefined();
});

test("a plugin's bundled libraries, and files in a library's folder, are not its own", () => {
  const attribution = between(["north", ["cogs/bank", "node_modules/@north/bank"], []]);
  const files = [
    "cogs/bank/node_modules/left-pad/a.js",
    "cogs/bank/vendor/site-packages/x.py",
    "node_modules/cogs/bank/a.js",
  ];
  for (const path of files) expect(ownerIn(attribution, `/srv/${path}`), path).toBeUndefined();
  expect(ownerIn(attribution, "/srv/node_modules/@north/bank/a.js")).toBe("north");
});

test("files of the language and of shared packages belong to no plugin; those of a plugin that is installed as a package do", () => {
  const hosts = [
    ...[
      "site-packages/discord/ext/commands/core.py",
      "lib/python3.11/site-packages/discord/http.py",
      "python3.11/json",
    ],
    ...[
      "usr/lib/python3.11/json/decoder.py",
      "Python311/Lib/asyncio",
      "cogs/Downloader/lib/aiohttp",
      "discord/http.py",
    ],
    ...["node_modules/discord.js/src/client", "node_modules/@discordjs/rest/dist/index.js", "node:internal/process"],
    "bot/node_modules/undici/lib/api.js",
  ];
  for (const path of hosts) expect(isGenericPath(path), path).toBe(true);
  const own = [
    "site-packages/moth",
    "python3.11/site-packages/moth/lamps.py",
    "node_modules/@vex/status",
    "json/lamps.py",
  ];
  for (const path of [...own, "cogs/Downloader/lib/moth", "discord/lamps"])
    expect(isGenericPath(path), path).toBe(false);
  const attribution = between(["mallory", hosts]);
  const files = [
    "/srv/bot.py",
    "/usr/lib/python3.11/json/decoder.py",
    "/e/lib/python3.11/site-packages/discord/http.py",
  ];
  expect(files.map((path) => ownerIn(attribution, path))).toEqual([undefined, undefined, undefined]);
});

test("an error whose logger and files are unclaimed has no owner", () => {
  const { isUnclaimed } = createAttribution(manifests);
  const path = fc.constantFrom("main.py", "cogs/weather/a.py", "lib/site-packages/seaside/b.py", "C:\\seaside\\a.py");
  const logger = fc.option(fc.constantFrom("red", "red.weather.cache", "sea"), { nil: undefined });
  fc.assert(
    fc.property(fc.array(path), logger, (paths, name) => {
      expect(isUnclaimed(name, paths)).toBe(ownerOf(report(raised(...paths), name)) === undefined);
    }),
  );
});
