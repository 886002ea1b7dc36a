import { Client } from "discord.js";
import { expect, onTestFinished, test, vi } from "vitest";
import { createDiscordReporter, type DiscordReporterOptions } from "../../src/discord/discord.ts";
import { createTestWorld, readErrors } from "../../src/testing/testing.ts";

function startPlugin(more: Partial<DiscordReporterOptions> = {}) {
  const client = new Client({ intents: [] });
  onTestFinished(() => client.destroy());
  const world = createTestWorld();
  const create = (publisher = "moth") =>
    createDiscordReporter(client, {
      ...{ publisher, plugin: { name: "lamps", version: "1.0.0" }, dsn: "https://public@sentry.example/42", world },
      ...more,
    });
  return { client, world, create };
}

/** What was thrown and not caught while `work` ran and a little later. */
async function unhandledDuring(work: () => unknown): Promise<unknown[]> {
  const seen: unknown[] = [];
  const listener = (error: unknown) => void seen.push(error);
  process.on("unhandledRejection", listener);
  await work();
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.off("unhandledRejection", listener);
  return seen;
}

const shapes: Record<string, readonly unknown[]> = {
  "a message": [{ content: "!light" }, []],
  "a client and a message": [{ token: "x" }, { content: "!light" }],
  "nothing at all": [],
  "a unit test's stand-in": [{ commandName: "light" }],
  "null and numbers": [null, 1],
  "what only looks like an interaction": [
    { isRepliable: () => true, isChatInputCommand: () => true, client: {}, user: {} },
  ],
  "getters that throw": [Object.defineProperty({}, "isRepliable", { get: () => expect.fail("read") })],
};

for (const [shape, args] of Object.entries(shapes))
  test(`a command that is called with ${shape} is run and reported, and nothing else happens`, async () => {
    const { world, create } = startPlugin();
    const command = {
      data: { name: "light" },
      async execute(...given: unknown[]) {
        throw new RangeError(`${given.length} given`);
      },
    };
    create().attachCommands([command]);
    const run = () => expect(command.execute(...args)).rejects.toThrow(`${args.length} given`);
    expect(await unhandledDuring(run)).toEqual([]);
    await vi.waitFor(() => expect(readErrors(world)).toHaveLength(1), 10_000);
  });

test("a command without an interaction is named by its own name", async () => {
  const { world, create } = startPlugin();
  const command = { name: "light", run: (_client: unknown, _message: unknown) => Promise.reject(new Error("out")) };
  create().attachCommands([command]);
  await expect(command.run({}, {})).rejects.toThrow("out");
  expect(readErrors(world)[0]!.payload.tags).toMatchObject({ during: "light" });
});

test("commands that cannot be changed, that run nothing, and entries of collections do no harm", async () => {
  const { world, create } = startPlugin();
  const warnings: Error[] = [];
  const listener = (warning: Error) => void warnings.push(warning);
  process.on("warning", listener);
  const frozen = Object.freeze({ name: "frozen", execute: () => "ran" });
  const namespace = await import("./commands/light.ts");
  const [silent, inMap] = [
    { data: { name: "silent" } },
    { execute: async () => Promise.reject(new Error("in a map")) },
  ];
  const detach = create().attachCommands([frozen, namespace, silent, ...new Map([["light", inMap]])] as object[]);
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", listener);
  expect(frozen.execute()).toBe("ran");
  expect(namespace.execute()).toBe("lit");
  expect("execute" in silent).toBe(false);
  await expect(inMap.execute()).rejects.toThrow("in a map");
  expect(readErrors(world)).toHaveLength(1);
  expect(warnings.map(({ message }) => message)).toEqual([
    expect.stringContaining("cannot guard frozen"),
    expect.stringContaining("cannot guard light"),
  ]);
  detach();
});

test("plugins attach to one command and leave it in any order, and the others still guard it", async () => {
  const { world, create } = startPlugin();
  class Light {
    async execute(): Promise<void> {
      throw new Error("out");
    }
  }
  const command = new Light();
  const [old, next] = [create("moth"), create("owl")];
  old.attachCommands([command]);
  next.attachCommands([command]);
  await old.stop();
  await expect(command.execute()).rejects.toThrow("out");
  expect(readErrors(world)).toHaveLength(1);
  await next.stop();
  expect(command.execute).toBe(Light.prototype.execute);
});

test("with paths of its own, a plugin that attaches all commands reports only what passed through its files", async () => {
  const { world, create } = startPlugin({
    plugin: { name: "lamps", version: "1.0.0", paths: ["plugins/lamps"] },
  });
  const failAt = (file: string) => ({
    async execute() {
      const error = new Error("out");
      error.stack = `Error: out ${file}\n    at Object.execute (/srv/bot/${file}:3:9)`;
      throw error;
    },
  });
  const [own, foreign] = [failAt("plugins/lamps/light.js"), failAt("commands/private.js")];
  create().attachCommands([own, foreign]);
  await expect(own.execute()).rejects.toThrow("out");
  await expect(foreign.execute()).rejects.toThrow("out");
  expect(readErrors(world)).toHaveLength(1);
  expect(readErrors(world)[0]!.text).not.toContain("private.js");
});

test("two copies of vextel in one process share one listener on the client", async () => {
  const { client, create } = startPlugin();
  vi.resetModules();
  const copy = await import("../../src/discord/discord.ts");
  expect(copy.createDiscordReporter).not.toBe(createDiscordReporter);
  const other = copy.createDiscordReporter(client, {
    ...{ publisher: "owl", plugin: { name: "nest", version: "1.0.0" }, dsn: "https://public@sentry.example/7" },
    world: createTestWorld(),
  });
  const own = create();
  await own.start();
  await other.start();
  expect(client.listenerCount("interactionCreate")).toBe(1);
  await own.stop();
  expect(client.listenerCount("interactionCreate")).toBe(1);
  await other.stop();
  expect(client.listenerCount("interactionCreate")).toBe(0);
});

test("secrets that are no function are refused at creation", () => {
  const { create } = startPlugin({ secrets: ["not a function"] as never });
  expect(() => create()).toThrow(
    new TypeError("secrets must be a function that gives an array of strings: secrets: () => [client.token]"),
  );
});
