import { expect, test, vi } from "vitest";
import { readErrors } from "../../src/testing/testing.ts";
import { createEnabledWorld, createPlugin } from "./support.ts";

/** A query builder that runs its query only when somebody awaits it, like those of Knex and Prisma. */
function createQuery(answer: () => unknown) {
  const asked = vi.fn(answer);
  const query = {
    filters: 0,
    where() {
      this.filters += 1;
      return this;
    },
    // biome-ignore lint/suspicious/noThenProperty: that is the point
    then(onFulfilled?: (value: unknown) => unknown, onRejected?: (error: unknown) => unknown) {
      return Promise.resolve().then(asked).then(onFulfilled, onRejected);
    },
  };
  return { query, asked };
}

test("a thenable's rejection is reported; it starts only when it is awaited, and resolves as before", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  const [good, bad] = [createQuery(() => "lit"), createQuery(() => Promise.reject(new RangeError("no oil")))];
  const run = reporter.guard("query", (query: typeof good.query) => query);
  const [lit, dark] = [run(good.query), run(bad.query)];
  await world.settle();
  expect([good.asked, bad.asked].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
  expect(lit.where().where().filters).toBe(2);
  expect(await lit.where()).toBe("lit");
  await expect((async () => await dark)()).rejects.toThrow("no oil");
  expect(
    await dark.then(
      () => "lit",
      () => "dark",
    ),
  ).toBe("dark");
  await world.settle();
  expect([good.asked, bad.asked].map(({ mock }) => mock.calls.length)).toEqual([1, 2]);
  expect(new Set(readErrors(world).map(({ payload }) => payload.tags?.during))).toEqual(new Set(["query"]));
});

test("errors of generators, synchronous or not, are reported with the notes of their run, and the generators work as before", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  const lamps = reporter.guard("lamps", function* (count: number): Generator<number, string, string | undefined> {
    for (let lamp = 0; lamp < count; lamp++) reporter.note(`then ${yield lamp}`);
    if (count > 1) throw new RangeError("too many lamps");
    return "lit";
  });
  const one = lamps(1);
  expect([one.next(), one.next("on"), one.next()]).toEqual([
    ...[
      { value: 0, done: false },
      { value: "lit", done: true },
      { value: undefined, done: true },
    ],
  ]);
  expect([...lamps(1)]).toEqual([0]);
  const two = lamps(2);
  two.next();
  two.next("first");
  expect(() => two.next("second")).toThrow("too many lamps");
  const later = reporter.guard("rooms", async function* () {
    yield "attic";
    throw new TypeError("no more rooms");
  });
  const rooms: string[] = [];
  await expect(
    (async () => {
      for await (const room of later()) rooms.push(room);
    })(),
  ).rejects.toThrow("no more rooms");
  expect(rooms).toEqual(["attic"]);
  await world.settle();
  const errors = readErrors(world).map(({ payload }) => payload);
  expect(errors.map(({ tags }) => tags?.during)).toEqual(["lamps", "rooms"]);
});

test("any other value that a handler returns is unchanged", async () => {
  const reporter = createPlugin(await createEnabledWorld());
  // biome-ignore lint/suspicious/noThenProperty: that is the point
  const frozen = Object.freeze({ then: "not a function" });
  // biome-ignore lint/suspicious/noThenProperty: that is the point
  const hostile = Object.defineProperty({}, "then", { get: () => expect.fail("read") });
  for (const value of [frozen, null, undefined, 0, "text", () => {}, [1], new Map(), Object.create(null)])
    expect(reporter.guard("any", () => value)()).toBe(value);
  expect(reporter.guard("any", () => hostile)()).toBe(hostile);
  const fixed = Object.freeze(createQuery(() => "lit").query);
  expect(await reporter.guard("any", () => fixed)()).toBe("lit");
});

test("a guard without a valid name works, and a guard without a function is refused at once", async () => {
  const world = await createEnabledWorld();
  const reporter = createPlugin(world);
  const fail = () => {
    throw new RangeError("no oil");
  };
  for (const about of [null, undefined, 7, {}]) expect(() => reporter.guard(about as never, fail)()).toThrow("no oil");
  for (const handler of [undefined, null, "light"])
    expect(() => reporter.guard("x", handler as never)).toThrow(TypeError);
  for (const note of [undefined, null, Symbol("s"), {}]) reporter.note(note as never, note as never);
  await world.settle();
  expect(readErrors(world)).toHaveLength(1);
});
