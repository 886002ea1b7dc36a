import { DiscordAPIError, HTTPError } from "discord.js";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { routeOf } from "../../src/reporter/errors/fields/discord-route.ts";
import { runtimeOf } from "../../src/reporter/errors/live-report.ts";
import type { ReporterOptions } from "../../src/reporter/options/options.ts";
import { createOwnPaths } from "../../src/reporter/options/own-paths.ts";
import { readErrors, type TestWorld } from "../../src/testing/testing.ts";
import { createMemoryWorld } from "../../src/world/memory.ts";
import { createEnabledWorld, createPlugin } from "./support.ts";

/** An error with a stack of these places (`file:line`), the newest first. */
function thrownAt(places: readonly string[], error = new RangeError("no oil")): Error {
  const frames = places.map((place) => `    at light (${place}:7)`);
  return Object.assign(error, { stack: [`${error.name}: ${error.message}`, ...frames].join("\n") });
}

const write = (world: TestWorld, path: string, text: string) =>
  void (world.disk as Map<string, Uint8Array>).set(path, Buffer.from(text));

interface Payload {
  readonly exception: { readonly values: { readonly stacktrace: { readonly frames: Record<string, unknown>[] } }[] };
  readonly debug_meta?: { readonly images: Record<string, unknown>[] };
  readonly [key: string]: unknown;
}

async function eventOf(
  error: unknown,
  options: Partial<ReporterOptions> = {},
  about = {},
  prepare: (world: TestWorld) => void = () => {},
): Promise<Payload> {
  const world = await createEnabledWorld();
  prepare(world);
  await createPlugin(world, options).report(error, about);
  await world.settle();
  return readErrors(world)[0]!.payload as unknown as Payload;
}

const own = { plugin: { name: "lamps", version: "1.2.3", paths: ["plugins/lamps/"] } };
const file = "/opt/bot/plugins/lamps/src/light.js";
const numbered = Array.from({ length: 20 }, (_, at) => `  line(${at + 1});`).join("\n");

test("a call in the plugin's own file has the lines around it, in each form of the file's name", async () => {
  for (const path of [file, `file://${file}`, `file://${file}?d=1795692028948`]) {
    const event = await eventOf(thrownAt([`${path}:9`]), own, {}, (world) => write(world, file, numbered));
    expect(event.exception.values[0]!.stacktrace.frames).toEqual([
      {
        ...{ filename: "lamps/src/light.js", abs_path: "app:///lamps/src/light.js", module: "lamps.src:light" },
        ...{ function: "light", lineno: 9, colno: 7, in_app: true, context_line: "  line(9);" },
        pre_context: [4, 5, 6, 7, 8].map((line) => `  line(${line});`),
        post_context: [10, 11, 12, 13, 14].map((line) => `  line(${line});`),
      },
    ]);
  }
});

test("the first and last lines of a file, and causes, have the existing lines", async () => {
  const error = new RangeError("no oil", { cause: thrownAt([`${file}:20`]) });
  const event = await eventOf(thrownAt([`${file}:1`], error), own, {}, (world) => write(world, file, numbered));
  const frames = event.exception.values.map(({ stacktrace }) => stacktrace.frames[0]!);
  expect(
    frames.map(({ pre_context, post_context }) => [pre_context, post_context].map((lines) => (lines as []).length)),
  ).toEqual([
    [5, 0],
    [0, 5],
  ]);
});

test.each<[string, string, Partial<ReporterOptions>, string?]>([
  ["of the bot's owner", "/opt/bot/index.js", own],
  ["of a library", "/opt/bot/plugins/lamps/node_modules/wick/index.js", own],
  ["of unknown origin, where the author names no paths", file, {}],
  ["that is gone", file, own, ""],
  ["that is not where it was, since it names no place on a disk", "plugins/lamps/src/light.js", own],
  ["with lines too long to be kept whole", file, own, `${"x".repeat(600)}\n`.repeat(12)],
])("no source lines are taken from a file %s", async (_, path, options, text = numbered) => {
  const event = await eventOf(thrownAt([`${path}:9`]), options, {}, (world) => text && write(world, path, text));
  expect(JSON.stringify(event)).not.toMatch(/context_line|_context|line\(9\)|xxx/);
});

