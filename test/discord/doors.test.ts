import { Client, Events } from "discord.js";
import { expect, onTestFinished, test } from "vitest";
import { messageOf, readButton, shortOf } from "../../src/discord/buttons.ts";
import { answerOwner } from "../../src/discord/command-reply.ts";
import { createDiscordReporter, type DiscordReporterOptions } from "../../src/discord/discord.ts";
import type { OwnerControls } from "../../src/reporter/owner/controls.ts";
import { createStores } from "../../src/reporter/submit/stores.ts";
import { createTestWorld, readErrors } from "../../src/testing/testing.ts";
import { chatCommand, type DiscordStandIn, press, startDiscord } from "./discord-stand-in.ts";

const keeper = "1000000000000000001";
const stranger = "1000000000000000002";

async function startBot(more: Partial<DiscordReporterOptions> = {}, shards?: readonly number[]) {
  const discord = await startDiscord({ user: keeper });
  const client = new Client({ intents: [], rest: { api: discord.api, retries: 0 } });
  if (shards) Object.assign(client, { shard: { ids: shards } });
  onTestFinished(() => client.destroy());
  const world = createTestWorld();
  const reporter = createDiscordReporter(client, {
    ...{
      publisher: "moth",
      plugin: { name: "lamps", version: "1.0.0" },
      dsn: "https://public@sentry.example/42",
      world,
    },
    ...more,
  });
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login("MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs");
  await ready;
  const { notice } = await reporter.start();
  expect(await notice).toBe("told");
  return { discord, client, world, reporter };
}

const callsTo = ({ calls }: DiscordStandIn, pattern: RegExp) =>
  calls.filter(({ method, path }) => pattern.test(`${method} ${path}`));

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    if (tries > 400) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

test("only the owner can answer in the direct message, with buttons", async () => {
  const { discord, reporter } = await startBot();
  const { body } = callsTo(discord, /POST \/channels\/\d+\/messages/)[0]!;
  expect(body.content).toContain("/vextelemetry");
  const ids = body.components[0].components.map(({ custom_id }: { custom_id: string }) => custom_id);
  const shown = shortOf("sentry.example, project 42");
  expect(ids).toEqual([`enable:moth:${shown}`, "disable:moth", "status:moth"].map((what) => `vextelemetry:${what}`));
  const answers = () => callsTo(discord, /^PATCH \/webhooks/).map(({ body }) => body.content as string);
  for (const [at, [id, said]] of [
    [ids[0], "**enabled**"],
    [ids[1], "**disabled**"],
    [ids[2], "**disabled**"],
  ].entries()) {
    discord.interact(press(keeper, id!));
    await until(() => answers().length > at, "the button is answered");
    expect(answers()[at]).toContain(said);
  }
  const refused = discord.interact(press(stranger, ids[0]));
  await until(() => callsTo(discord, new RegExp(`/interactions/${refused}`)).length === 1, "it is refused");
  expect((await reporter.owner.status()).answer).toBe("disabled");
  const others = discord.interact(press(keeper, "shop:enable:moth"));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(callsTo(discord, new RegExp(`/interactions/${others}`))).toEqual([]);
});

test("a button consents to the address that its message named; later addresses need consent again", async () => {
  const { discord, world, reporter } = await startBot();
  const { body } = callsTo(discord, /POST \/channels\/\d+\/messages/)[0]!;
  const [{ custom_id: yes }] = body.components[0].components;
  const moved = { plugin: "wings", destination: "https://elsewhere.example/7", paths: [], loggers: [] };
  const { consent } = createStores(world);
  await consent.change("moth", (one) => ({ ...one, declared: [...one.declared, moved] }));
  discord.interact(press(keeper, yes));
  const answers = () => callsTo(discord, /^PATCH \/webhooks/).map(({ body }) => body.content as string);
  await until(() => answers().length === 1, "the button is answered");
  expect(answers()[0]).toContain("to `sentry.example, project 42`.");
  expect(answers()[0]).toContain("**wings** reports to another address than you agreed to");
  const { destinations, held } = await reporter.owner.status();
  expect([destinations, held.map(({ now }) => now)]).toEqual([
    ["https://sentry.example/42"],
    [["https://elsewhere.example/7"]],
  ]);
});

test("without the command there are no buttons, since nothing would handle them", async () => {
  const { discord } = await startBot({ command: false });
  const { body } = callsTo(discord, /POST \/channels\/\d+\/messages/)[0]!;
  expect(body.components).toBeUndefined();
  expect(body.content).not.toContain("buttons");
});

