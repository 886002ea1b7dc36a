import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { allKinds } from "../../src/consent/kinds.ts";
import { destinationOf } from "../../src/deliver/dsn.ts";
import { createStores, type Stores } from "../../src/reporter/submit/stores.ts";
import { createNodeWorld } from "../../src/world/node.ts";
import { senderLock } from "../../src/world/paths.ts";
import type { World } from "../../src/world/world.ts";
import { programPath } from "../support/program.ts";

/** A home for vextel on the real disk, and access to its content. */
export interface Home {
  readonly path: string;
  readonly world: World;
  readonly stores: Stores;
  /** @param dsns - Destinations that the consent covers, in addition to those that plugins have declared. */
  answer(publisher: string, answer: "enabled" | "disabled", ...dsns: string[]): Promise<void>;
}

/** Creates an empty home, which is removed at the end of the test. */
export function createHome(): Home {
  const path = mkdtempSync(join(tmpdir(), "vextel-home-"));
  onTestFinished(async () => {
    const isIdle = () => !existsSync(senderLock({ config: path, data: path, state: path }));
    await until(isIdle, "the sender has gone home").catch(() => {}); // it may have been killed
    rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  });
  const world = createNodeWorld(() => Promise.reject(new Error("tests do not post")), {
    HOME: path,
    VEXTEL_HOME: path,
  });
  const stores = createStores(world);
  return {
    ...{ path, world, stores },
    async answer(publisher, answer, ...dsns) {
      const declared = (await stores.consent.read()).get(publisher)?.declared ?? [];
      const parts = { plugin: "any", paths: [], loggers: [] };
      const claims = [...declared, ...dsns.map((dsn) => ({ ...parts, destination: destinationOf(dsn) }))];
      await stores.consent.answer(publisher, answer === "enabled" ? { answer, claims, kinds: allKinds } : { answer });
    },
  };
}

/** The path of the built library. */
export const libraryPath = () => join(dirname(programPath()), "../dist/index.js");

export interface Bot {
  readonly child: ChildProcess;
  /** What it printed; resolves when it has ended. */
  readonly output: Promise<{ stdout: string; stderr: string; signal: NodeJS.Signals | null; code: number | null }>;
  /** Resolves when it has printed this text. */
  printed(text: string): Promise<void>;
}

/** Runs one of bots/*.mjs with this home; killed at the end of the test at the latest. */
export function startBot(
  name: string,
  home: Home,
  env: Record<string, string> = {},
  args: readonly string[] = [],
): Bot {
  const child = spawn(process.execPath, [...args, resolve(import.meta.dirname, "bots", name)], {
    env: { PATH: process.env.PATH, HOME: home.path, VEXTEL_HOME: home.path, VEXTEL_LIBRARY: libraryPath(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const output = new Promise<Awaited<Bot["output"]>>((done) =>
    child.on("close", (code, signal) => done({ stdout, stderr, signal, code })),
  );
  const printed = (text: string) =>
    new Promise<void>((done, fail) => {
      const look = () => stdout.includes(text) && done();
      child.stdout.on("data", look);
      child.on("close", () => fail(new Error(`the bot ended before it printed ${text}: ${stderr}`)));
      look();
    });
  return { child, output, printed };
}

/** Waits until `isSo` returns true, which is checked every 50 ms. */
export async function until(isSo: () => boolean | Promise<boolean>, what: string, patienceMs = 20_000): Promise<void> {
  const endMs = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > endMs) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Runs `work` `runs` times, four at a time, because most of it is waiting. Throws if any run fails. */
export async function repeat(runs: number, work: (run: number) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  let next = 0;
  const worker = async () => {
    while (next < runs) await work(next++).catch((error) => failures.push(error));
  };
  await Promise.all(Array.from({ length: Math.min(4, runs) }, worker));
  if (failures.length > 0) throw new Error(`${failures.length} of ${runs} runs failed`, { cause: failures[0] });
}
