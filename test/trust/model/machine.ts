import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { CommandDeps } from "../../../src/cli/deps.ts";
import { openPipeline } from "../../../src/cli/pipeline/pipeline.ts";
import { TextKeeper } from "../../../src/cli/watch/keeper.ts";
import { createConsentFile } from "../../../src/consent/file.ts";
import { withoutSecret } from "../../../src/deliver/dsn.ts";
import { post } from "../../../src/deliver/http/post.ts";
import { outlookOf } from "../../../src/deliver/outlook/outlook.ts";
import { VextelError } from "../../../src/errors.ts";
import { createLedger } from "../../../src/history/ledger.ts";
import { createOutbox } from "../../../src/outbox/outbox.ts";
import { createPolicyFile } from "../../../src/policy/file.ts";
import { createRegistry } from "../../../src/publisher/registry.ts";
import { createReporter, type Reporter } from "../../../src/reporter/reporter.ts";
import { runSender } from "../../../src/reporter/sender/run-sender.ts";
import { parseEnvelope } from "../../../src/seal/envelope.ts";
import type { Host } from "../../../src/world/host.ts";
import { createNodeWorld } from "../../../src/world/node.ts";
import { consentPath, resolvePaths } from "../../../src/world/paths.ts";
import { idleSender } from "../../support/idle-sender.ts";
import { type Address, type EventModel, goesAutomatically, type Model, type Name, names } from "./model.ts";

/** A Sentry server on 127.0.0.1 with several projects; records the event id and project of each complete request. */
export async function startProjects() {
  const arrived: string[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { payload } = parseEnvelope(Buffer.concat(chunks));
      arrived.push(`${payload.event_id} to ${request.url!.split("/")[2]}`);
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    arrived,
    dsnOf: (address: Address) => `http://key@127.0.0.1:${port}/${address}`,
    close: () => server.close(),
  };
}

export type Projects = Awaited<ReturnType<typeof startProjects>>;

/** In memory if the system supports it; these are still real files. */
const root = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** A machine with vextel on it: real files, a real server, and a clock that can be set. */
export class Machine {
  readonly home = mkdtempSync(join(root, "vextel-model-"));
  readonly projects: Projects;
  clockMs: number;
  /** When `watch` last read. */
  watchedMs = 0;
  /** From now on, the disk is full after each post, until it has room again. */
  fillsAfterPost = false;
  readonly host: Host;
  deps!: CommandDeps;
  #isFull = false;
  #watch: TextKeeper | undefined;
  #reporters = new Map<string, Reporter>();

  constructor(projects: Projects, clockMs: number) {
    this.projects = projects;
    this.clockMs = clockMs;
    projects.arrived.length = 0;
    const world = createNodeWorld(
      async (request) => {
        const answer = await post(request);
        this.#isFull = this.fillsAfterPost;
        return answer;
      },
      { VEXTEL_HOME: this.home, HOME: this.home },
    );
    const { files } = world;
    const orFull =
      <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        if (this.#isFull) throw new VextelError("FILE_UNWRITABLE", "Cannot write (ENOSPC)", "Make room.");
        return work(...args);
      };
    this.host = {
      ...{ ...world, nowMs: () => this.clockMs, machine: { home: this.home, user: "keeper", host: "lighthouse" } },
      files: {
        ...files,
        write: orFull(files.write),
        move: orFull(files.move),
        writeAll: orFull(files.writeAll),
        moveAll: orFull(files.moveAll),
      },
      ...{ processName: "bot", startedAtMs: clockMs, isRunning: () => true, every: () => () => {} },
      startSender: idleSender,
      atExit: () => () => {},
      ...{ onCrash: () => () => {}, after: () => () => {} },
    };
    this.restart();
  }

  /** Restarts all programs, so that only what is on disk is known. */
  restart(): void {
    const { host } = this;
    const paths = resolvePaths(host.env, this.home);
    const ledger = createLedger(paths, host);
    const quiet = async () => {};
    const terminal = {
      canAsk: false,
      columns: 80,
      width: undefined,
      print: quiet,
      printProse: quiet,
      note: quiet,
      write: quiet,
      json: quiet,
    };
    this.#watch = undefined;
    this.#reporters.clear();
    this.deps = {
      ...{
        world: host,
        paths,
        ledger,
        stdin: process.stdin,
        startSender: async () => idleSender(),
        setStatus: () => {},
      },
      terminal: terminal as unknown as CommandDeps["terminal"],
      consent: createConsentFile(consentPath(paths), host, ledger),
      outbox: createOutbox(paths, host, ledger),
      registry: createRegistry(paths, host, withoutSecret),
      policy: createPolicyFile(paths, host),
    };
  }

  /** Passes text to `watch`. @param afterMs - The text is newer than this, in epoch milliseconds; 0 if unknown. */
  async watch(text: string, afterMs = 0): Promise<void> {
    if (!this.#watch) {
      const pipeline = await openPipeline({}, this.deps, "automatic");
      const nothing = () => {};
      const watching = {
        pipeline,
        deps: this.deps,
        signal: new AbortController().signal,
        late: new AbortController().signal,
        onSendable: nothing,
        wake: nothing,
      };
      this.#watch = new TextKeeper(await pipeline.open("-"), { ...watching, state: undefined as never });
    }
    this.watchedMs = this.clockMs;
    await this.#watch.push(Buffer.from(text), afterMs);
    await this.#watch.flush();
  }

  /** The library's reporter in a plugin. */
  reporter(publisher: Name, address: Address): Reporter {
    const key = `${publisher} ${address}`;
    const plugin = { name: `live-${address}`, version: "1.0.0" };
    const known =
      this.#reporters.get(key) ??
      createReporter({
        publisher,
        plugin,
        dsn: this.projects.dsnOf(address),
        world: this.host,
        sampling: { loops: 0 },
      });
    this.#reporters.set(key, known);
    return known;
  }

  async sendAutomatically(): Promise<void> {
    await runSender([], this.host, async () => {});
    this.#isFull = false;
  }

  remove(): void {
    rmSync(this.home, { recursive: true });
  }
}

/**
 * Expects the pending events and the arrived ones to be exactly those of the model, and the owner to be shown what will
 * happen to each pending event.
 */
export async function expectSame(model: Model, { deps, host, projects }: Machine): Promise<void> {
  expect(projects.arrived).toEqual(model.arrived);
  const pending = [...model.events].filter(([, { state }]) => state === "pending");
  const entries = await deps.outbox.list();
  expect(entries.map(({ id }) => id).sort()).toEqual(pending.map(([id]) => id).sort());
  const publishers = await deps.consent.read();
  const told = entries.filter(
    (entry) => outlookOf(entry, publishers.get(entry.publisher), host.env).kind === "automatic",
  );
  expect(told.map(({ id }) => id).sort(), "told to go automatically").toEqual(
    pending.flatMap(([id, event]) => (goesAutomatically(model, event) ? id : [])).sort(),
  );
}

/** Adds the one new event to the model; fails if there is not exactly one. */
export async function findNew(model: Model, { deps }: Machine, make: (id: string) => EventModel): Promise<EventModel> {
  const fresh = (await deps.outbox.ids()).filter((id) => !model.events.has(id));
  expect(fresh, "one event came in").toHaveLength(1);
  const event = make(fresh[0]!);
  model.events.set(fresh[0]!, event);
  return event;
}

/** The pending event with this number, modulo their count. */
export function choosePending(model: Model, number: number): [id: string, event: EventModel] | undefined {
  const pending = [...model.events].filter(([, { state }]) => state === "pending");
  return pending[number % Math.max(1, pending.length)];
}

export { names };
