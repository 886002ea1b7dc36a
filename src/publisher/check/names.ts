import type { Manifest } from "../manifest.ts";
import type { Finding } from "./finding.ts";

/** Names and versions that some systems or servers misunderstand. */
export function checkNames({ publisher, plugins }: Manifest): Finding[] {
  const named: [string, readonly string[]][] = plugins.map(({ name }) => [name, ["plugins", name]]);
  return [
    ...[[publisher, ["publisher"]] as [string, readonly string[]], ...named].flatMap(([name, place]) =>
      isDevice(name) ? toDevice(name, place) : [],
    ),
    ...named.flatMap(([name, place], index) => {
      const twin = plugins.slice(0, index).find((one) => one.name.toLowerCase() === name.toLowerCase());
      return twin ? toTwin(name, twin.name, place) : [];
    }),
    ...plugins.flatMap(({ name, version }) =>
      /^(?:\.{1,2}|latest)$/i.test(version) ? toNoVersion(version, ["plugins", name, "version"]) : [],
    ),
  ];
}

/** Windows treats a file of this name as a device, whatever its extension is. */
export const isDevice = (name: string): boolean => /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?$/i.test(name);

const toDevice = (name: string, place: readonly string[]): Finding => ({
  severity: "error",
  rule: "name-reserved",
  place,
  message: `\`${name}\` is the name of a device on Windows, and cannot name a file`,
  hint: "Choose another name.",
});

const toTwin = (name: string, twin: string, place: readonly string[]): Finding => ({
  severity: "error",
  rule: "name-twin",
  place,
  message: `\`${name}\` and \`${twin}\` differ in upper and lower case only, which people and file systems confuse`,
  hint: "Choose names that differ in letters.",
});

const toNoVersion = (version: string, place: readonly string[]): Finding => ({
  severity: "error",
  rule: "version",
  place,
  message: `\`${version}\` is not a version: Sentry cannot order releases by it`,
  hint: "Write the released version, such as 1.4.0.",
});
