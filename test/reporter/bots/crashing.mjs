// Has an uncaught error in the way that HOW names, and ends or continues; with WATCH, vextel watches for crashes.
import { runInThisContext } from "node:vm";

const { createReporter } = await import(process.env.VEXTEL_LIBRARY);
const reporter = createReporter({
  ...{ publisher: "moth", plugin: { name: "lamps", version: "1.0.0", paths: ["reporter/bots/"] }, dsn: process.env.DSN },
  ...{ sampling: { loops: 0 }, secrets: () => ["the-lamp-is-under-the-stairs"] },
});
if (process.env.STARTED) await reporter.start();
if (process.env.WATCH) reporter.onCrash();
const fail = () => {
  throw new RangeError("no oil in the-lamp-is-under-the-stairs");
};
const say = (what) => (error) => console.error(`the bot's ${what}: ${error.message}`);
const goOn = () => setTimeout(() => console.log("still here"), 1_200);
const soon = () => Math.random() * 20;
const ways = {
  throws: () => setTimeout(fail, soon()),
  rejects: () => setTimeout(async () => fail(), soon()),
  "rejects much later": () => setTimeout(async () => (await new Promise((done) => setTimeout(done, 5)), fail()), soon()),
  "throws through a guard": () => setTimeout(reporter.guard("light", fail), soon()),
  "rejects through a guard": () => setTimeout(reporter.guard("light", async () => fail()), soon()),
  "exits in its listener": () => {
    process.on("uncaughtException", () => process.exit(3));
    setTimeout(fail, soon());
  },
  "exits in its listener for rejections": () => {
    process.on("unhandledRejection", (error) => (say("listener")(error), process.exit(4)));
    setTimeout(async () => fail(), soon());
  },
  "ends by SIGTERM, in good order": () => {
    process.on("SIGTERM", () => process.exit(5));
    process.on("uncaughtException", () => process.kill(process.pid, "SIGTERM"));
    setTimeout(fail, soon());
  },
  "goes on": () => {
    process.on("uncaughtException", say("listener"));
    setTimeout(fail, soon());
    goOn();
  },
  "goes on after a rejection": () => {
    process.on("unhandledRejection", say("listener"));
    setTimeout(async () => fail(), soon());
    goOn();
  },
  "goes on after one rejection, and ends by the next": () => {
    const sayFirst = say("first listener");
    process.once("unhandledRejection", (...told) => {
      sayFirst(...told);
      setTimeout(async () => fail(), 1_500); // by then, vextel knows that the first one has not ended the bot
    });
    setTimeout(async () => fail(), soon());
  },
  "throws, and a domain catches it": async () => {
    const domain = (await import("node:domain")).create(); // once it is loaded, a capture callback cannot be set
    domain.on("error", say("domain"));
    domain.run(() => setTimeout(fail, soon()));
    goOn();
  },
  "throws, and a callback catches it": () => {
    process.setUncaughtExceptionCaptureCallback(say("callback"));
    setTimeout(fail, soon());
    goOn();
  },
  "throws in a file of others": () =>
    runInThisContext('(late) => setTimeout(() => { throw new TypeError("not yours") }, late)', {
      filename: "/opt/bot/index.js",
    })(soon()),
  "listens, and rejects in a file of others": () => {
    process.on("unhandledRejection", say("listener"));
    runInThisContext('(late) => setTimeout(() => Promise.reject(new TypeError("not yours")), late)', {
      filename: "/opt/bot/index.js",
    })(soon());
  },
};
ways[process.env.HOW]();
