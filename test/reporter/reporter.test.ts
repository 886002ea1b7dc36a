import { expect, test } from "vitest";
import { toListJson } from "../../src/cli/lists/list-json.ts";
import { createReporter, type Reporter } from "../../src/reporter/reporter.ts";
import { createStores } from "../../src/reporter/submit/stores.ts";
import { createTestWorld, readErrors, readReported, type TestWorld } from "../../src/testing/testing.ts";
import { createEnabledWorld, createPlugin, dsn } from "./support.ts";

const onlyError = (world: Parameters<typeof readErrors>[0]) => {
  const errors = readErrors(world);
  expect(errors).toHaveLength(1);
  return errors[0]!;
};

test("with consent, the sender sends the complete error", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world, {
    plugin: { name: "lamps", version: "1.2.3", commit: "abc1234" },
    environment: "staging",
    frameworks: [{ name: "discord.js", version: "14.28.1" }],
    tags: { shard: "3" },
  });
  await reporter.start();
  reporter.note("lit a lamp", { colour: "red" });
  const receipt = await reporter.report(new TypeError("no such lamp", { cause: new RangeError("out of lamps") }), {
    during: "light",
    extra: { botPermissions: ["SendMessages"] },
  });
  await world.settle();
  expect(receipt.state).toBe("sent");
  const { payload, sent } = onlyError(world);
  expect(sent).toBe(true);
  expect(payload).toMatchObject({
    event_id: receipt.id,
    release: "lamps@1.2.3",
    environment: "staging",
    level: "error",
    platform: "node",
    tags: {
      ...{ plugin: "lamps", plugin_version: "1.2.3", plugin_commit: "abc1234", shard: "3", during: "light" },
      ...{ host: "discord.js", discord_js_version: "14.28.1" },
    },
    extra: { botPermissions: ["SendMessages"] },
    contexts: { runtime: { name: "node" } },
    breadcrumbs: { values: [{ message: "lit a lamp", data: { colour: "red" } }] },
  });
  expect(payload.exception!.values.map(({ type }) => type)).toEqual(["RangeError", "TypeError"]);
  expect(payload.user).toEqual({ id: (await reporter.owner.status()).uuid });
});

test("without an answer, an error is held, and the receipt has the command that sends it", async () => {
  const world = createTestWorld();
  const reporter = createPlugin(world, { cli: "yarn vextel" });
  expect(await reporter.start()).toMatchObject({ reporting: "disabled" });
  const receipt = await reporter.report(new Error("kept"));
  expect(receipt).toMatchObject({ state: "held", command: `yarn vextel send ${receipt.id}` });
  expect(onlyError(world).sent).toBe(false);
  await reporter.owner.send(receipt.id!);
  expect(onlyError(world).sent).toBe(true);
});

test("with manual off and without consent, nothing is kept", async () => {
  const world = createTestWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  const path = "/vextel/consent.json";
  const content = JSON.parse(Buffer.from(world.disk.get(path)!).toString());
  content.publishers.moth.manual = false;
  await world.files.write(path, JSON.stringify(content));
  expect(await reporter.report(new Error("gone"))).toMatchObject({ state: "dropped" });
  expect(readReported(world)).toEqual([]);
});

for (const [name, prepare] of Object.entries({
  unset: async () => createTestWorld(),
  disabled: async () => {
    const world = createTestWorld();
    await world.decide("moth", "disabled");
    return world;
  },
  "under DO_NOT_TRACK": () => createEnabledWorld({ DO_NOT_TRACK: "1" }),
  "under VEXTEL_TELEMETRY=0": () => createEnabledWorld({ VEXTEL_TELEMETRY: "0" }),
  unreadable: async () => {
    const world = await createEnabledWorld();
    await world.files.write("/vextel/consent.json", '{"version":1,"publi');
    return world;
  },
}))
  test(`consent ${name}: no sender, request, session or timing, whatever the plugin does`, async () => {
    const world = await prepare();
    const reporter = createPlugin(world, { sampling: { loops: 1 } });
    await reporter.start();
    reporter.note("a note");
    await reporter.report(new Error("one"));
    await reporter.report(new Error("fatal"), { fatal: true });
    reporter.loop("sweep", 10 * 60_000, () => Promise.reject(new Error("in a loop")));
    expect(() => reporter.guard("light", () => JSON.parse("{"))()).toThrow(SyntaxError);
    await world.pass(2 * 60 * 60_000);
    await reporter.stop();
    await world.settle();
    expect(world.senders).toBe(0);
    expect(world.posted).toEqual([]);
    expect(readReported(world).filter(({ type }) => type !== "event")).toEqual([]);
    expect([...world.disk.keys()].filter((path) => path.includes("session"))).toEqual([]);
  });

