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

/** The rejections that were not handled during `work` and shortly afterwards. */
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
  test(`a command that is called with ${shape} is run and reported without side effects`, async () => {
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

test("a command without an interaction is reported under its own name", async () => {
  const { world, create } = startPlugin();
  const command = { name: "light", run: (_client: unknown, _message: unknown) => Promise.reject(new Error("out")) };
  create().attachCommands([command]);
  await expect(command.run({}, {})).rejects.toThrow("out");
  await world.settle();
  expect(readErrors(world)[0]!.payload.tags).toMatchObject({ during: "light" });
});

test("frozen commands, commands that run nothing, and entries of collections do no harm", async () => {
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
  await world.settle();
  expect(readErrors(world)).toHaveLength(1);
  expect(warnings.map(({ message }) => message)).toEqual([
    expect.stringContaining("cannot guard frozen"),
    expect.stringContaining("cannot guard light"),
  ]);
  detach();
});

test("in a collection, commands that cannot be changed are guarded by stand-ins, which are removed in any order", async () => {
  const { world, create } = startPlugin();
  class Nested {
    #oil = "none";
    readonly data = { name: "nested" };
    execute = async (_given: unknown) => {
      throw new RangeError("out of oil: nested");
    };
    complete(): string {
      return this.#oil;
    }
  }
  const frozen = Object.freeze(new Nested());
  const commands = new Map<string, object>([
    ["light", await import("./commands/light.ts")],
    ["nested", frozen],
  ]);
  const before = [...commands];
  const [moth, owl] = [create("moth"), create("owl")];
  const offs = [moth.attachCommands(commands), owl.attachCommands(commands)];
  const nested = commands.get("nested") as Nested;
  expect((commands.get("light") as { execute(): string }).execute()).toBe("lit");
  expect([nested.data, nested.complete(), "execute" in nested, nested instanceof Nested]).toEqual([
    ...[{ name: "nested" }, "none", true, true],
  ]);
  expect(Object.keys({ ...nested })).toEqual(Object.keys(frozen));
  await expect(nested.execute({})).rejects.toThrow("out of oil");
  await world.settle();
  expect(readErrors(world).map(({ payload }) => payload.tags?.during)).toEqual(["nested", "nested"]);
  offs[0]!();
  await expect(nested.execute({})).rejects.toThrow("out of oil");
  expect(commands.get("nested")).not.toBe(frozen);
  offs[1]!();
  expect([...commands]).toEqual(before);
  expect(commands.get("nested")).toBe(frozen);
});

test("guardCommand guards any command, until the reporter stops", async () => {
  const { world, create } = startPlugin();
  const frozen = Object.freeze({ data: { name: "light" }, execute: async () => Promise.reject(new Error("dark")) });
  const reporter = create();
  const guarded = reporter.guardCommand(frozen);
  await expect(guarded.execute()).rejects.toThrow("dark");
  await world.settle();
  expect(readErrors(world)).toHaveLength(1);
  await reporter.stop();
  await expect(guarded.execute()).rejects.toThrow("dark");
  await world.settle();
  expect(readErrors(world)).toHaveLength(1);
});

test("an error that Sapphire caught is reported once, with the failed piece, and other listeners still get it", async () => {
  const { client, world, create } = startPlugin();
  const emitter = client as unknown as NodeJS.EventEmitter;
  const heard: unknown[] = [];
  emitter.on("listenerError", (error) => heard.push(error));
  const reporter = create();
  const piece = { name: "lamps", run: () => Promise.reject(new RangeError("attached too")) };
  reporter.attachCommands([piece]);
  reporter.attachSapphire();
  const errors = [new RangeError("in a listener"), new TypeError("of a command"), new Error("in a task")];
  emitter.emit("listenerError", errors[0], { piece: { name: "ready" } });
  emitter.emit("chatInputCommandError", errors[1], { command: { name: "light" }, interaction: null });
  emitter.emit("scheduledTaskError", errors[2], { task: "sweep" });
  await piece.run().catch((error: unknown) => emitter.emit("messageCommandError", error, { command: piece }));
  for (const payload of [undefined, null, 1]) emitter.emit("interactionHandlerError", payload, payload);
  await world.settle();
  const during = readErrors(world).map(({ payload }) => payload.tags?.during);
  expect(during.filter((name) => name !== undefined).sort()).toEqual(["lamps", "light", "ready", "sweep"]);
  expect(heard).toEqual([errors[0]]);
  await reporter.stop();
  expect(emitter.listenerCount("chatInputCommandError")).toBe(0);
});

test("plugins attach to a command and detach in any order, and the remaining ones still guard it", async () => {
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
  await world.settle();
  expect(readErrors(world)).toHaveLength(1);
  await next.stop();
  expect(command.execute).toBe(Light.prototype.execute);
});

test("a plugin with paths that attaches all commands reports only errors that passed through its files", async () => {
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
  await world.settle();
  expect(readErrors(world)).toHaveLength(1);
  expect(readErrors(world)[0]!.text).not.toContain("private.js");
});

test("two copies of vextel in one process share one hub on the client", async () => {
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
  const { emit } = client;
  expect(emit).not.toBe(Client.prototype.emit);
  await own.stop();
  expect(client.emit).toBe(emit);
  await other.stop();
  expect(Object.hasOwn(client, "emit")).toBe(false);
});

test("secrets that are not a function are refused at creation", () => {
  const { create } = startPlugin({ secrets: ["not a function"] as never });
  expect(() => create()).toThrow(
    new TypeError("secrets must be a function that returns an array of strings: secrets: () => [client.token]"),
  );
});

test("attachCommands says so if it guards nothing, and refuses what is no list of commands", async () => {
  const reporter = startPlugin().create();
  const warnings: string[] = [];
  const listener = ({ message }: Error) => void warnings.push(message);
  process.on("warning", listener);
  onTestFinished(() => void process.off("warning", listener));
  for (const none of [[], new Map(), [{ handle() {} }, null, 5], new Map([["light", { execute: "later" }]])])
    reporter.attachCommands(none as object[]);
  reporter.attachCommands([{ handle() {} }, { execute() {} }]);
  await vi.waitFor(() => expect(warnings).toHaveLength(4));
  expect(warnings.filter((text) => text.includes("there is none yet"))).toHaveLength(2);
  expect(warnings.filter((text) => text.includes("none has a function named execute, run"))).toHaveLength(2);
  for (const wrong of [undefined, null, 5, {}])
    expect(() => reporter.attachCommands(wrong as unknown as object[])).toThrow(
      "attachCommands needs the plugin's commands: a collection, an array or an iterator",
    );
});
