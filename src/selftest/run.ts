import { createReporter } from "../reporter/reporter.ts";
import { makeVextelTransport } from "../sentry/transport.ts";
import { createNodeHost } from "../world/node-host.ts";
import { runSelf, type SelfRun, startSelf } from "../world/run-self.ts";
import { openScratch, type Scratch } from "../world/scratch.ts";
import { type Canary, createCanaries, survivorsIn, textOf } from "./canaries.ts";
import { makeLog, pluginPath } from "./logs.ts";
import { openSink, type Sink } from "./server.ts";

/** One promise that was tried. */
export interface Check {
  readonly name: string;
  readonly passed: boolean;
  /** What was seen: counts, and the rules whose canary survived. Never a text. */
  readonly detail: string;
}

const publisher = "canaries";
const plugin = "cage";

/**
 * Plants private texts, made up for this run, into every door and item type, with a server on 127.0.0.1 in the place of
 * Sentry and files in a folder that is removed afterwards.
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
    await this.#library("before");
    await this.#transport();
    await this.#relay();
    this.#nothingArrived();
    await this.#named();
    await this.#cli(["enable", publisher, "--yes"]);
    const before = this.sink.arrived.length;
    await this.#library("after");
    await this.#transport();
    await this.#relay();
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

  /** Scrubbing is looked at by itself, rule by rule. */
  async #scrub(log: string): Promise<void> {
    const { stdout } = await this.#cli(["scrub"], log);
    this.#survivors("scrub", [stdout]);
  }

  async #library(when: string): Promise<void> {
    const text = textOf(this.canaries);
    const host = createNodeHost(this.#env);
    const dsn = `http://key@127.0.0.1:${this.sink.port}/1`;
    const reporter = createReporter({
      publisher,
      plugin: { name: plugin, version: "1.0.0", paths: [pluginPath] },
      dsn,
      world: host,
      sampling: { loops: 1 },
    });
    await reporter.start();
    reporter.note(text, { [text]: text });
    const error = Object.assign(new Error(`${when}: ${text}`, { cause: new TypeError(text) }), { detail: text });
    await reporter.report(error, { during: "singing", extra: { [text]: [text] }, tags: { where: text } });
    const loop = reporter.loop("sing", 3_600_000, () => {});
    await new Promise((resolve) => setTimeout(resolve, 50));
    loop.stop();
    await reporter.stop();
  }

  async #transport(): Promise<void> {
    const text = textOf(this.canaries);
    const transport = makeVextelTransport({
      publisher,
      plugin: { name: plugin, version: "1.0.0" },
      world: createNodeHost(this.#env),
    })({
      url: `http://127.0.0.1:${this.sink.port}/api/1/envelope/?sentry_key=key`,
    });
    const exception = {
      values: [
        {
          type: "Error",
          value: text,
          stacktrace: { frames: [{ filename: `/opt/${pluginPath}/sing.js`, lineno: 7, vars: { text } }] },
        },
      ],
    };
    const event = {
      event_id: hex(),
      timestamp: Date.now() / 1000,
      exception,
      tags: { where: text },
      extra: { text },
      user: { username: text },
      server_name: text,
    };
    await transport.send([{}, [[{ type: "event" }, event]]]);
    await transport.flush(5000);
  }

  async #relay(): Promise<void> {
    const shown = await this.#cli(["relay", "dsn", `${publisher}/${plugin}`, "--json"]);
    const key = /http:\/\/([0-9a-f]{32})@/.exec(shown.stdout.toString())?.[1];
    const port = await freePort();
    const relay = startSelf(["relay", "--listen", `127.0.0.1:${port}`], this.#env);
    try {
      await relay.said(/Listening/);
      const text = textOf(this.canaries);
      const frames = [
        {
          filename: "sing.py",
          abs_path: `/opt/${pluginPath}/sing.py`,
          function: "sing",
          lineno: 7,
          in_app: true,
          vars: { text },
          context_line: text,
        },
      ];
      const event = {
        event_id: hex(),
        platform: "python",
        timestamp: Date.now() / 1000,
        exception: { values: [{ type: "ValueError", value: text, stacktrace: { frames } }] },
        request: { url: text, headers: { Cookie: text } },
        extra: { argv: [text] },
        server_name: text,
      };
      const payload = JSON.stringify(event);
      const body = `{}\n{"type":"event","length":${Buffer.byteLength(payload)}}\n${payload}\n`;
      const answer = await fetch(`http://127.0.0.1:${port}/api/1/envelope/`, {
        method: "POST",
        body,
        headers: { "x-sentry-auth": `Sentry sentry_version=7, sentry_key=${key}` },
      });
      this.#printed.push(Buffer.from(await answer.text()));
      if (answer.status !== 200) this.#check("relay", false, `it answered ${answer.status}`);
    } finally {
      const { stdout, stderr } = await relay.end();
      this.#printed.push(stdout, stderr);
    }
  }

  #nothingArrived(): void {
    const count = this.sink.arrived.length;
    this.#check("nothing leaves without consent", count === 0, `${count} requests arrived`);
  }

  /** One event is sent by name: what arrives must be what `show` printed. */
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

  /** With consent every door sends: events of three doors, a session, a timing. */
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
      "with consent every door sends",
      isThere(),
      `${count("event")} events, ${count("session")} sessions, ${count("transaction")} timings arrived`,
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
      rules.length > 0 ? `survived: ${rules.join(", ")}` : `${size} bytes looked through`,
    );
  }

  #check(name: string, passed: boolean, detail: string): void {
    this.#checks.push({ name, passed, detail });
  }
}

const hex = () => crypto.randomUUID().replaceAll("-", "");

async function freePort(): Promise<number> {
  const sink = await openSink();
  sink.close();
  return sink.port;
}
