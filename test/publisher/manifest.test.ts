import fc from "fast-check";
import { expect, test } from "vitest";
import { withoutSecret } from "../../src/deliver/dsn.ts";
import { VextelError } from "../../src/errors.ts";
import { isName, renderManifest } from "../../src/publisher/manifest.ts";
import { parseManifest } from "../../src/publisher/parse.ts";
import { createRegistry } from "../../src/publisher/registry.ts";
import { createMemoryWorld } from "../../src/world/memory.ts";
import { resolvePaths } from "../../src/world/paths.ts";

const sound = {
  publisher: "north",
  title: "Plugins of the north",
  privacy: "https://north.example/privacy",
  plugins: {
    weather: {
      version: "2.5.6",
      dsn: "https://public@o1.ingest.sentry.io/42",
      paths: ["cogs/weather/"],
      loggers: ["red.north.weather"],
    },
  },
};
const { weather } = sound.plugins;
const parse = (manifest: unknown) => parseManifest(JSON.stringify(manifest), withoutSecret);
const many = (count: number) => Array.from({ length: count }, (_, at) => `moths-${at}`);
const plugins = (count: number) => Object.fromEntries(many(count).map((name) => [name, weather]));
const withPlugin = (changes: object) => ({ ...sound, plugins: { weather: { ...weather, ...changes } } });

test("a manifest is read, and written in its original form", () => {
  const manifest = parse(sound);
  expect(manifest).toMatchObject({
    publisher: "north",
    plugins: [{ name: "weather", version: "2.5.6", paths: ["cogs/weather"], loggers: ["red.north.weather"] }],
  });
  expect(parseManifest(renderManifest(manifest), withoutSecret)).toEqual(manifest);
  expect(Object.keys(JSON.parse(renderManifest(manifest)))).toEqual(Object.keys(sound));
});

test("the obsolete secret of a DSN is not kept", () => {
  const [plugin] = parse(withPlugin({ dsn: "https://public:secret@o1.ingest.sentry.io/42" })).plugins;
  expect(plugin!.dsn).toBe("https://public@o1.ingest.sentry.io/42");
});

test("backslashes, and leading and trailing slashes, do not change a path", () => {
  for (const path of ["cogs/weather", "/cogs/weather/", "cogs\\weather\\", "\\cogs/weather"])
    expect(parse(withPlugin({ paths: [path] })).plugins[0]!.paths).toEqual(["cogs/weather"]);
});

test.each<[string, unknown]>([
  ["the manifest", []],
  ["the manifest", null],
  ["publisher is missing; it", { ...sound, publisher: undefined }],
  ["plugins is missing; it", { ...sound, plugins: undefined }],
  ["publisher", { ...sound, publisher: "../north" }],
  ["publisher", { ...sound, publisher: ".north" }],
  ["publisher", { ...sound, publisher: "n".repeat(65) }],
  ["publisher", { ...sound, publisher: "north\n" }],
  ["title", { ...sound, title: "" }],
  ["title", { ...sound, title: "\u001b[2J" }],
  ["privacy", { ...sound, privacy: "javascript:alert(1)" }],
  ["plugins", { ...sound, plugins: {} }],
  ["plugins", { ...sound, plugins: [] }],
  ["plugins", { ...sound, plugins: plugins(1001) }],
  ["plugins.a/b", { ...sound, plugins: { "a/b": weather } }],
  ["plugins.weather.dsn is missing; it", withPlugin({ dsn: undefined })],
  ["plugins.weather.dsn", withPlugin({ dsn: "" })],
  ["plugins.weather.dsn", withPlugin({ dsn: null })],
  ["plugins.weather.dsn", withPlugin({ dsn: "https://o1.ingest.sentry.io/42" })],
  ["plugins.weather.version is missing; it", withPlugin({ version: undefined })],
  ["plugins.weather.version", withPlugin({ version: "1.0/2" })],
  ["plugins.weather.version", withPlugin({ version: "1 0" })],
  ["plugins.weather.version", withPlugin({ version: 1 })],
  ["plugins.weather.paths", withPlugin({ paths: "cogs" })],
  ["plugins.weather.paths.0", withPlugin({ paths: ["/"] })],
  ["plugins.weather.paths.0", withPlugin({ paths: [""] })],
  ["plugins.weather.loggers.1", withPlugin({ loggers: ["red", 2] })],
  ["plugins.weather.paths", withPlugin({ paths: many(101) })],
  ["plugins.weather.loggers", withPlugin({ loggers: many(101) })],
  ["plugins.weather", withPlugin({ paths: [], loggers: [] })],
])("an invalid manifest is refused: %s must be … (%#)", (field, manifest) => {
  expect(() => parse(manifest)).toThrow(`The manifest is not valid: ${field} must be`);
});

test("any text is a manifest or is refused, and a manifest never leads to a file outside its folder", () => {
  const entry = fc.record({ version: fc.string(), dsn: fc.constant(weather.dsn), paths: fc.array(fc.string()) });
  const manifest = fc.record({ publisher: fc.string(), plugins: fc.dictionary(fc.string(), entry) });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        manifest.map((one) => JSON.stringify(one)),
      ),
      (text) => {
        try {
          const { publisher, plugins } = parseManifest(text, withoutSecret);
          expect(isName(publisher)).toBe(true);
          for (const { name, paths } of plugins) expect([isName(name), paths.includes("")]).toEqual([true, false]);
        } catch (error) {
          if (!(error instanceof VextelError)) throw error;
          expect(error.code).toBe("MANIFEST_INVALID");
        }
      },
    ),
    { numRuns: 500 },
  );
});

test("a plugin named __proto__ is an ordinary plugin or is refused, and never changes object prototypes", () => {
  const text = JSON.stringify(sound).replace('"weather":', '"__proto__":');
  expect(() => parseManifest(text, withoutSecret)).toThrow("plugins.__proto__");
  expect({}).not.toHaveProperty("dsn");
});

test("the registry keeps, lists, replaces and removes manifests", async () => {
  const world = createMemoryWorld();
  const registry = createRegistry(resolvePaths(world.env, "/"), world, withoutSecret);
  expect(await registry.list()).toEqual([]);
  await registry.add(parse(sound));
  await registry.add(parse({ ...sound, publisher: "south" }));
  await registry.add(parse({ ...sound, title: "New" }));
  expect((await registry.list()).map(({ publisher, title }) => [publisher, title])).toEqual([
    ["north", "New"],
    ["south", "Plugins of the north"],
  ]);
  expect(await registry.remove("north")).toBe(true);
  expect(await registry.remove("north")).toBe(false);
  expect(await registry.remove("../consent")).toBe(false);
  expect(await registry.list()).toHaveLength(1);
});

test.each([
  ["cut off", "north", '{"publisher": "no'],
  ["of another publisher than its name says", "south", JSON.stringify(sound)],
])("a registered file that is %s is not trusted", async (_, name, content) => {
  const world = createMemoryWorld();
  world.disk.set(`/vextel/publishers/${name}.json`, Buffer.from(content));
  const registry = createRegistry(resolvePaths(world.env, "/"), world, withoutSecret);
  await expect(registry.list()).rejects.toMatchObject({
    code: "STATE_UNTRUSTED",
    message: expect.stringContaining(`${name}.json`),
  });
});