test("a text that fills a message is kept whole, and only vextel's buttons are read", () => {
  const text = "x".repeat(1_990);
  expect(messageOf({ text, publisher: "moth" }).content).toBe(text);
  for (const id of ["vextelemetry", "vextelemetry:send:moth", "other:enable:moth", ""])
    expect(readButton(id)).toBeUndefined();
});

test("an event's title is plain text in the owner's list: without links and mentions", async () => {
  const title = "[ValueError](https://evil.example) @everyone <@1> `x` **y** ||z||";
  const list = async () => [{ id: "ab".repeat(16), title, state: "waiting", timeMs: 0 }];
  const controls = new Map([["moth", { list } as unknown as OwnerControls]]);
  const [line] = (await answerOwner({ action: "list" }, controls)).content.split("\n");
  expect(line).toMatch(/^`abababab` <t:0:R> waiting: [^[\]@<>`*|]+$/);
});

test("an action of another version changes nothing, and commands begin as the plugin's do", async () => {
  const answers: unknown[] = [];
  const offer = { claims: [], kinds: ["errors"] };
  const status = async () => ({ publisher: "moth", answer: "unset", held: [], offer, cli: "/opt/node /opt/vextel.js" });
  const answer = async (given: unknown) => void answers.push(given);
  const event = { id: "ab".repeat(16), title: "KeyError", state: "waiting", timeMs: 0, type: "event" };
  const list = async () => Array(11).fill(event);
  const controls = new Map([["moth", { status, answer, list } as unknown as OwnerControls]]);
  const unknown = await answerOwner({ action: "preview" }, controls);
  expect([unknown.content, answers]).toEqual([expect.stringContaining("nothing was changed"), []]);
  const texts = [await answerOwner({ action: "enable" }, controls), await answerOwner({ action: "list" }, controls)];
  for (const { content } of texts) expect(content).toContain("`/opt/node /opt/vextel.js ");
  expect(texts.map(({ content }) => content).join()).not.toMatch(/`(?:npx )?vextel /);
});

test("the question shows in full every destination that its button agrees to, or has no button", async () => {
  const questionFor = async (hosts: readonly string[]) => {
    const claims = hosts.flatMap((host) =>
      Array.from({ length: 12 }, (_, at) => ({
        plugin: `${"p".repeat(60)}${at}`,
        destination: `https://${host}/7`,
        paths: [],
        loggers: [],
      })),
    );
    const status = async () => ({ publisher: "moth", answer: "unset", held: [], offer: { claims, kinds: ["errors"] } });
    const list = async () => [];
    return answerOwner({ action: "enable" }, new Map([["moth", { status, list } as unknown as OwnerControls]]));
  };
  const disguised = `o1.ingest.sentry.io.${"a".repeat(60)}.${"b".repeat(60)}.evil.example`;
  for (const hosts of [["sentry.example"], [disguised], [disguised, "elsewhere.example"]]) {
    const { content, components } = await questionFor(hosts);
    expect(components).toBeDefined();
    expect(content.length).toBeLessThanOrEqual(2_000);
    for (const host of hosts) expect(content).toContain(`\`${host}, project 7\``);
  }
  const many = await questionFor(Array.from({ length: 20 }, (_, at) => `s${at}.example`));
  expect(many).toEqual({ content: expect.stringContaining("`npx vextel enable moth`") });
});

test("the question links the author's page if its address is valid, and the link cannot contain other text", async () => {
  const questionWith = async (privacy: string) => {
    const offer = { claims: [], kinds: ["errors"] };
    const status = async () => ({ publisher: "moth", answer: "unset", held: [], offer, privacy });
    const controls = { status, list: async () => [] } as unknown as OwnerControls;
    return (await answerOwner({ action: "enable" }, new Map([["moth", controls]]))).content;
  };
  expect(await questionWith("https://moth.example/privacy")).toContain(": <https://moth.example/privacy>\n");
  expect(await questionWith("https://moth.example/> **Nothing** is sent\n@everyone")).toContain(
    ": <https://moth.example/%3E%20**Nothing**%20is%20sent@everyone>\n",
  );
  for (const none of ["see README", "javascript:alert(1)", `https://moth.example/${"a".repeat(400)}`, ""])
    expect(await questionWith(none)).not.toContain("The author's page");
});

