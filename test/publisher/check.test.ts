import { expect, test } from "vitest";
import { readPublicDsn } from "../../src/cli/publisher/support/manifest-file.ts";
import { checkManifest } from "../../src/publisher/check/check.ts";

const plugin = {
  version: "1.4.0",
  dsn: "https://key@o1.ingest.sentry.io/42",
  paths: ["cogs/moth"],
  loggers: ["red.north.moth"],
};
const sound = {
  publisher: "north",
  privacy: "https://north.example/privacy",
  support: "https://north.example/help",
  plugins: { moth: plugin },
};
const with_ = (changes: object) => ({ ...sound, plugins: { moth: { ...plugin, ...changes } } });
const andBeside = (changes: object, name = "lamp") => ({
  ...sound,
  plugins: { moth: plugin, [name]: { ...plugin, paths: [`cogs/${name}`], loggers: [`red.north.${name}`], ...changes } },
});
const check = (manifest: unknown) =>
  checkManifest(typeof manifest === "string" ? manifest : JSON.stringify(manifest, null, 2), {
    readDsn: readPublicDsn,
    home: "/home/keeper",
  });

test("a valid manifest has no findings", () => {
  expect(check(sound)).toEqual([]);
  expect(check(andBeside({}))).toEqual([]);
});

test("a link that is not an address is not also called missing", () => {
  const rules = check({ ...sound, privacy: "javascript:alert(1)", support: "wren" }).map(({ rule }) => rule);
  expect(rules).toEqual(["form", "form"]);
});

test.each<[string, string, unknown]>([
  ["error json 1:2", "a comment", "{// x"],
  ["error form 1:1", "no object", "[]"],
  ["error form 2:3", "the publisher's reserved name", { ...sound, publisher: "Default" }],
  ["error form 8:7", "no DSN", with_({ dsn: "" })],
  ["error form 6:5", "no DSN at all", with_({ dsn: undefined })],
  ["error form 9:7", "no list", with_({ paths: "cogs/moth" })],
  ["error unknown-key 2:3", "a mistyped key", { titel: "North", ...sound }],
  ["error unknown-key 15:7", "a mistyped key of a plugin", with_({ pahts: [] })],
  [
    "error twice 8:1",
    "a key twice",
    JSON.stringify(sound, null, 2)
      .replace('"version"', '"dsn": "x",\n"version"')
      .replace('"dsn": "x",\n', '"version": "1",\n'),
  ],
  ["error name-reserved 2:3", "a device of Windows", { ...sound, publisher: "CON" }],
  ["error name-reserved 16:5", "a device of Windows with an extension", andBeside({}, "lpt1.x")],
  ["error name-twin 16:5", "twins", andBeside({}, "MOTH")],
  ["error version 7:7", "an invalid version", with_({ version: "Latest" })],
  ["error version 7:7", "a version of dots", with_({ version: ".." })],
  ["error claim-wide 10:9", "everything", with_({ paths: ["*"] })],
  ["error claim-wide 10:9", "folders of many", with_({ paths: ["cogs"] })],
  ["error claim-wide 10:9", "the author's home", with_({ paths: ["home/keeper"] })],
  ["error claim-wide 13:9", "the bot's logger", with_({ loggers: ["discord"] })],
  ["error dsn-nobody 8:7", "a cloud's metadata", with_({ dsn: "https://key@169.254.169.254/1" })],
  ...["100.100.100.200", "metadata"].map(
    (host) => ["error dsn-nobody 8:7", host, with_({ dsn: `https://key@${host}/1` })] as [string, string, unknown],
  ),
  ...["disnake", "hikari.bot", "py-cord", "sqlalchemy.engine", "__main__.x"].map(
    (logger) => ["error claim-wide 13:9", logger, with_({ loggers: [logger] })] as [string, string, unknown],
  ),
  ...["node:internal", "<frozen importlib._bootstrap>", "AppData/Local"].map(
    (path) => ["error claim-wide 10:9", path, with_({ paths: [path] })] as [string, string, unknown],
  ),
  ["error claim-twice 20:9", "a path of two plugins", andBeside({ paths: ["cogs/moth"] })],
  ["error claim-twice 23:9", "a logger of two plugins", andBeside({ loggers: ["red.north.moth"] })],
  ["warning claim-twice 11:9", "the same twice", with_({ paths: ["cogs/moth", "/cogs/moth/"] })],
  ["warning claim-nested 20:9", "a path within another's", andBeside({ paths: ["cogs/moth/lamp"] })],
  ["warning claim-short 10:9", "one segment", with_({ paths: ["moth"] })],
  ["warning no-privacy 1:1", "no privacy page", { ...sound, privacy: undefined }],
  ["warning no-support 1:1", "no help", { ...sound, support: undefined }],
  ["warning link-http 3:3", "http", { ...sound, privacy: "http://north.example" }],
  ["warning dsn-nearby 8:7", "a machine of one's own", with_({ dsn: "http://key@127.0.0.1:9000/1" })],
])("%s: %s", (expected, _, manifest) => {
  expect(check(manifest).map(({ severity, rule, line, column }) => `${severity} ${rule} ${line}:${column}`)).toContain(
    expected,
  );
});

test("a secret key is refused and never printed", () => {
  const findings = check(with_({ dsn: "https://key:s3cr3tk3y@o1.ingest.sentry.io/42" }));
  expect(findings).toMatchObject([{ rule: "form", message: expect.stringContaining("secret key") }]);
  expect(JSON.stringify(findings)).not.toContain("s3cr3tk3y");
});

test("all mistakes are found in one run, in the order of the file", () => {
  const findings = check({
    titel: "x",
    publisher: "nul",
    plugins: { a: { ...plugin, version: "latest" }, A: { paths: ["*"] } },
  });
  expect(findings.map(({ rule }) => rule)).toEqual([
    ...["no-privacy", "no-support", "unknown-key", "name-reserved", "version"],
    ...["form", "form", "name-twin", "claim-wide"],
  ]);
  const places = findings.map(({ line, column }) => line * 1000 + column);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});
