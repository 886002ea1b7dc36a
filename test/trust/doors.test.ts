import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { claimsOf } from "../../src/cli/consent/claims.ts";
import { runPublisherAdd } from "../../src/cli/publisher/add.ts";
import { applyPlan } from "../../src/cli/setup/apply.ts";
import type { Plan } from "../../src/cli/setup/plan.ts";
import { answersOf, showYes } from "../../src/cli/setup/questions.ts";
import { VextelError } from "../../src/errors.ts";
import { Machine, startProjects } from "./model/machine.ts";

/** A machine with one registered publisher. */
async function machineWithNorth() {
  const machine = new Machine(await startProjects(), Date.UTC(2026, 5, 1));
  onTestFinished(() => {
    machine.projects.close();
    machine.remove();
  });
  const plugin = { version: "1.0.0", dsn: machine.projects.dsnOf(1), paths: ["srv/north"], loggers: ["red.north"] };
  const path = join(machine.home, "given.json");
  writeFileSync(path, JSON.stringify({ publisher: "north", plugins: { weather: plugin } }));
  await runPublisherAdd(path, { yes: true }, machine.deps);
  return machine;
}

test("consent given in setup covers only what was shown, even if a plugin declares more before the last answer", async () => {
  const { deps } = await machineWithNorth();
  const { manifests } = await deps.registry.read();
  const answers = await showYes(answersOf({ send: "automatically", service: "none" }, manifests), manifests, deps);
  const late = { plugin: "late", destination: "https://elsewhere.example/7", paths: [], loggers: [] };
  await deps.consent.change("north", (one) => ({ ...one, declared: [late] }));
  await applyPlan({ answers, source: { logs: [] }, look: {} } as unknown as Plan, deps);
  const { answer, agreed } = (await deps.consent.read()).get("north")!;
  expect([answer, agreed.map(({ plugin }) => plugin)]).toEqual(["enabled", ["weather"]]);
});

test("many long addresses do not damage the history", async () => {
  const { deps } = await machineWithNorth();
  const claims = Array.from({ length: 200 }, (_, at) => ({
    plugin: `plugin${at}`,
    destination: `https://sentry.example/${"a".repeat(900)}/${at}`,
    ...{ paths: [], loggers: [] },
  }));
  await deps.consent.answer("north", { answer: "enabled", claims, kinds: ["errors"] });
  await deps.consent.answer("north", { answer: "disabled" });
  const kinds = (await deps.ledger.read()).flatMap((entry) => (entry.kind === "answer" ? entry.answer : []));
  expect(kinds).toEqual(["enabled", "disabled"]);
  expect(await deps.ledger.check()).not.toHaveProperty("broken");
});

const line = (message: string) =>
  `${JSON.stringify({
    ...{ level: 50, time: Date.UTC(2026, 5, 1), msg: "it failed" },
    err: { type: "Error", message, stack: `Error: ${message}\n    at f (/srv/north/a.js:1:1)` },
  })}\n`;

test("watch waits for a lock that another process holds for long, and loses nothing", async () => {
  const machine = await machineWithNorth();
  const { keepGroup } = machine.deps.outbox;
  let refused = 0;
  Object.assign(machine.deps.outbox, {
    keepGroup: (...args: Parameters<typeof keepGroup>) => {
      refused += 1;
      if (refused === 1) throw new VextelError("LOCK_TIMEOUT", "the lock is kept for too long", "Wait.");
      return keepGroup(...args);
    },
  });
  await machine.watch(line("no nest"));
  expect([refused, (await machine.deps.outbox.ids()).length]).toEqual([2, 1]);
});

test("a withheld error does not stop the command, even if its receipt cannot be kept", async () => {
  const machine = await machineWithNorth();
  const { home } = machine;
  Object.assign(machine.deps.outbox, {
    withhold: () => Promise.reject(new VextelError("FILE_UNWRITABLE", `Cannot write ${home} (ENOSPC)`, "Make room.")),
  });
  const { WithheldErrors } = await import("../../src/cli/pipeline/withheld.ts");
  const withheld = new WithheldErrors(machine.deps, true);
  const where = { file: "a.log", line: 3, publisher: "north", plugin: "weather", id: "ab".repeat(16) };
  await withheld.add({ ...where, reason: "it is too large" });
  expect(withheld.count).toBe(1);
});

test.each([
  ["right", 0],
  ["ahead of this machine's", 2 * 60 * 60_000],
])(
  "errors that watch sends automatically contain no log lines from before the consent: the clock is %s",
  async (_, aheadMs) => {
    const machine = await machineWithNorth();
    const yesMs = machine.clockMs;
    await machine.deps.consent.answer("north", {
      ...{ answer: "enabled", kinds: ["errors"] },
      claims: claimsOf("north", await machine.deps.registry.list(), undefined, {}),
    });
    machine.clockMs += 10_000;
    const note = (timeMs: number, msg: string) =>
      JSON.stringify({ level: 30, time: timeMs + aheadMs, name: "red.north", msg });
    const stack = "Error: no nest\n    at f (/srv/north/a.js:1:1)";
    const err = { type: "Error", message: "no nest", stack };
    const failed = JSON.stringify({
      level: 50,
      time: machine.clockMs + aheadMs,
      name: "red.north",
      msg: "it failed",
      err,
    });
    const lines = [note(yesMs - 1000, "before the consent"), note(yesMs + 5000, "after the consent"), failed];
    await machine.watch(`${lines.join("\n")}\n`, machine.clockMs - 1000);
    const [id] = await machine.deps.outbox.ids();
    const { entry, bytes } = await machine.deps.outbox.read(id!);
    expect(entry.generation).toBeDefined();
    const text = Buffer.from(bytes).toString();
    expect([text.includes("before the consent"), text.includes("after the consent")]).toEqual([false, true]);
  },
);