test("source lines are scrubbed like the rest, and limited", async () => {
  const lines = numbered.split("\n");
  lines[6] = 'const token = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs";';
  lines[7] = "open('the-lamp-is-under-the-stairs', 'https://discord.gg/lamps');";
  const options = { ...own, secrets: () => ["the-lamp-is-under-the-stairs"] };
  const event = await eventOf(thrownAt([`${file}:9`]), options, {}, (world) => write(world, file, lines.join("\n")));
  const [frame] = event.exception.values[0]!.stacktrace.frames;
  expect(frame!.pre_context).toEqual([
    ...["  line(4);", "  line(5);", "  line(6);"],
    ...['const token = "BOT-TOKEN";', "open('API-SECRET', 'DISCORD-INVITE-LINK');"],
  ]);
  const deep = thrownAt(Array.from({ length: 49 }, (_, at) => `${file}:${at + 1}`));
  const wide = Array.from({ length: 60 }, () => `  ${"wide ".repeat(90)}`).join("\n");
  const large = await eventOf(deep, own, {}, (world) => write(world, file, wide));
  const { frames } = large.exception.values[0]!.stacktrace;
  expect(frames.at(-1)).toHaveProperty("context_line");
  expect(JSON.stringify(frames.map(({ context_line }) => context_line)).length).toBeLessThan(20_000);
});

const uuid = "8f2b7a4e-3c51-4d1f-9a70-1b2c3d4e5f60";

afterEach(() => void Reflect.deleteProperty(globalThis, "_sentryDebugIds"));

const withId = `(()=>{throw 1})();\n//# sourceMappingURL=light.js.map\n//# debugId=${uuid.toUpperCase()}\n`;

test.each<[string, () => unknown, (world: TestWorld) => void]>([
  ["at the end of the file", () => {}, (world) => write(world, file, withId)],
  [
    "of the build plugin, in the process",
    () =>
      Object.assign(globalThis, {
        _sentryDebugIds: {
          [`Error\n    at Object.<anonymous> (${file}:1:100)\n    at node:internal/modules:1:1`]: uuid,
        },
      }),
    () => {},
  ],
])("a bundled file has the name of its debug image: %s", async (_, load, prepare) => {
  load();
  const event = await eventOf(thrownAt([`${file}:1`, "/opt/bot/index.js:4"]), own, {}, prepare);
  const name = "app:///lamps/src/light.js";
  expect(event.debug_meta).toEqual({ images: [{ type: "sourcemap", code_file: name, debug_id: uuid }] });
  expect(event.exception.values[0]!.stacktrace.frames.at(-1)).toMatchObject({ abs_path: name, lineno: 1, colno: 7 });
});

test("Discord's response is in separate fields, with the route, but without ids, tokens and the body", async () => {
  const url = "https://discord.com/api/v10/channels/123456789012345678/messages/223456789012345678?with=1";
  const raw = { code: 50013, message: "Missing Permissions" };
  const body = { json: { content: "the secret of 123456789012345678" }, files: [] };
  const error = new DiscordAPIError(raw, 50013, 403, "PATCH", url, body as never);
  const event = await eventOf(new Error("no light", { cause: error }));
  expect(event.contexts).toMatchObject({
    discord_api: { code: 50013, status: 403, method: "PATCH", route: "/channels/:id/messages/:id" },
    os: { name: "Linux" },
  });
  expect(event.tags).toMatchObject({
    ...{ discord_code: "50013", discord_status: "403", discord_route: "PATCH /channels/:id/messages/:id" },
  });
  const http = new HTTPError(
    503,
    "Service Unavailable",
    "POST",
    "https://discord.com/api/v10/interactions/123456789012345678/aW50ZXJhY3Rpb246dG9rZW4/callback",
    {} as never,
  );
  expect((await eventOf(http)).contexts).toMatchObject({
    discord_api: { status: 503, method: "POST", route: "/interactions/:id/:token/callback" },
  });
});

test.each([
  ["/webhooks/1/abc_DEF-1/messages/@original", "/webhooks/:id/:token/messages/@original"],
  ["/channels/1/messages/2/reactions/%F0%9F%94%A5/@me", "/channels/:id/messages/:id/reactions/:emoji/@me"],
  ["https://discord.com/api/v10/guilds/1/members/2/roles/3", "/guilds/:id/members/:id/roles/:id"],
  ["/applications/1/guilds/2/commands/3/permissions", "/applications/:id/guilds/:id/commands/:id/permissions"],
  ["/invites/roles?with_counts=1", "/invites/:code"],
  ["https://evil.example/channels/1", undefined],
  ["/var/lib/bot", undefined],
])("the route of %s is %s", (address, route) => {
  expect(routeOf(address)).toBe(route);
});

