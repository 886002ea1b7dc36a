import fc from "fast-check";
import { expect, test } from "vitest";
import { boundText, createTextBudget, dropMargin, holdsCutText, margin } from "../../src/report/bounds.ts";
import { createReporter } from "../../src/reporter/reporter.ts";
import { makeVextelTransport } from "../../src/sentry/sentry.ts";
import { createTestWorld, type TestWorld } from "../../src/testing/world.ts";

test("a text within its limit is kept whole; a longer one is truncated to the limit, without text near the cut", () => {
  const sizes = fc.integer({ min: 0, max: 30_000 });
  fc.assert(
    fc.property(sizes, fc.integer({ min: 0, max: 10_000 }), (size, most) => {
      const text = "x".repeat(size);
      const bound = boundText(text, most);
      expect(bound.length).toBeLessThanOrEqual(most + margin + 6);
      const isCut = size > most + margin;
      expect(dropMargin(bound)).toBe(isCut ? `${"x".repeat(most)}…` : text);
      expect(holdsCutText(bound)).toBe(isCut);
    }),
  );
});

test("a budget accepts whole texts until it is spent", () => {
  const budget = createTextBudget(10);
  expect([budget.take("1234", 99), budget.take("1234567", 99), budget.isSpent, budget.take("123456", 99)]).toEqual([
    ...["1234", undefined, true, "123456"],
  ]);
});

/** Secrets whose halves match no rule: a configured one, and tokens of Discord. */
const secrets = [
  "correct-horse-battery-staple",
  "correct horse battery, staple and more",
  "MTMzMDQ5MjcyNTE3MDAxMjE3.Gx4mPl.o0nce-Upon-a-time-there-was-a-bot-007x",
];
const [dsn, publisher, plugin] = ["https://key@sentry.example/1", "moth", { name: "lamps", version: "1.0.0" }];
const keptIn = (world: TestWorld) =>
  [...world.disk].filter(([path]) => path.endsWith(".envelope")).map(([, bytes]) => Buffer.from(bytes).toString());

type Door = (text: string, world: TestWorld) => Promise<unknown>;
const report = (work: (reporter: ReturnType<typeof createReporter>, text: string) => unknown): Door => {
  return async (text, world) => {
    const reporter = createReporter({ publisher, plugin, dsn, world, secrets: () => secrets.slice(0, 2) });
    await work(reporter, text);
    await reporter.stop();
  };
};
const withStack = (stack: string) => Object.assign(new Error("it"), { stack: `Error: it\n${stack}` });
const send =
  (event: object): Door =>
  async (_, world) => {
    const transport = makeVextelTransport({
      ...{ publisher, plugin, world, secrets: () => secrets.slice(0, 2) },
      url: "https://sentry.example/api/1/envelope/?sentry_key=key",
    });
    await transport.send([{}, [[{ type: "event" }, { event_id: "a".repeat(32), timestamp: 1.7e9, ...event }]]]);
  };

const doors: Record<string, Door> = {
  message: report((reporter, text) => reporter.report(new Error(text))),
  "thrown text": report((reporter, text) => reporter.report(text)),
  "a cause's message": report((reporter, text) => reporter.report(new Error("it", { cause: new Error(text) }))),
  name: report((reporter, text) => reporter.report(Object.assign(new Error("it"), { name: text }))),
  stack: report((reporter, text) =>
    reporter.report(withStack(`    at f (/opt/${text.replaceAll(" ", "/")}.js:1:1)\n`.repeat(3))),
  ),
  "many frames": report((reporter, text) =>
    reporter.report(withStack(text.replaceAll(" ", "\n    at f (/opt/a.js:1:1)\n"))),
  ),
  extra: report((reporter, text) => reporter.report(new Error("it"), { extra: { a: [text], b: new Error(text) } })),
  "a key of extra": report((reporter, text) =>
    reporter.report(new Error("it"), { extra: { [text]: 1, m: new Map([[text, 1]]) } }),
  ),
  tag: report((reporter, text) => reporter.report(new Error("it"), { tags: { a: text } })),
  "a key of tags": report((reporter, text) => reporter.report(new Error("it"), { tags: { [text]: "a" } })),
  during: report((reporter, text) => reporter.report(new Error("it"), { during: text })),
  note: report((reporter, text) => {
    reporter.note(text);
    return reporter.report(new Error("it"));
  }),
  "a note's data": report((reporter, text) => {
    reporter.note("a", { [text]: text });
    return reporter.report(new Error("it"));
  }),
  "transport: message": (text, world) => send({ message: text })(text, world),
  "transport: exception": (text, world) => send({ exception: { values: [{ type: text, value: text }] } })(text, world),
  "transport: extra": (text, world) =>
    send({ extra: { [text]: { a: text } }, tags: { a: text, [text]: 1 } })(text, world),
  "transport: breadcrumb": (text, world) =>
    send({ breadcrumbs: [{ message: text, category: text, data: { a: text } }] })(text, world),
};
/** All lengths at which some entry point truncates. */
const cuts = [32, 120, 200, 250, 256, 500, 512, 1024, 2048, 4096, 8192, 16_384, 65_536].flatMap((at) => [
  at,
  at + margin,
]);