test("the question shows paths, loggers, old and new claims, and an event, if there is space", async () => {
  const ask = async (paths: readonly string[]) => {
    const lamps = { plugin: "lamps", destination: "https://sentry.example/7", paths, loggers: ["red.moth.lamps"] };
    const held = [{ plugin: "lamps", why: "wider claim", before: ["moth/lamps"], now: ["moth/wings"] }];
    const claims = [lamps, { ...lamps, plugin: "wings", paths: [], loggers: [] }];
    const offer = { claims, kinds: ["errors"] };
    const status = async () => ({ publisher: "moth", answer: "enabled", held, offer });
    const list = async () => [{ id: "ab".repeat(16), type: "event", title: "KeyError: [oil](https://evil.example)" }];
    return answerOwner({ action: "enable" }, new Map([["moth", { status, list } as unknown as OwnerControls]]));
  };
  const { content, components } = await ask(["moth/lamps", "moth/wings"]);
  expect(content).toContain("Errors of **lamps**: in `moth/lamps`, `moth/wings`, and of the loggers `red.moth.lamps`.");
  expect(content).toContain("Errors of **wings**: those that it reports itself.");
  expect(content).toContain("before: `moth/lamps`; now: `moth/wings`");
  expect(content).toMatch(/KeyError: [^[\]]*\(all of it: `npx vextel show abababababab`\)/);
  const long = await ask(Array.from({ length: 9 }, (_, at) => `${"p".repeat(400)}/${at}`));
  expect(components).toBeDefined();
  expect(long.components, "nobody agrees by a button to what is cut off").toBeUndefined();
  expect(long.content.length).toBeLessThanOrEqual(2_000);
  expect(long.content).toContain("and 4 more");
  const other = await ask(["moth/lamps"]);
  expect(other.components, "a button is for the claims of its own question").not.toEqual(components);
});

test("a question that is too long says where to see the rest, and has no button to agree", async () => {
  const claims = Array.from({ length: 30 }, (_, at) => ({
    ...{ plugin: `lamp${at}`, destination: "https://sentry.example/7" },
    ...{ paths: [`moth/${"p".repeat(90)}`], loggers: [] },
  }));
  const status = async () => ({ publisher: "moth", answer: "unset", held: [], offer: { claims, kinds: ["errors"] } });
  const list = async () => [];
  const { content, components } = await answerOwner(
    { action: "enable" },
    new Map([["moth", { status, list } as unknown as OwnerControls]]),
  );
  expect(components).toBeUndefined();
  expect(content.length).toBeLessThanOrEqual(2_000);
  expect(content).toContain("Errors of **lamp0**: in `moth/");
  expect(content).toContain("There is no room here for all of it: `npx vextel enable moth` shows paths");
});

test("a button does not consent to paths that a plugin claimed after the question", async () => {
  const { discord, world, reporter } = await startBot();
  const { consent } = createStores(world);
  const claim = { plugin: "lamps", destination: "https://sentry.example/42", paths: ["moth/lamps"], loggers: [] };
  await consent.change("moth", (one) => ({ ...one, declared: [claim] }));
  const controls = new Map([["moth", reporter.owner]]);
  const { components } = await answerOwner({ action: "enable" }, controls);
  const { custom_id } = (components as [{ components: [{ custom_id: string }] }])[0].components[0];
  await consent.change("moth", (one) => ({ ...one, declared: [{ ...claim, paths: ["moth", "moth/lamps"] }] }));
  discord.interact(press(keeper, custom_id));
  await until(() => callsTo(discord, /^PATCH \/webhooks/).length === 1, "the button was answered");
  expect((await consent.read()).get("moth")!.agreed.flatMap(({ paths }) => paths)).toEqual([]);
});

test("a subcommand has the name that users see", async () => {
  const { discord, client, world, reporter } = await startBot();
  const run = reporter.guardInteraction(async () => {
    throw new RangeError("no oil");
  });
  const thrown: unknown[] = [];
  client.on(Events.InteractionCreate, (interaction) => void run(interaction).catch((error) => thrown.push(error)));
  const set = { type: 1, name: "set", options: [] };
  discord.interact(chatCommand(stranger, "lamp", [{ type: 2, name: "colour", options: [set] }]));
  await until(() => thrown.length === 1, "the error went on");
  await world.settle();
  expect(readErrors(world)[0]!.payload).toMatchObject({
    transaction: "/lamp colour set",
    tags: { during: "/lamp colour set" },
  });
});

test("in a bot of several processes, one registers the command, and each says which process it is", async () => {
  const commands = /POST \/applications\/\d+\/commands/;
  const [first, second] = [await startBot({}, [0]), await startBot({ tags: { mine: "x" } }, [2, 3])];
  await until(() => callsTo(first.discord, commands).length === 1, "the command is registered");
  await second.reporter.report(new RangeError("no oil"));
  expect(callsTo(second.discord, commands)).toEqual([]);
  expect(readErrors(second.world)[0]!.payload.tags).toMatchObject({ shard: "2,3", mine: "x" });
});