test("consent is not retroactive: events held before it stay held", async () => {
  const world = createTestWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  await reporter.report(new Error("before"));
  await world.pass(1000);
  await world.decide("moth", "enabled");
  await world.pass(1000);
  expect((await reporter.report(new Error("after"))).state).toBe("sent");
  await world.pass(60_000);
  expect(readErrors(world).map(({ sent, payload }) => [payload.exception!.values[0]!.value, sent])).toEqual(
    expect.arrayContaining([
      ["before", false],
      ["after", true],
    ]),
  );
});

test.each([
  ["from the command line", (world: TestWorld) => world.decide("moth", "enabled").then(() => world.pass(2_000))],
  ["in the bot", (_: TestWorld, reporter: Reporter) => reporter.owner.answer("enabled")],
])("an error that is equal to one from before the consent, given %s, is sent", async (_, agree) => {
  const world = createTestWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  const states: string[] = [];
  for (const isDecided of [false, false, true, false]) {
    if (isDecided) await agree(world, reporter);
    states.push((await reporter.report(new RangeError("no oil"))).state);
  }
  expect(states).toEqual(["held", "dropped", "sent", "dropped"]);
  await world.settle();
  expect(readErrors(world).map(({ sent }) => sent)).toEqual(expect.arrayContaining([false, true]));
});

test("notes from before the consent are not in events sent automatically, but are in held ones", async () => {
  const world = createTestWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  reporter.note("before the consent");
  await reporter.report(new Error("held"));
  await world.pass(1000);
  await world.decide("moth", "enabled");
  await world.pass(1000);
  reporter.note("after the consent");
  expect((await reporter.report(new TypeError("sent"))).state).toBe("sent");
  await world.pass(60_000);
  const told = readErrors(world).map(({ payload, sent }) => [
    sent,
    payload.breadcrumbs?.values.map(({ message }) => message),
  ]);
  expect(told).toEqual(
    expect.arrayContaining([
      [false, ["before the consent"]],
      [true, ["after the consent"]],
    ]),
  );
});

test("an event that the server does not accept yet is sent later under the same id", async () => {
  const world = await createEnabledWorld();
  world.answerWith({ kind: "unreached", reason: "ECONNREFUSED", ambiguous: false });
  const reporter = createPlugin(world);
  await reporter.start();
  const { id } = await reporter.report(new Error("patience"));
  await world.settle();
  const tries = world.posted.length;
  expect(tries).toBeGreaterThan(1);
  world.answerWith({ kind: "answered", status: 200, headers: {} });
  await world.pass(20 * 60_000);
  expect(world.posted.length).toBe(tries + 1);
  expect(new Set(readErrors(world).map(({ payload }) => payload.event_id))).toEqual(new Set([id]));
});

test("an error object is reported once, however often it is passed on", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  const inner = reporter.guard("inner", async () => {
    throw new Error("once");
  });
  const outer = reporter.guard("outer", () => inner());
  await expect(outer()).rejects.toThrow("once");
  await reporter.stop();
  await world.settle();
  expect(onlyError(world).payload.tags).toMatchObject({ during: "inner" });
});

test("equal errors become the first one and a count", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  const fail = (number: number) => reporter.report(new Error(`lamp ${number} is broken`));
  const receipts = [];
  for (let number = 0; number < 500; number++) receipts.push(await fail(number));
  expect(receipts[0]!.state).toBe("sent");
  expect(receipts[499]).toMatchObject({ state: "dropped", id: receipts[0]!.id });
  await world.pass(62_000);
  await world.settle();
  const errors = readErrors(world);
  expect(errors).toHaveLength(2);
  expect(errors[1]!.payload.extra).toMatchObject({ repeated: { again: 499, first_event: receipts[0]!.id } });
  const listed = (await createStores(world).outbox.receipts()).map(toListJson);
  expect(listed.map(({ count }) => count).sort()).toEqual([499, undefined]);
});

