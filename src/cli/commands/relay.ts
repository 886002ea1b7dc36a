import { Command } from "commander";
import { VextelError } from "../../errors.ts";
import { collect, example } from "../arguments/help.ts";
import { addSecretOptions } from "../arguments/secret-options.ts";
import type { CommandDeps } from "../deps.ts";
import type { DsnRequest } from "../relay/dsn.ts";
import type { StartRequest } from "../relay/start.ts";

export function relayCommand(deps: CommandDeps): Command {
  const command = new Command("relay").description("receive errors from any Sentry SDK on this machine");
  const start = command
    .command("start", { isDefault: true })
    .description("listen for SDKs; the default of `vextel relay`")
    .option("--listen <address>", "address and port, 127.0.0.1:8398 by default; repeatable", collect)
    .option("--accept-real-keys", "also accept a registered plugin's public key, which anyone may know");
  addSecretOptions(start, "remove the secrets of a bot from `vextel find`; default: those of all bots of this account")
    .addHelpText("after", example("vextel relay", "vextel relay --listen 172.17.0.1:8398"))
    .allowExcessArguments() // words that are no command come here, since this one is the default
    .action(async (flags: StartRequest, { args }: Command) => {
      if (args[0] !== undefined) throw unknown(args[0]);
      await (await import("../relay/start.ts")).runRelayStart(flags, deps);
    });
  command
    .command("dsn")
    .description("make or show the DSN for a plugin's SDK; without a plugin, show all")
    .argument("[plugin]", "<publisher>/<plugin>")
    .option("--rotate", "make a new key and reject the old one")
    .option("--forget", "delete the plugin's key")
    .option("--vars <what>", "what is kept of local variables (none or shapes), for all plugins of the publisher")
    .option("--address <address>", "the address for the DSN, if the plugin reaches the relay at another one")
    .option("--json", "print JSON")
    .addHelpText("after", example("vextel relay dsn vex-cogs/birthdays"))
    .action(async (plugin: string | undefined, flags: DsnRequest) =>
      (await import("../relay/dsn.ts")).runRelayDsn({ ...flags, ...(plugin !== undefined && { plugin }) }, deps),
    );
  command
    .command("run")
    .description("start a program whose Sentry SDKs report to the relay, whatever DSN its code contains")
    .argument("[command...]", "the program and its arguments, after --")
    .option("--systemd", "print lines for a systemd unit instead of starting a program")
    .addHelpText("after", example("vextel relay run -- redbot tavern"))
    .action(async (words: string[], flags: { systemd?: true }) =>
      (await import("../relay/run.ts")).runRelayRun({ command: words, ...flags }, deps),
    );
  return command.addHelpText("after", example("vextel relay"));
}

const unknown = (word: string) =>
  new VextelError(
    "USAGE",
    `vextel relay has no command ${word}`,
    "See: vextel relay --help. Whether it runs: vextel status",
  );
