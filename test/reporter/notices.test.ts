import fc from "fast-check";
import { expect, test } from "vitest";
import { type Notice, renderNotice } from "../../src/consent/notice-text.ts";
import type { Reporter } from "../../src/reporter/reporter.ts";
import { createStores } from "../../src/reporter/submit/stores.ts";
import { createTestWorld, type TestWorld } from "../../src/testing/testing.ts";
import { createPlugin } from "./support.ts";

/** The rules in their simplest form: as states of each process, instead of dates in a file. */
interface Model {
  answer: "unset" | "enabled" | "disabled";
  firstGiven: boolean;
  told: Set<string>;
  /** For each process, whether it shows no notices until it restarts. */
  readonly muted: Map<number, boolean>;
}

/** The real processes of a machine, by number. */
interface Real {
  readonly machine: TestWorld;
  readonly processes: Map<number, { world: TestWorld; reporters: Reporter[] }>;
}

type Command = fc.AsyncCommand<Model, Real>;

const expectedNotice = (model: Model, bot: number, plugin: string): Notice["kind"] | undefined => {
  if (!model.firstGiven && model.answer === "unset") return "first";
  if (model.told.has(plugin) || model.muted.get(bot)) return undefined;
  return model.answer === "enabled" ? "on" : "off";
};

/** A notice with a question mutes all processes, because they have the same owner. */
const muteAll = (model: Model) => {
  for (const bot of model.muted.keys()) model.muted.set(bot, true);
};

class StartPlugin implements Command {
  constructor(
    readonly bot: number,
    readonly plugin: string,
    readonly fails: boolean,
  ) {}
  check = (model: Model) => model.muted.has(this.bot);
  async run(model: Model, real: Real) {
    const given: Notice[] = [];
    const { world, reporters } = real.processes.get(this.bot)!;
    const reporter = createPlugin(world, {
      plugin: { name: this.plugin, version: "1.0.0" },
      notifyOwner: async (notice) => {
        if (this.fails) throw new Error("direct messages are closed");
        given.push(notice);
      },
    });
    reporters.push(reporter);
    const outcome = await (await reporter.start()).notice;
    const expected = expectedNotice(model, this.bot, this.plugin);
    await world.pass(1);
    if (expected !== undefined && this.fails) return expect(outcome).toBe("failed"); // a failed notice is not remembered
    expect(given.map(({ kind }) => kind)).toEqual(expected === undefined ? [] : [expected]);
    expect(outcome).toBe(expected === undefined ? "nothing due" : "told");
    if (expected === "first" || expected === "off") muteAll(model);
    if (expected === "first" || expected === "off") model.firstGiven = true;
    model.told.add(this.plugin);
  }
  toString = () => `bot ${this.bot} starts ${this.plugin}${this.fails ? ", the message fails" : ""}`;
}

class Decide implements Command {
  constructor(readonly answer: "enabled" | "disabled") {}
  check = () => true;
  async run(model: Model, real: Real) {
    await real.machine.pass(1);
    await real.machine.decide("moth", this.answer);
    await real.machine.pass(1);
    if (model.answer === this.answer) return; // the same answer again changes nothing
    model.answer = this.answer;
    for (const bot of model.muted.keys()) model.muted.set(bot, this.answer === "disabled");
  }
  toString = () => `the owner has it ${this.answer}`;
}

class Boot implements Command {
  constructor(
    readonly bot: number,
    readonly crash: boolean,
  ) {}
  check = () => true;
  async run(model: Model, real: Real) {
    const old = real.processes.get(this.bot);
    if (old && !this.crash) await Promise.all(old.reporters.map((reporter) => reporter.stop()));
    old?.world.kill();
    await real.machine.pass(1);
    real.processes.set(this.bot, { world: real.machine.startProcess(), reporters: [] });
    await real.machine.pass(1);
    model.muted.set(this.bot, false);
  }
  toString = () => `bot ${this.bot} ${this.crash ? "crashes and " : ""}restarts`;
}