test("the number of different errors is limited as well", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  const name = (index: number) => "x".repeat(index + 1);
  for (let index = 0; index < 100; index++) await reporter.report(new Error(name(index)));
  await world.settle();
  expect(readErrors(world)).toHaveLength(30);
});

test("user feedback and failed checks are not reported; the list can be extended", async () => {
  class UserFeedback extends Error {}
  class Polite extends UserFeedback {}
  class Mine extends Error {}
  const world = await createEnabledWorld();
  const reporter = createPlugin(world, { ignore: [Mine, "Quiet", (error) => error === "shrug"] });
  const quiet = Object.assign(new Error("q"), { name: "Quiet" });
  for (const error of [new UserFeedback("a"), new Polite("b"), new Mine("c"), quiet, "shrug"])
    expect(await reporter.report(error)).toMatchObject({ state: "dropped" });
  expect((await reporter.report(new Error("a fault"))).state).toBe("sent");
});

test("no thrown value makes report reject, and errors are not changed", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  const hostile = new Proxy(new Error("p"), {
    get: () => {
      throw new Error("no");
    },
    getPrototypeOf: () => {
      throw new Error("no");
    },
  });
  for (const thrown of [undefined, null, 0, 10n, Symbol("s"), "text", {}, [], () => {}, Object.create(null), hostile])
    expect((await reporter.report(thrown)).state).toMatch(/sent|dropped/);
  const error = Object.freeze(new Error("frozen"));
  const before = Object.getOwnPropertyNames(error);
  await reporter.report(error);
  expect(Object.getOwnPropertyNames(error)).toEqual(before);
});

test("guard keeps this, arguments, result and error, for asynchronous and synchronous handlers", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  const lamp = {
    watts: 5,
    add: reporter.guard("add", function (this: { watts: number }, more: number) {
      return this.watts + more;
    }),
  };
  expect(lamp.add(2)).toBe(7);
  expect(await reporter.guard("later", async (x: number) => x * 2)(4)).toBe(8);
  const thrown = new Error("mine");
  const caught = await reporter
    .guard("fail", async () => Promise.reject(thrown))()
    .catch((error) => error);
  expect(caught).toBe(thrown);
  await reporter.stop();
  expect(readErrors(world)[0]!.payload.exception!.values[0]).toMatchObject({ mechanism: { handled: false } });
});

