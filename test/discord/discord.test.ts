import { Client, type ClientEvents, Events } from "discord.js";
import { expect, onTestFinished, test } from "vitest";
import { createDiscordReporter, type DiscordReporterOptions } from "../../src/discord/discord.ts";
import { createStores } from "../../src/reporter/submit/stores.ts";
import { createTestWorld, readErrors } from "../../src/testing/testing.ts";
import {
  chatCommand,
  completion,
  type DiscordStandIn,
  type Ownership,
  press,
  startDiscord,
} from "./discord-stand-in.ts";

const token = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs";
const keeper = "1000000000000000001";
const stranger = "1000000000000000002";

async function startBot(ownership: Ownership = { user: keeper }, more: Partial<DiscordReporterOptions> = {}) {
  const discord = await startDiscord(ownership);
  const client = new Client({ intents: [], rest: { api: discord.api, retries: 0 } });
  onTestFinished(() => client.destroy());
  const world = createTestWorld();
  const create = (plugin = "lamps", publisher = "moth") =>
    createDiscordReporter(client, {
      ...{ publisher, plugin: { name: plugin, version: "1.0.0" }, dsn: "https://public@sentry.example/42", world },
      ...more,
    });
  const login = async () => {
    const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
    await client.login(token);
    await ready;
  };
  return { discord, client, world, create, login };
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    if (tries > 200) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const callsTo = ({ calls }: DiscordStandIn, pattern: RegExp) =>
  calls.filter(({ method, path }) => pattern.test(`${method} ${path}`));

/** Uses a subcommand of /vextelemetry and returns the text of the answer. */
async function use(
  discord: DiscordStandIn,
  who: string,
  name: string,
  options: readonly object[] = [],
): Promise<string> {
  const before = callsTo(discord, /^PATCH \/webhooks/).length;
  const id = discord.interact(chatCommand(who, "vextelemetry", [{ type: 1, name, options }]));
  await until(() => callsTo(discord, /^PATCH \/webhooks/).length > before, `${name} is answered`);
  const [deferral] = callsTo(discord, new RegExp(`POST /interactions/${id}`));
  expect(deferral!.body).toMatchObject({ type: 5, data: { flags: 64 } });
  return callsTo(discord, /^PATCH \/webhooks/).at(-1)!.body.content;
}

/** Presses the button of the newest answer, and returns the text of the next answer. */
async function pressButton(discord: DiscordStandIn, who: string): Promise<string> {
  const answers = () => callsTo(discord, /^PATCH \/webhooks/);
  const before = answers().length;
  discord.interact(press(who, answers().at(-1)!.body.components[0].components[0].custom_id));
  await until(() => answers().length > before, "the button is answered");
  return answers().at(-1)!.body.content;
}

/** Uses `enable`, and agrees to what it shows. */
async function enable(discord: DiscordStandIn, who: string, options: readonly object[] = []): Promise<string> {
  await use(discord, who, "enable", options);
  return pressButton(discord, who);
}

const option = (name: string, value: string, focused = false) => ({
  type: 3,
  name,
  value,
  ...(focused && { focused }),
});

test("the owner gets the first notice as a direct message, once the bot is ready, and the command is registered", async () => {
  const { discord, create, login } = await startBot();
  const started = await create().start();
  expect(discord.calls).toEqual([]);
  await login();
  expect(await started.notice).toBe("told");
  expect(callsTo(discord, /POST \/users\/@me\/channels/)[0]!.body).toEqual({ recipient_id: keeper });
  const { body } = callsTo(discord, /POST \/channels\/\d+\/messages/)[0]!;
  expect(body.content).toContain("npx vextel enable moth");
  expect(body.allowed_mentions).toEqual({ parse: [] });
  await until(() => callsTo(discord, /POST \/applications\/\d+\/commands/).length === 1, "the command is registered");
  const command = callsTo(discord, /POST \/applications\/\d+\/commands/)[0]!.body as Record<string, unknown>;
  expect(command).toMatchObject({ name: "vextelemetry", contexts: [1] }); // direct messages with the bot
  expect((command.options as { name: string }[]).map(({ name }) => name)).toEqual([
    "status",
    "enable",
    "disable",
    "list",
    "send",
  ]);
});

test("a message that Discord refuses does not count as given", async () => {
  const { discord, create, login } = await startBot();
  discord.messagesFail = true;
  await login();
  expect(await (await create().start()).notice).toBe("failed");
  discord.messagesFail = false;
  expect(await (await create().start()).notice).toBe("told");
});

test("in a team, the owner gets the notices, and admins may decide as well", async () => {
  const [owner, admin, reader, invited] = ["1", "2", "3", "4"].map((end) => `100000000000000010${end}`) as [
    string,
    string,
    string,
    string,
  ];
  const team = [
    { id: owner, role: "" as const },
    { id: admin, role: "admin" as const },
    { id: reader, role: "read_only" as const },
    { id: invited, role: "admin" as const, accepted: false },
  ];
  const { discord, create, login } = await startBot({ team });
  await login();
  await (await create().start()).notice;
  expect(callsTo(discord, /POST \/users\/@me\/channels/)[0]!.body).toEqual({ recipient_id: owner });
  expect(await use(discord, admin, "status")).toContain("disabled");
  for (const who of [reader, invited]) {
    const id = discord.interact(chatCommand(who, "vextelemetry", [{ type: 1, name: "enable", options: [] }]));
    await until(() => callsTo(discord, new RegExp(`/interactions/${id}`)).length === 1, "it is refused");
    expect(callsTo(discord, new RegExp(`/interactions/${id}`))[0]!.body).toMatchObject({
      type: 4,
      data: { content: "This is for the bot's owner.", flags: 64 },
    });
  }
  expect(await use(discord, owner, "status")).toContain("disabled");
});

test("with the command alone, the owner can enable, disable, list pending events and send them", async () => {
  const { discord, world, create, login } = await startBot();
  await login();
  const reporter = create();
  await reporter.start();
  const held = await reporter.report(new TypeError("no `such` lamp"));
  expect(held.state).toBe("held");
  expect(await use(discord, keeper, "list")).toContain(held.id!.slice(0, 8));
  expect(await use(discord, keeper, "send", [option("id", held.id!)])).toMatch(/^Sent/);
  expect(readErrors(world).map(({ sent }) => sent)).toEqual([true]);
  expect(await use(discord, keeper, "send", [option("id", "nonsense")])).toMatch(/^Not sent/);
  expect(await enable(discord, keeper)).toContain("**enabled**");
  expect((await reporter.report(new Error("by itself"))).state).toBe("sent");
  expect(await use(discord, keeper, "disable")).toContain("**disabled**");
  expect((await reporter.report(new RangeError("kept"))).state).toBe("held");
});

test("the command shows where events go and what needs consent again", async () => {
  const { discord, world, create, login } = await startBot();
  await login();
  await create().start();
  expect(await enable(discord, keeper)).toContain(
    "Sent automatically: errors, sessions, timings, to `sentry.example, project 42`.",
  );
  const moved = { publisher: "moth", plugin: "lamps", destination: "https://elsewhere.example/7" };
  const { consent } = createStores(world);
  await consent.change("moth", (one) => ({ ...one, declared: [{ ...moved, paths: [], loggers: [] }] }));
  const status = await use(discord, keeper, "status");
  expect(status).toContain("**lamps** reports to another address than you agreed to");
  expect(status).toContain("before: `sentry.example, project 42`; now: `elsewhere.example, project 7`");
  expect(await enable(discord, keeper)).not.toContain("elsewhere than you agreed");
});

test("enable shows what is sent and where before it takes effect, and covers no more than that", async () => {
  const { discord, world, create, login } = await startBot();
  await login();
  const reporter = create();
  await reporter.start();
  const shown = await use(discord, keeper, "enable");
  expect(shown).toContain("errors, sessions, timings of **moth**");
  expect(shown).toContain("- **lamps** to `sentry.example, project 42`");
  expect((await reporter.owner.status()).answer).toBe("unset");
  expect((await reporter.report(new TypeError("not yet"))).state).toBe("held");
  const moved = { plugin: "wings", destination: "https://elsewhere.example/7", paths: [], loggers: [] };
  const { consent } = createStores(world);
  await consent.change("moth", (one) => ({ ...one, declared: [...one.declared, moved] }));
  await pressButton(discord, keeper);
  expect((await reporter.owner.status()).destinations).toEqual(["https://sentry.example/42"]);
  expect(await use(discord, keeper, "enable")).toContain("- **wings** to `elsewhere.example, project 7`");
  expect(await pressButton(discord, keeper)).toContain(
    "`sentry.example, project 42` and `elsewhere.example, project 7`",
  );
  expect(await use(discord, keeper, "enable")).toContain("**enabled**"); // there is nothing left to ask
});

test("a button that is pressed twice, by somebody else, after a restart or after another answer does what it says", async () => {
  const { discord, client, world, create, login } = await startBot();
  await login();
  const reporter = create();
  await reporter.start();
  await use(discord, keeper, "enable");
  const answers = () => callsTo(discord, /^PATCH \/webhooks/);
  const { custom_id: agree } = answers().at(-1)!.body.components[0].components[0];
  const pressed = async (who: string, button: string) => {
    const before = answers().length;
    const id = discord.interact(press(who, button));
    const replies = () => callsTo(discord, new RegExp(`POST /interactions/${id}`));
    await until(() => (who === keeper ? answers().length > before : replies().length > 0), "the button is answered");
    return who === keeper ? answers().at(-1)!.body.content : replies()[0]!.body.data.content;
  };
  const { consent } = createStores(world);
  const answerNow = async () => (await consent.read()).get("moth")!.answer;
  expect(await pressed(stranger, agree)).toBe("This is for the bot's owner.");
  expect(await answerNow()).toBe("unset");
  await pressed(keeper, agree);
  const once = (await consent.read()).get("moth");
  expect(once!.answer).toBe("enabled");
  expect(await pressed(keeper, agree)).toContain("**enabled**");
  expect((await consent.read()).get("moth")).toEqual(once);
  await consent.answer("moth", { answer: "disabled" }); // in a shell
  expect(await use(discord, keeper, "status")).toContain("**disabled**");
  await reporter.stop();
  const next = create();
  await next.start();
  expect(await pressed(stranger, agree)).toBe("This is for the bot's owner.");
  expect(await answerNow()).toBe("disabled");
  expect(await pressed(keeper, agree)).toContain("**enabled**");
  await next.stop();
  expect(client.listenerCount(Events.InteractionCreate)).toBe(0);
});

test("status says that an answer is dated in the future, and not that anything is sent", async () => {
  const { discord, world, create, login } = await startBot();
  await login();
  const reporter = create();
  await reporter.start();
  expect(await enable(discord, keeper)).toContain("Sent automatically");
  const { consent } = createStores(world);
  const late = <T extends { readonly sinceMs: number }>(one: T): T => ({
    ...one,
    sinceMs: one.sinceMs + 365 * 86_400_000,
  });
  await consent.change("moth", (one) => ({ ...one, agreed: one.agreed.map(late), kinds: one.kinds.map(late) }));
  const status = await use(discord, keeper, "status");
  expect(status).toContain("Your answer is dated in the future, and errors are held until then.");
  expect(status).not.toContain("Sent automatically");
});

test("a failure is answered with what to do next", async () => {
  const { discord, world, create, login } = await startBot();
  await login();
  await create().start();
  const { consent } = createStores(world);
  await world.files.write(consent.path, "{");
  const { message, hint } = await consent.read().catch((error) => error);
  expect(await use(discord, keeper, "disable")).toBe(`That failed: ${message}. ${hint}`);
});

test("ids are completed for the owner only", async () => {
  const { discord, create, login } = await startBot();
  await login();
  const reporter = create();
  await reporter.start();
  const { id } = await reporter.report(new TypeError("no such lamp"));
  await reporter.report(new RangeError("another"));
  const complete = async (who: string, typed: string) => {
    const options = [{ type: 1, name: "send", options: [option("id", typed, true)] }];
    const call = discord.interact(completion(who, "vextelemetry", options));
    await until(() => callsTo(discord, new RegExp(`/interactions/${call}`)).length === 1, "it is answered");
    const { body } = callsTo(discord, new RegExp(`/interactions/${call}`))[0] as unknown as {
      body: { type: number; data: { choices: { name: string; value: string }[] } };
    };
    expect(body.type).toBe(8);
    return body.data.choices;
  };
  expect(await complete(keeper, "")).toHaveLength(2);
  expect(await complete(keeper, id!)).toEqual([{ name: expect.stringContaining("TypeError"), value: id }]);
  expect(await complete(keeper, "typeerror")).toHaveLength(1);
  expect(await complete(stranger, "")).toEqual([]);
});

test("an error in a command is reported with its name and permissions; only the owner is shown how to report it", async () => {
  const { discord, client, world, create, login } = await startBot();
  await login();
  const reporter = create();
  await reporter.start();
  const command = {
    execute: async (_interaction: ClientEvents["interactionCreate"][0]) => {
      throw new Error(`the token is ${token}`);
    },
  };
  const original = command.execute;
  reporter.attachCommands([command]);
  const thrown: unknown[] = [];
  client.on(Events.InteractionCreate, (interaction) => {
    if (interaction.isChatInputCommand() && interaction.commandName === "light")
      command.execute(interaction).catch((error) => thrown.push(error));
  });
  const asStranger = discord.interact(chatCommand(stranger, "light"));
  await until(() => thrown.length === 1, "the stranger's error went on");
  await world.pass(120_000);
  const asOwner = discord.interact(chatCommand(keeper, "light"));
  await until(() => callsTo(discord, new RegExp(`/interactions/${asOwner}`)).length === 1, "the hint is shown");
  const [hint] = callsTo(discord, new RegExp(`/interactions/${asOwner}`)) as unknown as [
    { body: { data: { content: string; flags: number } } },
  ];
  const [first, second] = readErrors(world).map(({ payload }) => payload);
  expect(hint.body.data.flags).toBe(64);
  expect(hint.body.data.content).toContain(`/vextelemetry send id:${second!.event_id}`);
  expect(callsTo(discord, new RegExp(`/interactions/${asStranger}`))).toEqual([]);
  expect(first).toMatchObject({
    tags: { during: "/light", interaction_type: "ApplicationCommand", host: "discord.js" },
    extra: { bot_permissions_value: "2048", bot_permissions: { SendMessages: true, BanMembers: false } },
    breadcrumbs: { values: [{ message: "command /light" }] },
  });
  expect(JSON.stringify(first)).not.toContain(token);
  await reporter.stop();
  expect(command.execute).toBe(original);
});

test("if the bot has already replied, the hint is a follow-up", async () => {
  const { discord, client, create, login } = await startBot();
  await login();
  const reporter = create();
  await reporter.start();
  const run = reporter.guardInteraction(async (_interaction: ClientEvents["interactionCreate"][0]) => {
    throw new Error("x");
  });
  client.on(Events.InteractionCreate, (interaction) => {
    if (interaction.isChatInputCommand() && interaction.commandName === "light")
      void run(interaction).catch(() => interaction.reply("Something went wrong."));
  });
  discord.interact(chatCommand(keeper, "light"));
  await until(() => callsTo(discord, /POST \/webhooks/).length === 1, "the hint follows");
  expect(callsTo(discord, /POST \/webhooks/)[0]!.body).toMatchObject({ flags: 64 });
});

test("a bot that replies to unknown commands never sees the owner's command", async () => {
  const { discord, client, create, login } = await startBot();
  await login();
  const seen: string[] = [];
  client.on(Events.InteractionCreate, (interaction) => {
    if (interaction.isChatInputCommand()) seen.push(interaction.commandName);
  });
  const reporter = create();
  await reporter.start();
  expect(await use(discord, keeper, "status")).toContain("disabled");
  discord.interact(chatCommand(keeper, "light"));
  await until(() => seen.length > 0, "another command is met");
  expect(seen).toEqual(["light"]);
  await reporter.stop();
  discord.interact(chatCommand(keeper, "vextelemetry"));
  await until(() => seen.length > 1, "after stop it is a command like any other");
});

test("two publishers share one command on one client, and stop leaves nothing on it", async () => {
  const { discord, client, create, login } = await startBot();
  await login();
  const before = client.eventNames().map((name) => [name, client.listenerCount(name as never)]);
  const [moth, owl] = [create("lamps", "moth"), create("nest", "owl")];
  await moth.start();
  await owl.start();
  await until(() => callsTo(discord, /POST \/applications\/\d+\/commands/).length === 1, "the command is registered");
  const status = await use(discord, keeper, "status");
  expect(status).toContain("moth");
  expect(status).toContain("owl");
  expect(await use(discord, keeper, "enable")).toContain("Choose a publisher");
  expect(await enable(discord, keeper, [option("publisher", "owl")])).toContain(
    "**owl**: error reports are **enabled**",
  );
  expect((await moth.owner.status()).effective).toBe("disabled");
  await Promise.all([moth.stop(), owl.stop()]);
  expect(client.eventNames().map((name) => [name, client.listenerCount(name as never)])).toEqual(before);
});

test("a bot that never gets ready keeps no listener after stop", async () => {
  const { client, create } = await startBot();
  const before = client.eventNames();
  const reporter = create();
  await reporter.start();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await reporter.stop();
  expect(client.eventNames()).toEqual(before);
});
