import { runSelf, type SelfRun } from "../world/process/run-self.ts";
import { openScratch, type Scratch } from "../world/process/scratch.ts";
import { type Canary, createCanaries, survivorsIn, textOf } from "./canaries.ts";
import { plugin, publisher } from "./doors/door.ts";
import { plantInLibrary } from "./doors/library.ts";
import { plantInRelay } from "./doors/relay.ts";
import { plantInTransport } from "./doors/transport.ts";
import { makeLog, pluginPath } from "./logs.ts";
import { openSink, type Sink } from "./server.ts";

/** One promise that was checked. */
export interface Check {
  readonly name: string;
  readonly passed: boolean;
  /** What was found: counts, and the rules whose canary survived. Never the text. */
  readonly detail: string;
}

/**
 * Sends private texts, made up for this run, through every way of reporting and in every type of item. A server on
 * 127.0.0.1 stands in for Sentry; all files are in a folder that is removed afterwards.
 *
 * @param random - A whole number from 0 up to but not including its argument.
 */
export async function runSelftest(env: NodeJS.ProcessEnv, random: (below: number) => number): Promise<Check[]> {
  const scratch = openScratch();
  const sink = await openSink();
  try {
    return await new Trial(scratch, sink, createCanaries(random), env).run();
  } finally {
    sink.close();
    scratch.remove();
  }
}

class Trial {
  readonly #checks: Check[] = [];
  readonly #printed: Uint8Array[] = [];
  readonly #env: NodeJS.ProcessEnv;

  constructor(
    readonly scratch: Scratch,
    readonly sink: Sink,
    readonly canaries: readonly Canary[],
    env: NodeJS.ProcessEnv,
  ) {
    const kept = ["PATH", "SYSTEMROOT", "TEMP", "TMP"].map((name) => [name, env[name]] as const);
    this.#env = {
      ...Object.fromEntries(kept.filter(([, value]) => value !== undefined)),
      HOME: scratch.path,
      VEXTEL_HOME: `${scratch.path}/vextel`,
    };
  }

  async run(): Promise<Check[]> {
    const log = makeLog(this.canaries, new Date());
    const path = this.scratch.write("bot.log", log);
    await this.#scrub(log);
    await this.#cli(["publisher", "add", this.scratch.write("vextel.json", this.#manifest())]);
    await this.#cli(["preview", "--json", path]);
    await this.#cli(["capture", path]);
    await this.#plant("before");
    this.#nothingArrived();
    await this.#named();
    await this.#cli(["enable", publisher, "--yes"]);
    const before = this.sink.arrived.length;
    await this.#plant("after");
    await this.#arrived(before);
    this.#nothingSurvived();
    return this.#checks;
  }

  #manifest(): string {
    const one = {
      version: "1.0.0",
      dsn: `http://key@127.0.0.1:${this.sink.port}/1`,
      paths: [pluginPath],
      loggers: ["red.canary_cage"],
    };
    return JSON.stringify({ publisher, plugins: { [plugin]: one } });
  }

  async #cli(words: readonly string[], stdin?: string): Promise<SelfRun> {
    const ran = await runSelf(words, this.#env, stdin);
    this.#printed.push(ran.stdout, ran.stderr);
    if (ran.status !== 0) this.#check(`vextel ${words[0]}`, false, `it ended with status ${ran.status}`);
    return ran;
  }

  /** Checks the scrubber alone, rule by rule. */
  async #scrub(log: string): Promise<void> {
    const { stdout } = await this.#cli(["scrub"], log);
    this.#survivors("scrub", [stdout]);
  }

  /** Checks the library, the transport for Sentry's SDK, and the relay. */
  async #plant(when: string): Promise<void> {
    const door = { env: this.#env, port: this.sink.port, text: textOf(this.canaries) };
    await plantInLibrary(door, when);
    await plantInTransport(door);
    const shown = await this.#cli(["relay", "dsn", `${publisher}/${plugin}`, "--json"]);
    const key = /http:\/\/([0-9a-f]{32})@/.exec(shown.stdout.toString())?.[1];
    const { status, printed } = await plantInRelay(door, key);
    this.#printed.push(...printed);
    if (status !== 200) this.#check("relay", false, `it answered ${status}`);
  }

  #nothingArrived(): void {
    const count = this.sink.arrived.length;
    this.#check("nothing leaves without consent", count === 0, `${count} requests arrived`);
  }

  /** One event is sent by its id: what arrives must be what `show` printed. */
  async #named(): Promise<void> {
    const listed = JSON.parse((await this.#cli(["list", "--json"])).stdout.toString()) as {
      id: string;
      type: string;
    }[];
    const first = listed.find(({ type }) => type === "event");
    if (!first) return this.#check("an event is kept to be sent by name", false, "none is pending");
    const { stdout } = await this.#cli(["show", "--raw", first.id]);
    await this.#cli(["send", first.id]);
    const isSame = this.sink.arrived.length === 1 && stdout.equals(this.sink.arrived[0]!.body);
    this.#check("what show prints is what the server receives", isSame, `${stdout.length} bytes`);
  }

  /** With consent, everything is sent: events reported in three ways, a session, a timing. */
  async #arrived(before: number): Promise<void> {
    const kinds = () =>
      this.sink.arrived
        .slice(before)
        .map(({ body }) => /"type":"(event|session|transaction)"/.exec(Buffer.from(body).toString())?.[1]);
    const isThere = () =>
      kinds().filter((kind) => kind === "event").length >= 3 &&
      kinds().includes("session") &&
      kinds().includes("transaction");
    for (let tries = 0; tries < 60 && !isThere(); tries++) await new Promise((resolve) => setTimeout(resolve, 100));
    const count = (kind: string) => kinds().filter((one) => one === kind).length;
    this.#check(
      "with consent, every way of reporting sends",
      isThere(),
      `arrived: events ${count("event")}, sessions ${count("session")}, timings ${count("transaction")}`,
    );
  }

  #nothingSurvived(): void {
    this.#survivors(
      "what arrived, headers and bodies",
      this.sink.arrived.flatMap(({ body, headers, path }) => [body, Buffer.from(headers + path)]),
    );
    this.#survivors(
      "files",
      this.scratch.readAll("vextel").map(({ bytes }) => bytes),
    );
    this.#survivors("what was printed", this.#printed);
  }

  #survivors(where: string, all: readonly Uint8Array[]): void {
    const rules = [...new Set(all.flatMap((bytes) => survivorsIn(bytes, this.canaries)))];
    const size = all.reduce((sum, bytes) => sum + bytes.length, 0);
    this.#check(
      `nothing private in ${where}`,
      rules.length === 0,
      rules.length > 0 ? `survived: ${rules.join(", ")}` : `${size} bytes searched`,
    );
  }

  #check(name: string, passed: boolean, detail: string): void {
    this.#checks.push({ name, passed, detail });
  }
}
