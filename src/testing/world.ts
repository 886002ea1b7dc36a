import { setImmediate } from "node:timers/promises";
import { applyAnswer } from "../consent/answer.ts";
import type { Consent } from "../consent/consent.ts";
import { allKinds } from "../consent/kinds.ts";
import { consentFileContent, parseConsentFile } from "../consent/stored.ts";
import { runSender } from "../reporter/sender/run-sender.ts";
import { createStores } from "../reporter/submit/stores.ts";
import type { Host } from "../world/host.ts";
import { createMemoryWorld, type MemoryWorld } from "../world/memory.ts";
import { after } from "../world/process/timer.ts";
import type { PostRequest } from "../world/world.ts";

/** Captured now, so that `settle` works with fake timers too. */
const turn = setImmediate;

/** The time for work that takes a few turns of the event loop. */
async function turns(): Promise<void> {
  for (let passed = 0; passed < 20; passed++) await turn();
}

/** A machine in memory with one process of a bot: nothing touches disk, clock or network. */
export interface TestWorld extends Host {
  /** Every file, path to bytes. */
  readonly disk: ReadonlyMap<string, Uint8Array>;
  /** Everything that was sent, oldest first. */
  readonly posted: readonly PostRequest[];
  /** How often the sender was started. */
  readonly senders: number;
  /** Sets what the server answers: a status, or that it cannot be reached. */
  answerWith(answer: MemoryWorld["answer"]): void;
  /**
   * Saves the owner's decision, as `vextel enable` and `vextel disable` do. Consent covers what the publisher's plugins
   * have declared so far; if none has, what the first of them declares.
   */
  decide(publisher: string, answer: "enabled" | "disabled"): Promise<void>;
  /** Advances the clock by this many milliseconds, and does what is due by then. */
  pass(ms: number): Promise<void>;
  /** Resolves when all work in progress is done. */
  settle(): Promise<void>;
  /** The process ends at once, as by SIGKILL. */
  kill(): void;
  /** The process ends by an uncaught error. Resolves when everything that can be kept is kept. */
  crash(error: unknown): Promise<void>;
  /** Another process on the same machine: the bot restarted, or a second bot. */
  startProcess(): TestWorld;
}

/** @param env - The environment, for example `DO_NOT_TRACK=1`. */
export const createTestWorld = (env: Record<string, string | undefined> = {}): TestWorld =>
  startProcess({
    memory: createMemoryWorld(env),
    dead: new Set(),
    timers: new Set(),
    work: new Set(),
    eager: new Set(),
    processes: 0,
  });

interface Machine {
  readonly memory: MemoryWorld;
  readonly dead: Set<string>;
  readonly timers: Set<{ owner: string; periodMs: number; nextMs: number; work: () => void }>;
  readonly work: Set<Promise<void>>;
  /** Publishers that were enabled before any of their plugins started. */
  readonly eager: Set<string>;
  processes: number;
}

function startProcess(machine: Machine): TestWorld {
  const { memory, dead, timers, work, eager } = machine;
  machine.processes += 1;
  const processName = `process ${machine.processes}`;
  const crashListeners = new Set<Parameters<Host["onCrash"]>[0]>();
  let senders = 0;
  const { outside, platform, env, machine: computer, uuid, nowMs, disk, posted, post } = memory;
  const { consent } = createStores(memory);
  const say = async (publisher: string, answer: "enabled" | "disabled") => {
    const claims = (await consent.read()).get(publisher)?.declared ?? [];
    if (answer === "enabled" && claims.length === 0) eager.add(publisher);
    else eager.delete(publisher);
    await consent.answer(publisher, answer === "enabled" ? { answer, claims, kinds: allKinds } : { answer });
  };
  /**
   * A plugin's declaration, and the consent given in advance, are saved together: no reader sees one without the other.
   */
  const files: typeof memory.files = {
    ...memory.files,
    writeSettings: (path, content) =>
      memory.files.writeSettings(path, path === consent.path ? withYes(content, eager, memory.clockMs) : content),
  };
  const world: TestWorld = {
    ...{ files, outside, platform, env, machine: computer, uuid, nowMs, disk, posted, post, processName },
    startedAtMs: memory.clockMs,
    isRunning: (owner) => !dead.has(owner),
    every(periodMs, run) {
      const timer = { owner: processName, periodMs, nextMs: memory.clockMs + periodMs, work: run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    after(ms, run) {
      const once = () => {
        end();
        run();
      };
      const [endPassed, endReal] = [world.every(ms, once), after(ms, once)]; // by `pass`, or as the test's timers will
      const end = () => {
        endPassed();
        endReal();
      };
      return end;
    },
    startSender(named) {
      senders += 1;
      const ended = runSender(named, memory, async (ms) => {
        await turns(); // the bot continues meanwhile
        memory.clockMs += ms;
      });
      work.add(ended);
      void ended.then(() => work.delete(ended));
      return { started: Promise.resolve(undefined), ended: ended.then(() => undefined) };
    },
    atExit: () => () => {}, // `crash` lets what is in progress come to its end
    onCrash(listener) {
      crashListeners.add(listener);
      return () => void crashListeners.delete(listener);
    },
    onWork(report) {
      const ended = report.then(
        () => void work.delete(ended),
        () => void work.delete(ended),
      );
      work.add(ended);
    },
    get senders() {
      return senders;
    },
    answerWith(answer) {
      memory.answer = answer;
    },
    decide: say,
    async pass(ms) {
      await world.settle(); // a loop may be about to wait
      const endMs = memory.clockMs + ms;
      for (let next = nextTimer(timers, endMs); next; next = nextTimer(timers, endMs)) {
        memory.clockMs = Math.max(memory.clockMs, next.nextMs);
        next.nextMs += next.periodMs;
        next.work();
        await world.settle();
      }
      memory.clockMs = Math.max(memory.clockMs, endMs);
    },
    async settle() {
      do {
        await Promise.all(work);
        await turns();
      } while (work.size > 0);
    },
    kill() {
      dead.add(processName);
      for (const timer of timers) if (timer.owner === processName) timers.delete(timer);
    },
    async crash(error) {
      for (const listener of [...crashListeners]) listener(error, true);
      await world.settle();
      world.kill();
    },
    startProcess: () => startProcess(machine),
  };
  return world;
}

const nextTimer = (timers: Machine["timers"], endMs: number) =>
  [...timers].filter(({ nextMs }) => nextMs <= endMs).sort((a, b) => a.nextMs - b.nextMs)[0];

/** The content of the consent file, with consent to these publishers for all that their plugins have declared. */
function withYes(content: Record<string, unknown>, eager: Set<string>, sinceMs: number): Record<string, unknown> {
  const publishers = parseConsentFile(JSON.stringify(content));
  if (typeof publishers === "string") return content;
  const all = [...publishers].map(([name, consent]): [string, Consent] => {
    if (consent.declared.length === 0 || !eager.delete(name)) return [name, consent];
    const yes = { answer: "enabled", claims: consent.declared, kinds: allKinds } as const;
    return [name, applyAnswer(consent, yes, { sinceMs, generation: consent.generation })];
  });
  return consentFileContent(new Map(all));
}
