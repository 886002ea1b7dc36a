import { dirname, join } from "node:path";
import { checkRepository } from "../../author/check-repository.ts";
import { readRepository } from "../../author/repository/repository.ts";
import { plural } from "../../preview/summary.ts";
import type { Line } from "../../preview/terminal/line.ts";
import { checkManifest } from "../../publisher/check/check.ts";
import type { PlacedFinding, Severity } from "../../publisher/check/finding.ts";
import type { Manifest } from "../../publisher/manifest.ts";
import { fieldOf } from "../../publisher/parse.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";
import { readManifestFile, readPublicDsn } from "./support/manifest-file.ts";

export interface CheckFlags {
  /** Fails on warnings, too. */
  readonly strict?: true;
  readonly json?: true;
  readonly github?: true;
}

/** Findings on stdout, a summary on stderr; exit status 1 if there are errors. */
export async function runPublisherCheck(file: string, flags: CheckFlags, deps: CommandDeps): Promise<void> {
  const { world, terminal } = deps;
  const text = readManifestFile(file, deps);
  const folder = dirname(file);
  const more = (manifest: Manifest) =>
    checkRepository(
      manifest,
      readRepository(folder, world.outside),
      (path) => world.outside.modifiedMs(join(folder, path)).kind === "found",
    );
  const findings = checkManifest(text, { readDsn: readPublicDsn, home: world.machine.home, more });
  const count = (severity: Severity) => findings.filter((one) => one.severity === severity).length;
  const [errors, warnings] = [count("error"), count("warning")];
  if (errors > 0 || (flags.strict && warnings > 0)) deps.setStatus(exit.failed);
  if (flags.json) return terminal.json(findings.map((finding) => toJson(file, finding)));
  if (flags.github) await terminal.print(findings.map((one) => [toAnnotation(file, one)]));
  else await terminal.printProse(findings.flatMap((one) => renderFinding(file, one)));
  const found = [plural(errors, "error"), plural(warnings, "warning")].join(", ");
  await terminal.note([findings.length === 0 ? `${file}: no problems found.` : `${file}: ${found}.`]);
}

const renderFinding = (file: string, { line, column, severity, rule, message, hint }: PlacedFinding): Line[] => [
  [
    `${file}:${line}:${column}: `,
    [severity === "error" ? "bad" : "warn", severity],
    `: ${message} `,
    ["dim", `[${rule}]`],
  ],
  [["dim", `  ${hint}`]],
];

const toJson = (file: string, { line, column, severity, rule, place, message, hint }: PlacedFinding) => ({
  ...{ file, line, column, severity, rule, field: fieldOf(place), message, hint },
});

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
function toAnnotation(file: string, { line, column, severity, rule, message, hint }: PlacedFinding): string {
  const property = (text: string) => escapeCommand(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
  const place = `file=${property(file)},line=${line},col=${column},title=${property(`vextel ${rule}`)}`;
  return `::${severity} ${place}::${escapeCommand(`${message}. ${hint}`)}`;
}

const escapeCommand = (text: string) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