const bots = fc.constantFrom(1, 2);
const commands = fc.commands<Model, Real, false>(
  [
    fc
      .tuple(bots, fc.constantFrom("lamps", "wings", "dust", "cocoon"), fc.boolean())
      .map(([bot, plugin, fails]) => new StartPlugin(bot, plugin, fails)),
    fc.constantFrom("enabled" as const, "disabled" as const).map((answer) => new Decide(answer)),
    fc.tuple(bots, fc.boolean()).map(([bot, crash]) => new Boot(bot, crash)),
  ],
  { maxCommands: 30, size: "+1" },
);

test("notices equal the model over random histories of processes, crashes, answers and failing messages", async () => {
  const followsTheModel = fc.asyncProperty(commands, async (history) => {
    const machine = createTestWorld();
    const model: Model = { answer: "unset", firstGiven: false, told: new Set(), muted: new Map() };
    const real: Real = { machine, processes: new Map() };
    await fc.asyncModelRun(() => ({ model, real }), history);
  });
  await fc.assert(followsTheModel, { numRuns: Number(process.env.VEXTEL_HISTORIES ?? 100) });
}, 120_000);

const boot = (env: Record<string, string> = {}) => {
  const given: Notice[] = [];
  const world = createTestWorld(env);
  const start = async (plugin: string, more: Parameters<typeof createPlugin>[1] = {}) => {
    const notifyOwner = (notice: Notice) => void given.push(notice);
    const reporter = createPlugin(world, { plugin: { name: plugin, version: "1.0.0" }, notifyOwner, ...more });
    return (await reporter.start()).notice;
  };
  return { world, given, start };
};

test("plugins that start at the same time give one first notice", async () => {
  const { given, start } = boot();
  await Promise.all(["lamps", "wings", "dust"].map((plugin) => start(plugin)));
  expect(given.map(({ kind }) => kind)).toEqual(["first"]);
});

test("a failed message is tried again in the same process, and then counts as given", async () => {
  const { world, given, start } = boot();
  let closed = true;
  const notifyOwner = (notice: Notice) => {
    if (closed) throw new Error("closed");
    given.push(notice);
  };
  expect(await start("lamps", { notifyOwner })).toBe("failed");
  closed = false;
  await world.pass(5 * 60_000);
  expect(given.map(({ kind }) => kind)).toEqual(["first"]);
  await world.pass(24 * 60 * 60_000);
  expect(given).toHaveLength(1);
});

test("an owner who has already decided is not asked again: the first notice shows the current state", async () => {
  for (const answer of ["enabled", "disabled"] as const) {
    const { world, given } = boot();
    await createPlugin(world).start(); // without a notice, as in a bot that cannot write to its owner
    await world.decide("moth", answer);
    await world.pass(1);
    const notifyOwner = (notice: Notice) => void given.push(notice);
    const plugin = { name: "wings", version: "1.0.0" };
    await (await createPlugin(world.startProcess(), { plugin, notifyOwner }).start()).notice;
    expect(given.map(({ kind }) => kind)).toEqual([answer === "enabled" ? "on" : "off"]);
    expect(given[0]!.text).toContain(answer === "enabled" ? "It reports errors too" : "Its errors are not reported");
    expect(given[0]!.text).not.toMatch(/until you agree|May errors be reported/);
  }
});

test("nothing is asked if consent would change nothing", async () => {
  const { given, start } = boot({ DO_NOT_TRACK: "1" });
  expect(await start("lamps")).toBe("nothing due");
  expect(given).toEqual([]);
});

test("start does not wait for the delivery of a message", async () => {
  const { world, start } = boot();
  const started = createPlugin(world, { notifyOwner: () => new Promise(() => {}) }).start();
  expect(await started).toMatchObject({ reporting: "disabled" });
  void start;
});

