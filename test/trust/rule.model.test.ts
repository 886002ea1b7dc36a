import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Disable, Enable, Reset } from "./model/commands/answer.ts";
import { CaptureByHand, Report, Watch } from "./model/commands/capture.ts";
import { Restart, StepClock } from "./model/commands/clock.ts";
import { Approve, Drop, Edit } from "./model/commands/look.ts";
import { AddManifest, RemoveManifest } from "./model/commands/publisher.ts";
import { SendAutomatically, SendByHand } from "./model/commands/send.ts";
import { Machine, type Projects, startProjects } from "./model/machine.ts";
import { addresses, createModel, type Model, names } from "./model/model.ts";

const [name, address, number] = [fc.constantFrom(...names), fc.constantFrom(...addresses), fc.nat(20)];
const ageMs = fc.constantFrom(0, 0, 0, 60_000, 3 * 3_600_000, -3 * 3_600_000);
const steps = [-20 * 3_600_000, -3_600_000, -1000, 1, 1000, 60_000, 3_600_000, 20 * 3_600_000];
/** The sender is chosen most often, because `send --all` pauses between two posts. */
const doors = [...Array<"sender">(8).fill("sender"), "sender on a disk that fills", "send --all"] as const;
const manifest = fc.record({ address, isWide: fc.boolean() });

/** How often each command is chosen, relative to the others. */
const weighted: readonly [weight: number, command: fc.Arbitrary<fc.AsyncCommand<Model, Machine>>][] = [
  [4, fc.tuple(name, manifest).map(([who, what]) => new AddManifest(who, what))],
  [1, name.map((who) => new RemoveManifest(who))],
  [8, fc.tuple(name, fc.boolean(), fc.boolean()).map(([who, a, b]) => new Enable(who, a || b))],
  [1, name.map((who) => new Disable(who))],
  [1, fc.constant(new Reset())],
  [3, fc.constantFrom(...steps).map((ms) => new StepClock(ms))],
  [1, fc.constant(new Restart())],
  [1, fc.tuple(name, ageMs).map(([who, age]) => new CaptureByHand(who, age))],
  [12, fc.tuple(name, ageMs).map(([who, age]) => new Watch(who, age))],
  [4, fc.tuple(name, address).map(([who, where]) => new Report(who, where))],
  [1, number.map((chosen) => new SendByHand(chosen))],
  [12, fc.constantFrom(...doors).map((door) => new SendAutomatically(door))],
  [1, number.map((chosen) => new Edit(chosen))],
  [1, number.map((chosen) => new Approve(chosen))],
  [1, number.map((chosen) => new Drop(chosen))],
];
const command = fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })));
const commands = fc.array(command, { minLength: 10, maxLength: 25, size: "max" });

const [narrow, wide] = [
  { address: 1, isWide: false },
  { address: 1, isWide: true },
] as const;
const opened = [new AddManifest("alice", narrow), new Enable("alice", true)];
const [watch, send] = [new Watch("alice", 0), new SendAutomatically("sender")];

/** Histories that once failed. */
const broken: readonly fc.AsyncCommand<Model, Machine>[][] = [
  [...opened, watch, new AddManifest("alice", wide), new Enable("alice", true), send, watch, send], // held by a wider one
  [...opened, new Watch("alice", -3 * 3_600_000), send], // a log of another time zone: it may be older than the consent
  [...opened, watch, new Reset(), new StepClock(20 * 3_600_000), watch], // forgotten events came back
];

let projects: Projects;
beforeAll(async () => {
  projects = await startProjects();
});
afterAll(() => projects.close());

const startMs = Date.UTC(2026, 5, 1);

/** How most histories begin: with a manifest and consent. */
const opening = fc
  .subarray([...names], { minLength: 1 })
  .map((open) => open.flatMap((who) => [new AddManifest(who, { address: 1, isWide: false }), new Enable(who, true)]));

const histories = Number(process.env.VEXTEL_HISTORIES ?? 50);

test(
  "exactly the events that the rule of consent allows are sent automatically, whatever the history",
  async () => {
    const sent = { events: 0, runs: 0 };
    const followsTheRule = fc.asyncProperty(opening, commands, async (first, history) => {
      const machine = new Machine(projects, startMs);
      const model = createModel(startMs);
      try {
        await fc.asyncModelRun(() => ({ model, real: machine }), first);
        await fc.asyncModelRun(() => ({ model, real: machine }), history);
        sent.runs += 1;
        sent.events += model.sentAutomatically;
      } finally {
        machine.remove();
      }
    });
    await fc.assert(followsTheRule, { numRuns: histories, examples: broken.map((history) => [[], history]) });
    expect(sent.events, "events that were sent automatically").toBeGreaterThan(sent.runs / 10);
  },
  120_000 + histories * 3_000,
);
