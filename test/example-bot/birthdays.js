import { createReporter } from "vextel";

/** A plugin with a bug, and everything that is needed to get reports about it. */
export class BirthdayPlugin {
  #birthdays = new Map();
  #reporter;

  constructor({ token, tellOwner, world }) {
    this.#reporter = createReporter({
      publisher: "example",
      title: "the example's author",
      plugin: { name: "birthdays", version: "1.0.0", paths: ["example-bot/"] },
      dsn: process.env.EXAMPLE_DSN ?? "https://public@o0.ingest.sentry.io/1",
      secrets: () => [token], // removed from all texts
      notifyOwner: ({ text }) => tellOwner(text),
      ...(world && { world }), // a test passes `createTestWorld()`
    });
    const onReceipt = (receipt) => {
      if (receipt.state === "held") tellOwner(`To report this error: ${receipt.command}`); // only the owner sees it
    };
    const about = { during: "birthday command", onReceipt };
    // An error of the handler is reported, then rethrown to the bot.
    this.handle = this.#reporter.guard(about, (...words) => this.#handle(...words));
  }

  load = () => this.#reporter.start();
  unload = () => this.#reporter.stop();

  async #handle(user, command, words) {
    this.#reporter.note("got a command", { command, words: words.length });
    if (command === "list") return [...this.#birthdays].map(([who, day]) => `${who}: ${day}`).join("\n") || "nobody";
    if (command !== "remember") return `I do not know ${command}`;
    const [, day, month] = /^(\d+)\.(\d+)\.$/.exec(words[0]); // the bug: not everybody writes a date like this
    this.#birthdays.set(user, `${day}.${month}.`);
    return `Noted: ${day}.${month}.`;
  }
}
