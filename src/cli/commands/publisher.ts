import { Command } from "commander";
import { example } from "../arguments/help.ts";
import type { CommandDeps } from "../deps.ts";
import type { CheckFlags } from "../publisher/check.ts";
import type { InitFlags } from "../publisher/init.ts";
import type { MappingsFlags } from "../publisher/mappings.ts";
import type { PageFlags } from "../publisher/page.ts";
import type { SimulateFlags } from "../publisher/simulate.ts";
import { manifestName } from "../publisher/support/manifest-file.ts";
import type { TestEventFlags } from "../publisher/test-event.ts";

/** Each is loaded only when it is used: an owner needs none of the author's commands. */
export function publisherCommand(deps: CommandDeps): Command {
  const command = new Command("publisher").description("manage publishers' manifests; make and check your own");
  addOwnersCommands(command, deps);
  addAuthorsCommands(command, deps);
  return command.addHelpText("after", example("vextel publisher add vextel.json", "vextel publisher check"));
}

function addOwnersCommands(command: Command, deps: CommandDeps): void {
  command
    .command("add")
    .description("register a publisher's manifest, or replace the registered one")
    .argument("<file>", "a vextel.json")
    .option("--yes", "register it even if it claims errors of another publisher")
    .addHelpText("after", example("vextel publisher add vextel.json"))
    .action(async (file: string, flags: { yes?: true }) =>
      (await import("../publisher/add.ts")).runPublisherAdd(file, flags, deps),
    );
  command
    .command("list")
    .description("show the registered publishers")
    .option("--json", "print a JSON array of manifests")
    .addHelpText("after", example("vextel publisher list"))
    .action(async (flags: { json?: true }) => (await import("../publisher/list.ts")).runPublisherList(flags, deps));
  command
    .command("show")
    .description("show one publisher's manifest")
    .argument("<name>", "the publisher")
    .option("--json", "print the manifest as JSON")
    .addHelpText("after", example("vextel publisher show vex-cogs"))
    .action(async (name: string, flags: { json?: true }) =>
      (await import("../publisher/list.ts")).runPublisherShow(name, flags, deps),
    );
  command
    .command("remove")
    .description("delete a publisher's manifest and end your consent; its events stay")
    .argument("<name>", "the publisher")
    .addHelpText("after", example("vextel publisher remove vex-cogs"))
    .action(async (name: string) => (await import("../publisher/remove.ts")).runPublisherRemove(name, deps));
}

function addAuthorsCommands(command: Command, deps: CommandDeps): void {
  command
    .command("init")
    .description("make a manifest from the cogs or packages of your repository, or update yours")
    .argument("[folder]", "the repository; default: the current folder")
    .option("--name <publisher>", "the publisher's name; default: the repository's name")
    .option("--dsn <dsn>", "the Sentry address for their events; without it, the command asks")
    .option("--dry-run", "print the manifest and write nothing")
    .option("--yes", "do not ask before changing an existing manifest")
    .addHelpText(
      "after",
      example("vextel publisher init", "vextel publisher init --dsn https://key@o1.ingest.sentry.io/42"),
    )
    .action(async (folder: string | undefined, flags: InitFlags) =>
      (await import("../publisher/init.ts")).runPublisherInit(folder ?? ".", flags, deps),
    );
  command
    .command("check")
    .description("report mistakes in your manifest, with line numbers")
    .argument("[file]", "default: vextel.json")
    .option("--strict", "fail on warnings as well")
    .option("--json", "print a JSON array with one object per finding")
    .option("--github", "print annotations for GitHub Actions")
    .addHelpText("after", example("vextel publisher check", "vextel publisher check --strict --github"))
    .action(async (file: string | undefined, flags: CheckFlags) =>
      (await import("../publisher/check.ts")).runPublisherCheck(file ?? manifestName, flags, deps),
    );
  command
    .command("simulate")
    .description("show what an owner would see, and what would be sent, for a sample error of each plugin")
    .argument("[log...]", "use the errors in these logs instead of samples")
    .option("--manifest <file>", "default: vextel.json")
    .option("--plugin <name>", "only this plugin")
    .option("--json", "print a JSON array with one object per event")
    .addHelpText("after", example("vextel publisher simulate", "vextel publisher simulate latest.log"))
    .action(async (logs: string[], flags: SimulateFlags) =>
      (await import("../publisher/simulate.ts")).runPublisherSimulate(logs, flags, deps),
    );
  command
    .command("page")
    .description("write a page that tells owners what is collected, where it goes, and how to turn it off")
    .argument("[file]", "the manifest; default: vextel.json")
    .option("--html", "write HTML instead of Markdown")
    .option("--output <page>", "write to this file; HTML if its name ends in .html")
    .option("--check <page>", "fail if this page is out of date; write nothing")
    .addHelpText(
      "after",
      example("vextel publisher page --output TELEMETRY.md", "vextel publisher page --check TELEMETRY.md"),
    )
    .action(async (file: string | undefined, flags: PageFlags) =>
      (await import("../publisher/page.ts")).runPublisherPage(file, flags, deps),
    );
  command
    .command("mappings")
    .description("print code mappings: where Sentry finds your plugins' files in the repository")
    .option("--manifest <file>", "default: vextel.json")
    .option("--plugin <name>", "only this plugin")
    .option("--json", "print a JSON array for sentry-cli")
    .addHelpText("after", example("vextel publisher mappings --json > mappings.json"))
    .action(async (flags: MappingsFlags) =>
      (await import("../publisher/mappings.ts")).runPublisherMappings(flags, deps),
    );
  command
    .command("test-event")
    .description("send one marked test event to a plugin's Sentry project, after showing it and asking")
    .option("--manifest <file>", "default: vextel.json")
    .option("--plugin <name>", "the plugin whose project to use; optional if there is only one")
    .option("--yes", "do not ask; required without a terminal")
    .addHelpText("after", example("vextel publisher test-event --plugin anchor"))
    .action(async (flags: TestEventFlags) => {
      const { runPublisherTestEvent } = await import("../publisher/test-event.ts");
      await runPublisherTestEvent(flags, deps, (await import("./send.ts")).runSend);
    });
}
