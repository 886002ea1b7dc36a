// Errors that plugins typically have: each function throws one, or rejects with one.
import assert from "node:assert";
import { execFileSync, spawn } from "node:child_process";
import { createCipheriv } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { readFileSync } from "node:fs";
import { access } from "node:fs/promises";
import { connect } from "node:net";
import { promisify } from "node:util";
import { runInNewContext } from "node:vm";
import { gunzipSync } from "node:zlib";
import { DiscordAPIError, EmbedBuilder, HTTPError, PermissionsBitField, SlashCommandBuilder } from "discord.js";

class LampError extends Error {
  name = "LampError";
}
class Unnamed extends RangeError {}
class Group extends AggregateError {}
const api = "https://discord.com/api/v10";
const fail = (message = "no oil") => {
  throw new Error(message);
};
const deep = (depth) => (depth === 0 ? fail("at the bottom") : deep(depth - 1));
const endless = () => endless() + 1;
const wrap = (depth) => new Error(`level ${depth}`, depth === 0 ? {} : { cause: wrap(depth - 1) });
const circular = {};
circular.self = circular;

export const errors = {
  "a property of undefined": () => undefined.lamps,
  "a property of null": () => null.lamps,
  "no function": () => ({}).light(),
  "an unknown name": () => lanterns, // biome-ignore lint/correctness/noUndeclaredVariables: that is the point
  "a constant that is assigned": () => Reflect.apply(new Function("const lamp = 1; lamp = 2;"), undefined, []),
  "an own error": () => fail(),
  "an own class with a name": () => {
    throw new LampError("no wick");
  },
  "an own class without a name": () => {
    throw new Unnamed("no wick");
  },
  "a changed name": () => {
    throw Object.assign(new Error("no wick"), { name: "WickError" });
  },
  "no message": () => {
    throw new Error();
  },
  "a message of several lines": () => fail("first\nsecond\n    at third (fourth.js:5:6)"),
  "a long message": () => fail("oil ".repeat(4_000)),
  "ids and secrets in the message": () => fail("user 123456789012345678 at 192.0.2.17 with MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"),
  "a path of the home folder": () => fail("/home/keeper/lamps.json is empty"),
  "a cause": () => {
    throw new LampError("dark", { cause: new TypeError("no wick") });
  },
  "a chain of causes": () => {
    throw wrap(4);
  },
  "a cause that is a text": () => {
    throw new Error("dark", { cause: "no wick" });
  },
  "a circle of causes": () => {
    const error = new Error("dark");
    throw Object.assign(error, { cause: error });
  },
  "several errors at once": () => Promise.any([Promise.reject(new TypeError("one")), Promise.reject(new RangeError("two"))]),
  "an own class of several": () => {
    throw new Group([new Error("one"), new LampError("two")], "both");
  },
  "a text": () => {
    throw "no oil";
  },
  "a number": () => {
    throw 7;
  },
  nothing: () => {
    throw undefined;
  },
  "a plain object": () => {
    throw { code: 7, lamp: "attic" };
  },
  "an object with a message": () => {
    throw { message: "no oil", code: 7 };
  },
  "an asynchronous function": async () => {
    await null;
    fail("later");
  },
  "a timer": () => new Promise((_, reject) => setTimeout(() => reject(new Error("too late")), 1)),
  "an event": async () => {
    const lamp = new EventEmitter();
    setImmediate(() => lamp.emit("error", new Error("blown out")));
    await once(lamp, "light");
  },
  "an event that nobody awaits": () => new EventEmitter().emit("error", new Error("blown out")),
  "a generator": () => [
    ...(function* lamps() {
      yield 1;
      fail("in a generator");
    })(),
  ],
  "an asynchronous generator": async () => {
    for await (const _ of (async function* lamps() {
      yield 1;
      fail("in a generator");
    })());
  },
  "a constructor": () => new (class Lamp {
    constructor() {
      fail("cannot be built");
    }
  })(),
  "a getter": () => ({
    get oil() {
      return fail("cannot be read");
    },
  }).oil,
  "a callback of an array": () => [1, 2].map((lamp) => (lamp === 2 ? fail("the second") : lamp)),
  "a deep stack": () => deep(80),
  "a recursion without end": () => endless(),
  "evaluated code": () => Function("throw new Error('evaluated')")(),
  "another realm": () => runInNewContext("throw new TypeError('elsewhere')", {}, { filename: "/opt/elsewhere/room.js" }),
  "text that is no JSON": () => JSON.parse("{oil"),
  "a circle in JSON": () => JSON.stringify(circular),
  "a number out of range": () => (1).toFixed(200),
  "a large number mixed with a small": () => 1n + 1,
  "a date that is none": () => new Date("never").toISOString(),
  "a broken address": () => new URL("lamps"),
  "an aborted request": () => fetch("http://127.0.0.1:9", { signal: AbortSignal.abort() }),
  "an assertion": () => assert.equal("oil", "water"),
  "a file that is not there": () => readFileSync("/nonexistent/lamps.json"),
  "a file that is not there, later": () => access("/nonexistent/lamps.json"),
  "a connection that is refused": () => once(connect(9, "127.0.0.1"), "connect"),
  "a program that is not there": () => once(spawn("/nonexistent/lamp"), "spawn"),
  "a program that fails": () => execFileSync(process.execPath, ["-e", "process.exit(3)"], { stdio: "ignore" }),
  "a promisified callback": () => promisify((done) => done(new Error("called back")))(),
  "compressed data that is none": () => gunzipSync(Buffer.from("oil")),
  "a wrong key": () => createCipheriv("aes-256-gcm", Buffer.alloc(3), Buffer.alloc(12)),
  "what cannot be cloned": () => structuredClone(() => {}),
  "Discord refuses": () => {
    const url = `${api}/channels/123456789012345678/messages`;
    throw new DiscordAPIError({ code: 50013, message: "Missing Permissions" }, 50013, 403, "POST", url, {});
  },
  "Discord is away": () => {
    throw new HTTPError(503, "Service Unavailable", "GET", `${api}/users/123456789012345678`, {});
  },
  "a builder of discord.js": () => new EmbedBuilder().setTitle("oil ".repeat(200)),
  "a name that discord.js refuses": () => new SlashCommandBuilder().setName("No Oil"),
  "a permission that discord.js does not know": () => PermissionsBitField.resolve("LightLamps"),
};
