import { type Command, InvalidArgumentError } from "commander";
import type { HostFramework } from "../../report/report.ts";

/** Adds the options for what a log itself does not say: whose errors and texts it contains, and the bot's framework. */
export const addAttributionOptions = (command: Command): Command =>
  command
    .option("--plugin <name>", "attribute errors that match no registered plugin to this one")
    .option("--any", "include errors that belong to no registered plugin")
    .option("--no-chat", "declare that the logs contain nothing that users of the bot write")
    .option(
      "--host <name=version>",
      "the bot's framework, if the log does not name it: red=3.5.18 or discord.py=2.4.0; repeatable",
      collectHost,
    );

function collectHost(text: string, previous: readonly HostFramework[] = []): readonly HostFramework[] {
  const [, name, version] = /^([a-z][\w.-]{0,31})=(\d[\w.+-]{0,31})$/i.exec(text) ?? [];
  if (name === undefined || version === undefined)
    throw new InvalidArgumentError("Give a name and a version: red=3.5.18");
  return [...previous.filter((host) => host.name !== name), { name, version }];
}
