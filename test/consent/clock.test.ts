import { expect, test } from "vitest";
import { isDatedAhead } from "../../src/consent/answer.ts";
import { decideDelivery } from "../../src/consent/hold.ts";
import { allKinds } from "../../src/consent/kinds.ts";
import { createStores } from "../../src/reporter/submit/stores.ts";
import { createMemoryWorld } from "../../src/world/memory.ts";

const dayMs = 86_400_000;
const realMs = Date.UTC(2026, 10, 28);
const claim = { plugin: "lamps", destination: "https://a.example/1", paths: ["cogs/lamps"], loggers: [] };
const yes = { answer: "enabled", claims: [claim], kinds: allKinds } as const;

function open() {
  const world = createMemoryWorld();
  const { consent } = createStores(world);
  const answerAt = (nowMs: number, given: Parameters<typeof consent.answer>[1]) => {
    world.clockMs = nowMs;
    return consent.answer("moth", given);
  };
  return { consent, answerAt };
}

test("nothing can be enabled while the clock is before vextel was written; consent can always be withdrawn", async () => {
  const { consent, answerAt } = open();
  for (const nowMs of [0, Date.UTC(2015, 5, 1), Date.UTC(2025, 11, 31)])
    await expect(answerAt(nowMs, yes)).rejects.toMatchObject({
      code: "STATE_UNTRUSTED",
      message: expect.stringMatching(/clock of this machine is wrong .*nothing was changed/),
    });
  expect((await consent.read()).get("moth")?.answer ?? "unset").toBe("unset");
  await answerAt(realMs, yes);
  expect(await answerAt(0, { answer: "disabled" })).toMatchObject({ answer: "disabled", agreed: [] });
});

test("an answer that was given while the clock was ahead holds errors until then, unless it is withdrawn first", async () => {
  const { answerAt } = open();
  const ahead = await answerAt(realMs + 365 * dayMs, yes);
  const event = (generation: number, ms: number) => ({
    ...({ namedByOwner: false, capture: "automatic", capturedAtMs: ms, happenedAtMs: ms, generation } as const),
    ...({ kind: "errors", destination: claim.destination } as const),
  });
  expect(isDatedAhead(ahead, realMs)).toBe(true);
  expect(decideDelivery({}, ahead, event(ahead.generation, realMs))).toBe("hold");
  expect(await answerAt(realMs, yes)).toEqual(ahead); // the clock may be behind now instead
  await answerAt(realMs, { answer: "disabled" });
  const again = await answerAt(realMs, yes);
  expect(isDatedAhead(again, realMs)).toBe(false);
  expect(decideDelivery({}, again, event(again.generation, realMs + 1))).toBe("send");
  expect(decideDelivery({}, again, event(again.generation, realMs - 1))).toBe("hold");
  expect(decideDelivery({}, again, event(ahead.generation, realMs + 366 * dayMs))).toBe("hold");
});

test("an answer that is given again keeps its date, also if the clock was set back by some seconds", async () => {
  const { answerAt } = open();
  const first = await answerAt(realMs, yes);
  expect(await answerAt(realMs - 30_000, yes)).toEqual(first);
  expect(await answerAt(realMs + dayMs, yes)).toEqual(first);
});
