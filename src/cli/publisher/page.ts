import { VextelError } from "../../errors.ts";
import { renderHtmlPage, renderMarkdown } from "../../preview/document.ts";
import { foundIn } from "../../world/outside/outside.ts";
import { writeOutside } from "../../world/outside/write-outside.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";
import { manifestName } from "./support/manifest-file.ts";
import { describePage } from "./support/page-text.ts";
import { openWorkshop, simulate } from "./support/workshop.ts";

export interface PageFlags {
  readonly html?: true;
  /** Writes it there. */
  readonly output?: string;
  /** Looks whether this one is up to date, and writes nothing. */
  readonly check?: string;
}

/** Prints or writes the page for owners. Exit status 1 if the page that is checked is not up to date. */
export async function runPublisherPage(file: string | undefined, flags: PageFlags, deps: CommandDeps): Promise<void> {
  const name = flags.check ?? flags.output;
  if (flags.check !== undefined && flags.output !== undefined)
    throw new VextelError(
      "USAGE",
      "Give either --output or --check; nothing was written",
      "See vextel publisher page --help",
    );
  const text = await renderPage(file ?? manifestName, flags.html === true || /\.html?$/i.test(name ?? ""), deps);
  if (name === undefined) return deps.terminal.write(text);
  const old = readPage(name, deps);
  if (old === text) return deps.terminal.note([`${name} is up to date.`]);
  const command = `vextel publisher page --output ${name}`;
  if (flags.check !== undefined) {
    deps.setStatus(exit.failed);
    return deps.terminal.note([
      ["bad", `${name} is ${old === undefined ? "not there" : "out of date"}.`],
      ` Make it: ${command}`,
    ]);
  }
  if (old !== undefined && !old.includes(mark)) throw notOurs(name);
  writeOutside(name, text);
  await deps.terminal.note([["good", `${name} is written.`], ` In CI: vextel publisher page --check ${name}`]);
}

/** Says of a page that it may be written anew. */
const mark = "<!-- Made by `vextel publisher page`. Changes are lost when it is made anew. -->";

async function renderPage(file: string, isHtml: boolean, deps: CommandDeps): Promise<string> {
  const workshop = openWorkshop(file, deps);
  const sample = await simulate(workshop.manifest.plugins[0]!, workshop, deps);
  const { rules } = await import("../../scrub/rules/index.ts");
  const blocks = describePage(
    workshop.manifest,
    sample?.sealed,
    rules.filter(({ on }) => on !== false),
  );
  if (!isHtml) return `${mark}\n\n${renderMarkdown(blocks)}`;
  return renderHtmlPage(`Error reports of ${workshop.manifest.title}`, blocks).replace(
    "<body>",
    () => `<body>\n${mark}`,
  );
}

function readPage(name: string, { world }: CommandDeps): string | undefined {
  const outside = world.outside.readText(name, 4 * 1024 * 1024);
  if (outside.kind === "closed")
    throw new VextelError("FILE_UNREADABLE", `${name} cannot be read: ${outside.reason}`, "Name another file.");
  return foundIn(outside)?.replaceAll("\r\n", "\n");
}

const notOurs = (name: string) =>
  new VextelError(
    "USAGE",
    `${name} is there, and vextel did not make it; nothing was written`,
    "Name another file, or move it away.",
  );