test("an error carries the notes of its own run, not those of others, and at most 25", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  reporter.note("loaded");
  const handle = reporter.guard("message", async (who: string, fails: boolean) => {
    reporter.note(`reads ${who}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (fails) for (let step = 0; step < 30; step++) reporter.note(`step ${step} of ${who}`);
    if (fails) throw new Error("fails");
  });
  await Promise.allSettled([handle("ann", false), handle("bob", true), handle("eve", false)]);
  await reporter.stop();
  await world.settle();
  const notes = onlyError(world).payload.breadcrumbs!.values.map(({ message }) => message);
  expect(notes).toHaveLength(25);
  expect(notes.every((note) => note.endsWith("of bob"))).toBe(true);
});

test("the content of notes and extras is copied at once, within limits", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  const user: Record<string, unknown> = { name: "ann" };
  user.self = user;
  reporter.note("saw", user);
  user.name = "changed";
  await reporter.report(new Error("x"), { extra: { list: Array.from({ length: 1000 }, (_, i) => i), big: 2n ** 70n } });
  await world.settle();
  const { payload } = onlyError(world);
  expect(payload.breadcrumbs!.values[0]).toMatchObject({ data: { name: "ann", self: { name: "ann" } } });
  expect(payload.extra!.list).toHaveLength(100);
});

test("a loop continues after an error, reports it, and its runs never overlap", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world, { sampling: { loops: 1 } });
  let runs = 0;
  let open = 0;
  await new Promise<void>((resolve) => {
    const loop = reporter.loop("sweep", 1, async () => {
      open += 1;
      expect(open).toBe(1);
      await new Promise((done) => setTimeout(done, 2));
      open -= 1;
      runs += 1;
      if (runs === 3) {
        loop.stop();
        resolve();
      }
      if (runs === 1) throw new Error("first run");
    });
  });
  await reporter.stop();
  await world.settle();
  expect(onlyError(world).payload.tags).toMatchObject({ during: "sweep" });
  const timings = readReported(world).filter(({ type }) => type === "transaction");
  expect(timings.length).toBeGreaterThanOrEqual(2);
  expect(timings[0]!.payload).toMatchObject({ transaction: "sweep", release: "lamps@1.2.3", type: "transaction" });
});

test("after stop nothing is reported, and stop may be called again", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  await reporter.start();
  await Promise.all([reporter.stop(), reporter.stop()]);
  expect(await reporter.report(new Error("late"))).toMatchObject({ state: "dropped" });
  await world.pass(3 * 60 * 60_000);
  expect(readErrors(world)).toEqual([]);
});

test("secrets are never kept; if they cannot be read, nothing is kept", async () => {
  const token = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs";
  const world = await createEnabledWorld();
  const reporter = createPlugin(world, { secrets: () => [token, undefined, "", "correct horse battery"] });
  reporter.note(`login with ${token}`, { password: "correct horse battery" });
  await reporter.report(new Error(`${token} was refused for correct horse battery`));
  await world.settle();
  const { text } = onlyError(world);
  expect(text).not.toContain(token);
  expect(text).not.toContain("correct horse battery");
  const careless = createPlugin(world, {
    secrets: () => {
      throw new Error("vault closed");
    },
  });
  expect(await careless.report(new Error("x"))).toMatchObject({ state: "dropped" });
});

test("two publishers who report the same error get complete, separate events", async () => {
  const world = await createEnabledWorld();
  await world.decide("owl", "enabled");
  const moth = createPlugin(world, { tags: { who: "moth" } });
  const owl = createReporter({
    publisher: "owl",
    plugin: { name: "nest", version: "9.0.0" },
    dsn,
    world,
    tags: { who: "owl" },
  });
  moth.note("moth's note");
  owl.note("owl's note");
  const error = new Error("shared");
  const receipts = await Promise.all([moth.report(error), owl.report(error)]);
  await world.settle();
  expect(new Set(receipts.map(({ id }) => id)).size).toBe(2);
  const events = readErrors(world).map(({ payload }) => payload);
  for (const [who, note] of [
    ["moth", "moth's note"],
    ["owl", "owl's note"],
  ] as const) {
    const event = events.find(({ tags }) => tags?.who === who)!;
    expect(event.breadcrumbs!.values.map(({ message }) => message)).toEqual([note]);
    expect(event.exception!.values[0]!.value).toBe("shared");
  }
  expect(events[0]!.user!.id).not.toBe(events[1]!.user!.id);
});

test("a caller's mistake throws at once, without the value in the message", () => {
  const good = { publisher: "moth", plugin: { name: "lamps", version: "1.0.0" }, dsn };
  expect(() => createReporter({ ...good, publisher: "a b" })).toThrow(TypeError);
  expect(() => createReporter({ ...good, plugin: { name: "x/y", version: "1" } })).toThrow(TypeError);
  expect(() => createReporter({ ...good, plugin: { name: "x", version: "a@b" } })).toThrow(TypeError);
  expect(() => createReporter({ ...good, dsn: "https://secretkey" })).toThrow(/DSN/);
  expect(() => createReporter({ ...good, sampling: { loops: 2 } })).toThrow(RangeError);
});

test.each([
  ["a string", () => "correct-horse-battery-staple", "it gave a string"],
  ["a promise", async () => ["x"], "it gave a promise"],
  ["numbers", () => [1, 2], "not everything that it returned is a string"],
  ["an error", () => JSON.parse("{"), "it threw"],
])("secrets that give %s prevent any event, and the receipt says why", async (_, secrets, why) => {
  const world = await createEnabledWorld();
  const receipt = await createPlugin(world, { secrets: secrets as never }).report(
    new Error("correct-horse-battery-staple"),
  );
  expect(receipt).toMatchObject({ state: "dropped", code: "USAGE", reason: expect.stringContaining(why) });
  await world.settle();
  expect(readErrors(world)).toEqual([]);
});

test("a bot goes on if another plugin has replaced what every plugin needs of the process", async () => {
  const world = await createEnabledWorld();
  const broken = {
    ...world,
    atExit: () => {
      throw new Error("process.on was replaced");
    },
  };
  const plugin = createPlugin(broken as TestWorld);
  await plugin.start();
  expect(await plugin.report(new Error("one"))).toMatchObject({ state: "dropped" });
  const guarded = plugin.guard("light", () => {
    throw new Error("two");
  });
  await expect(async () => guarded()).rejects.toThrow("two");
  await plugin.stop(); // does not wait forever for what failed
});