test("the route of a Discord URL contains none of its ids or tokens", () => {
  const private_ = fc
    .stringMatching(/^[A-Za-z0-9_.%-]{6,40}$/)
    .filter((text) => !/^(?:members|messages|callback)$/.test(text));
  fc.assert(
    fc.property(private_, private_, (one, two) => {
      const secrets = [`x${one}7`, `x${two}7`];
      const [id, token] = secrets;
      for (const path of [
        `/webhooks/${id}/${token}`,
        `/channels/${id}/messages/${token}`,
        `/interactions/${id}/${token}/callback`,
        `/guilds/${id}?reason=${token}`,
      ])
        for (const secret of secrets) expect(routeOf(path)).not.toContain(secret);
    }),
  );
});

test("an error of the system is in separate fields, without the address", async () => {
  const error = Object.assign(new Error("connect ECONNREFUSED"), {
    ...{ code: "ECONNREFUSED", syscall: "connect", errno: -111, address: "192.0.2.17", port: 80 },
  });
  const { contexts, tags } = await eventOf(error);
  expect(contexts).toMatchObject({ node_system_error: { code: "ECONNREFUSED", syscall: "connect", errno: -111 } });
  expect(tags).toMatchObject({ error_code: "ECONNREFUSED" });
});

test("the command is the transaction, and the author may set the fingerprint", async () => {
  const about = {
    during: "/light set",
    fingerprint: ["{{ default }}", "attic"],
    tags: { lamps: 3, lit: true, by: undefined },
  };
  expect(await eventOf(new Error("no oil"), {}, about)).toMatchObject({
    ...{ transaction: "/light set", fingerprint: ["{{ default }}", "attic"] },
    ...{ tags: { during: "/light set", lamps: "3", lit: "true" } },
  });
});

test("fields that cannot be read, and unknown ones, do no harm", async () => {
  const hostile = new Proxy(new Error("p"), {
    get: (target, key) => (key === "url" ? expect.fail() : Reflect.get(target, key)),
  });
  const other = Object.assign(new Error("q"), {
    method: "GET",
    url: "https://shop.example/users/7",
    status: 404,
    code: "x",
  });
  for (const error of [hostile, other]) expect((await eventOf(error)).contexts).not.toHaveProperty("discord_api");
  expect((await eventOf(new Error("r"), {}, { fingerprint: "attic", tags: "none" })).fingerprint).toBeUndefined();
});

test("Bun and Deno are reported by their names", () => {
  const versions = { node: "26.3.0" } as unknown as NodeJS.ProcessVersions;
  const of = (more: object) => runtimeOf({ version: "v26.3.0", versions: { ...versions, ...more } });
  expect([of({}), of({ bun: "1.4.5" }), of({ deno: "2.9.6" })]).toEqual([
    ...[
      { name: "node", version: "v26.3.0" },
      { name: "bun", version: "v1.4.5" },
      { name: "deno", version: "v2.9.6" },
    ],
  ]);
});

test.each([
  ["its package", { name: "@moth/bot-lamps", version: "1.2.3" }, ["opt/bot/node_modules/bot-lamps"]],
  ["the bot's package", { name: "bot", version: "1.2.3" }, []],
  ["another version", { name: "bot-lamps", version: "1.2.4" }, []],
  ["another name that ends alike", { name: "clamps", version: "1.2.3" }, []],
])("without paths, the plugin's files are those below its package.json: %s", (_, stated, paths) => {
  const { outside, disk } = createMemoryWorld();
  const folder = "/opt/bot/node_modules/bot-lamps";
  disk.set(`${folder}/package.json`, Buffer.from(JSON.stringify(stated)));
  disk.set(`${folder}/dist/cjs/package.json`, Buffer.from('{"type":"commonjs"}'));
  const read = (caller?: string) => createOwnPaths({ name: "lamps", version: "1.2.3" }, caller, outside)();
  expect(read(`file://${folder}/dist/cjs/index.js`)).toEqual(paths);
  expect(read(`${folder}/dist/cjs/index.js`)).toEqual(paths);
  expect([read(undefined), read("node:internal/x"), read("[eval]")]).toEqual([[], [], []]);
});