test("a notice names the commands and the privacy page, and the author can replace its text", async () => {
  const { given, start } = boot();
  await start("lamps", { title: "Moth's plugins", privacy: "https://moth.example/privacy", cli: "./run vextel" });
  const [{ text, commands } = {} as Notice] = given;
  expect(commands).toEqual({
    enable: "./run vextel enable moth",
    disable: "./run vextel disable moth",
    status: "./run vextel status",
    list: "./run vextel list",
    show: "./run vextel show --raw <event-id>",
  });
  const said = ["sentry.example, project 42", "errors, sessions, timings"];
  for (const part of [...Object.values(commands), "https://moth.example/privacy", "Moth's plugins", "lamps", ...said])
    expect(text).toContain(part);
  expect(text.length).toBeLessThan(2000);
  const other = boot();
  await other.start("lamps", { texts: { first: ({ plugin }) => `Mind ${plugin}?` } });
  const below = "vextel: events of lamps go to sentry.example, project 42.";
  expect(other.given[0]!.text).toBe(`Mind lamps?\n\n${below}`);
  const facts = {
    title: "t",
    publisher: "moth",
    plugin: "lamps",
    destination: "sentry.example, project 42",
    kinds: [],
  };
  const hidden = { first: () => "Nothing is sent. ||sentry.example, project 42||" };
  expect(renderNotice("first", { ...facts, commands: {} as never }, hidden).text).toContain(`||\n\n${below}`);
});

test("a title is shown as a plain name within vextel's own text, whatever it contains", async () => {
  const { given, start } = boot();
  await start("lamps", {
    title: `Moth?**\n\nYou said yes: \`rm -rf\` [look](https://evil.example) @everyone \u202e${"x".repeat(300)}`,
  });
  const [first] = given[0]!.text.split("\n\n");
  expect(first).toMatch(
    /^\*\*May errors be reported to Moth\? You said yes: rm -rf look https:\/\/evil\.example everyone x+\?\*\*$/,
  );
  expect(given[0]!.text.length).toBeLessThan(2000);
});

test("the owner is notified once, with the old and the new address, about a destination that the consent does not cover", async () => {
  const { world, given, start } = boot();
  await start("lamps");
  await world.decide("moth", "enabled");
  await world.pass(1);
  const elsewhere = { dsn: "https://public@elsewhere.example/7" };
  for (const plugin of ["lamps", "wings", "dust"]) await start(plugin, elsewhere);
  await start("cocoon");
  expect(given.map(({ kind }) => kind)).toEqual(["first", "held", "on"]);
  expect(given[1]!.text).toContain("before: sentry.example, project 42\nnow: elsewhere.example, project 7");
  expect(given[1]!.text.length).toBeLessThan(2000);
  expect(given[2]!.text).toContain("errors, sessions, timings to sentry.example, project 42");
});

test("consent by the bot's command covers declared destinations and earlier consent, but not refused kinds", async () => {
  const { world } = boot();
  const { consent } = createStores(world);
  const claim = {
    plugin: "wings",
    destination: "https://other.example/1",
    paths: ["cogs/wings"],
    loggers: ["red.wings"],
  };
  await consent.answer("moth", { answer: "enabled", claims: [claim], kinds: ["errors"] });
  const { owner, ...reporter } = createPlugin(world);
  await reporter.start();
  const before = await owner.status();
  expect(before).toMatchObject({ destinations: [claim.destination], kinds: ["errors"] });
  expect(before.held).toMatchObject([{ before: [claim.destination], now: ["https://sentry.example/42"] }]);
  expect((await reporter.report(new Error("early"))).state).toBe("held");
  const after = await owner.answer("enabled");
  expect(after).toMatchObject({ held: [], kinds: ["errors"] });
  expect((await consent.read()).get("moth")!.agreed).toMatchObject([
    { destination: "https://sentry.example/42" },
    claim,
  ]);
  expect((await reporter.report(new TypeError("late"))).state).toBe("sent");
  await owner.answer("disabled");
  expect(await owner.answer("enabled")).toMatchObject({ destinations: ["https://sentry.example/42"] });
});