test.each(Object.entries(doors))("no half of a secret is kept, wherever a text is cut: %s", async (_, door) => {
  const half = (secret: string) => [secret.slice(0, 14), secret.slice(-14)];
  const halves = secrets.flatMap(half);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...cuts),
      fc.nat(60),
      fc.constantFrom(...secrets),
      fc.constantFrom("x", "lamp ", "192.0.2.17 "),
      async (at, back, secret, filler) => {
        const world = createTestWorld();
        const text = `${filler.repeat(at / filler.length + 1).slice(0, Math.max(0, at - back - 1))} ${secret}${" y".repeat(3000)}`;
        await door(text, world);
        const kept = keptIn(world);
        expect(kept.length).toBe(1);
        for (const part of halves) expect(kept[0]!.includes(part)).toBe(false);
      },
    ),
    { numRuns: Number(process.env.VEXTEL_BOUNDS_RUNS ?? 25) },
  );
});

test("only a limited amount of a passed value is read", async () => {
  const huge = "EAAA".repeat(2_500_000);
  const many = (count: number, text: string) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, text]));
  const reports: Parameters<ReturnType<typeof createReporter>["report"]>[] = [
    [new Error(huge)],
    [withStack("    at f (/opt/a.js:1:1)\n".repeat(400_000))],
    [withStack(huge)],
    [new Error("it"), { extra: many(1_000, "8.8.8.8 ".repeat(1_000)) }],
    [new Error("it"), { tags: many(100_000, huge.slice(0, 5_000)) }],
    [Array.from({ length: 50 }).reduce<Error>((cause) => new Error(huge, { cause }), new Error("first"))],
    [{ ...many(100_000, "x") }],
  ];
  for (const [error, about] of reports) {
    const world = createTestWorld();
    const reporter = createReporter({ publisher, plugin, dsn, world });
    expect(await reporter.report(error, about)).toMatchObject({ state: "held" });
    await reporter.stop();
    expect(keptIn(world)[0]!.length).toBeLessThan(300_000);
  }
});

test("no value that a bot passes makes the library throw or lose the report", async () => {
  const odd = [
    null,
    undefined,
    Object.create(null),
    Symbol("x"),
    1n,
    () => {},
    new Proxy(
      {},
      {
        get: () => {
          throw new Error("no");
        },
      },
    ),
  ];
  for (const value of odd) {
    const world = createTestWorld();
    const reporter = createReporter({ publisher, plugin, dsn, world });
    reporter.note(value as string, value as Record<string, unknown>);
    expect(() => reporter.guard(value as string, () => {})()).not.toThrow();
    const about = { tags: { a: value }, during: value, extra: { a: value }, level: value };
    expect(await reporter.report(new Error("it"), about as object)).toMatchObject({ state: "held" });
    expect(await reporter.report(new Error("that"), value as object)).toMatchObject({ state: "held" });
    await reporter.stop();
    expect(keptIn(world).map((text) => /"level":"error"/.test(text))).toEqual([true, true]);
  }
});
