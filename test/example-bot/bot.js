// A bot without Discord: you are its only user, at the keyboard.
//
//   node test/example-bot/bot.js
//
// Try `remember 24.12.`, then `remember tomorrow` (that is the bug in the plugin), then the command that it prints.
import { createInterface } from "node:readline";
import { BirthdayPlugin } from "./birthdays.js";

const plugin = new BirthdayPlugin({
  token: process.env.BOT_TOKEN ?? "",
  tellOwner: (text) => console.log(`\n[to the owner]\n${text}\n`),
});
await plugin.load();

const input = createInterface({ input: process.stdin });
console.log("Commands: remember <day>.<month>., list, quit");
for await (const line of input) {
  const [command, ...words] = line.trim().split(/\s+/);
  if (command === "quit") break;
  try {
    console.log(await plugin.handle("you", command, words));
  } catch {
    console.log("Something went wrong."); // like most bots; the details are in the report to the author
  }
}
await plugin.unload();
