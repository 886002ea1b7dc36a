// Throws inside `guard`, and ends in the way that HOW names.
import { EventEmitter } from "node:events";

const { createReporter } = await import(process.env.VEXTEL_LIBRARY);
const reporter = createReporter({
  ...{ publisher: "moth", plugin: { name: "lamps", version: "1.0.0" }, dsn: process.env.DSN, sampling: { loops: 0 } },
  secrets: () => ["the-lamp-is-under-the-stairs"],
});
if (process.env.STARTED) await reporter.start();
const bot = new EventEmitter();
const fail = () => {
  throw new RangeError(`no oil in the-lamp-is-under-the-stairs, ${process.env.HOW}`);
};
const ways = {
  throws: () => bot.on("message", reporter.guard("message", fail)),
  rejects: () => bot.on("message", reporter.guard("message", async () => fail())),
  "exits in a handler": () => {
    process.on("uncaughtException", () => process.exit(3));
    bot.on("message", reporter.guard("message", fail));
  },
  "reports in a listener of exit": () =>
    bot.on("message", () => {
      process.on("exit", () => void reporter.report(new RangeError(`no oil, ${process.env.HOW}`)));
      process.exit(3);
    }),
  "reports in a listener of exit when it ends by itself": () =>
    process.on("exit", () => void reporter.report(new RangeError(`no oil, ${process.env.HOW}`))),
  "reports in a later listener of exit": () =>
    bot.on("message", () => {
      void reporter.report(new TypeError("no lamp"));
      process.on("exit", () => void reporter.report(new RangeError(`no oil, ${process.env.HOW}`)));
      process.exit(3);
    }),
  "reports in an earlier listener of exit": () => {
    process.on("exit", () => void reporter.report(new RangeError(`no oil, ${process.env.HOW}`)));
    bot.on("message", () => {
      void reporter.report(new TypeError("no lamp"));
      process.exit(3);
    });
  },
  "guards a listener of exit": () => {
    process.on("exit", reporter.guard("message", fail));
    bot.on("message", () => process.exit(3));
  },
  "exits without waiting": () =>
    bot.on("message", () => {
      void reporter.report(new RangeError(`no oil, ${process.env.HOW}`));
      process.exit(3);
    }),
  "throws on while another is kept": () => {
    bot.on("message", () => void reporter.report(new TypeError("no lamp")));
    bot.on("message", () => setTimeout(reporter.guard("message", fail), Math.random() * 60));
  },
  "reports it as fatal too": () => {
    process.on("uncaughtException", async (error) => {
      await reporter.report(error, { fatal: true });
      process.exit(3);
    });
    bot.on("message", reporter.guard("message", fail));
  },
  "reports it as fatal without waiting": () => {
    process.on("uncaughtException", (error) => {
      void reporter.report(error, { fatal: true });
      process.exit(3);
    });
    bot.on("message", reporter.guard("message", fail));
  },
  "rejects and reports it as fatal": () => {
    process.on("unhandledRejection", async (error) => {
      await reporter.report(error, { fatal: true });
      process.exit(3);
    });
    bot.on("message", reporter.guard("message", async () => fail()));
  },
};
ways[process.env.HOW]();
bot.emit("message");
