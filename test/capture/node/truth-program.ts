// Run by node-truth.test.ts in its own process: prints errors as a bot would, and the live errors for comparison.
import { AsyncResource } from "node:async_hooks";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { readLiveError } from "../../../src/capture/live/error.ts";

Error.stackTraceLimit = 14;
// Below this depth Node prints no more than `[Error]`.
inspect.defaultOptions.depth = 4;

class ConfigError extends Error {}
class Stop extends Error {}
class QueueError extends TypeError {
  override name = "QueueError";
}
class ApiError extends Error {
  constructor(
    message: string,
    readonly code: number,
  ) {
    super(message);
  }
  override get name(): string {
    return `ApiError[${this.code}]`;
  }
}
class CodedError extends Error {
  readonly code = "ERR_VOICE";
  override get name(): string {
    return `${super.name} [${this.code}]`;
  }
}
class Response extends Error {
  override name = "Response";
}

const messages = [
  "",
  "plain",
  "two\nlines",
  "a body {\n  field: 1\n}\n\nand more",
  "ends with a brace {",
  "ends with a colon:",
  "colons: in: it",
  "Cannot find module 'x'\nRequire stack:\n- /srv/bot/a.js\n- /srv/bot/b.js",
  "brackets [50013] (and) parentheses",
  "Ünïcödé 名前 🦊",
  "looks at nothing in particular",
  "   indented",
  "quotes \" and \\ and '",
];

type Maker = (message: string, options?: ErrorOptions) => Error;
const classes: Maker[] = [
  (message, options) => new Error(message, options),
  (message, options) => new TypeError(message, options),
  (message, options) => new ConfigError(message, options),
  (message, options) => new Stop(message, options),
  (message, options) => new QueueError(message, options),
  (message) => new ApiError(message, 50013),
  (message) => new CodedError(message),
  (message) => new Response(message),
];

class Player {
  #make: Maker;
  constructor(make: Maker) {
    this.#make = make;
  }
  static play(make: Maker, message: string) {
    return new Player(make).skip(message);
  }
  skip(message: string) {
    return this.#fail(message);
  }
  get failure() {
    return this.#make("in a getter");
  }
  #fail(message: string) {
    return this.#make(message);
  }
}

/** Ways to create an error, each with different frames. */
const ways: ((make: Maker, message: string) => Error | Promise<Error>)[] = [
  (make, message) => make(message),
  (make, message) => Player.play(make, message),
  (make) => new Player(make).failure,
  (make, message) => [1].map(() => make(message))[0]!,
  (make, message) => [make].reduce((_, each) => each(message), new Error("unused")),
  async (make, message) => {
    await new Promise((wake) => setImmediate(wake));
    return make(message);
  },
  async (make, message) =>
    (await Promise.all([new Promise<Error>((give) => setTimeout(() => give(make(message)), 1))]))[0]!,
  (make, message) =>
    // biome-ignore lint/security/noGlobalEval: its frames are to be read
    globalThis.eval("(make, message) => (function inner() { return make(message); })()")(make, message),
  (make, message) => runInNewContext("make(message)", { make, message }, { filename: "my script (1).js" }),
  (make, message) => runInNewContext("new Proxy({}, { get: () => make(message) }).x", { make, message }),
  (make, message) => new AsyncResource("T").runInAsyncScope(() => make(message)),
  (make, message) => ({ "odd name (x)": () => make(message) })["odd name (x)"](),
  (make, message) => {
    function Shard(this: { error: Error }) {
      this.error = make(message);
    }
    return (Reflect.construct(Shard, []) as { error: Error }).error;
  },
];

function caught(run: () => unknown): Error {
  try {
    run();
    throw new Error("nothing thrown");
  } catch (error) {
    return error as Error;
  }
}

async function rejected(run: () => Promise<unknown>): Promise<Error> {
  return run().then(
    () => new Error("nothing thrown"),
    (error) => error,
  );
}

async function* eggs() {
  yield 1;
  await new Promise((wake) => setImmediate(wake));
  yield* [2, -3];
}

/** Errors that Node and V8 throw themselves. */
async function builtIn(): Promise<Error[]> {
  return [
    caught(() => readFileSync("/no/such/file")),
    await rejected(() => readFile("/no/such/file")),
    caught(() => JSON.parse("{")),
    caught(() => JSON.parse("<html>")),
    caught(() => (undefined as never as { x: { y: 1 } }).x.y),
    caught(() => Buffer.alloc(-1)),
    caught(() => new URL("::")),
    caught(() => "x".repeat(-1)),
    caught(() => decodeURIComponent("%")),
    caught(() => runInNewContext("let = ;")),
    caught(() => {
      const recurse = (depth: number): number => recurse(depth + 1) + 1;
      recurse(0);
    }),
    await rejected(() => fetch("http://127.0.0.1:1/")),
    await rejected(() => Promise.any([Promise.reject(new TypeError("one")), Promise.reject(new ConfigError("two"))])),
    await rejected(() => import(String("no-such-package"))),
    await rejected(async () => {
      for await (const egg of eggs()) Buffer.alloc(egg);
    }),
    caught(() => new Map([[1, 1]]).forEach((egg) => void Buffer.alloc(-egg))),
  ];
}

/** Errors that contain others. */
function nested(message: string, inner: Error): Error[] {
  const circular = new Error(message);
  circular.cause = circular;
  return [
    new ConfigError(message, { cause: inner }),
    new Error(message, { cause: new TypeError("between", { cause: inner }) }),
    new Error(message, { cause: "no error" }),
    new AggregateError([inner, new Stop("other"), "no error"], message),
    new AggregateError([], message),
    new Error(message, { cause: new AggregateError([inner], "group") }),
    Object.assign(new Error(message), {
      code: "E_X",
      status: 404,
      requestBody: { files: [], json: { a: [{ b: 1 }] } },
    }),
    Object.assign(new Error(message), { original: inner, sql: "SELECT 1" }),
    Object.assign(new QueueError(message, { cause: inner }), { code: 1, list: ["a", { b: "c {" }] }),
    circular,
    Object.freeze(new Error(message)),
    withoutStack(new RangeError(message)),
  ];
}

function withoutStack(error: Error): Error {
  return Object.assign(error, { stack: `${error.name}: ${error.message}` });
}

async function makeErrors(): Promise<Error[]> {
  const errors: Error[] = [];
  for (const [index, message] of messages.entries()) {
    for (const [at, way] of ways.entries()) errors.push(await way(classes[(index + at) % classes.length]!, message));
    for (const make of classes) errors.push(make(message));
    errors.push(...nested(message, classes[index % classes.length]!(messages[(index + 1) % messages.length]!)));
  }
  return [...errors, ...(await builtIn())];
}

for (const [index, error] of (await makeErrors()).entries()) {
  console.error(`#${index}`);
  console.error(error);
  console.log(JSON.stringify(readLiveError(error)));
  console.error(`#${index} again`);
  console.error(error);
}
