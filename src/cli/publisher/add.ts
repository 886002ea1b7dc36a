import type { Consent } from "../../consent/consent.ts";
import { decideStanding } from "../../consent/standing.ts";
import { withoutSecret } from "../../deliver/dsn.ts";
import { VextelError } from "../../errors.ts";
import { plural } from "../../preview/summary.ts";
import type { Line } from "../../preview/terminal/line.ts";
import { isDevice } from "../../publisher/check/names.ts";
import { checkClaims } from "../../publisher/claims.ts";
import type { Manifest } from "../../publisher/manifest.ts";
import { findOverlaps, mostOverlaps, type Overlap } from "../../publisher/overlaps.ts";
import { fieldOf, parseManifest } from "../../publisher/parse.ts";
import { manifestLimits } from "../../publisher/rules.ts";
import { findUnknownKeys, type UnknownKey } from "../../publisher/unknown-keys.ts";
import { largerThan } from "../../world/outside/outside.ts";
import { claimsOf } from "../consent/claims.ts";
import { renderClaims, renderHeld, renderLinks } from "../consent/render.ts";
import type { CommandDeps } from "../deps.ts";
import { readNamedInput } from "../pipeline/input.ts";

/** Shows what changes, and the resulting state. */
export async function runPublisherAdd(file: string, { yes }: { yes?: true }, deps: CommandDeps): Promise<void> {
  const text = await readText(file, deps);
  const manifest = parseManifest(text, withoutSecret);
  checkClaims(manifest, deps.world.machine.home);
  checkName(manifest.publisher, await deps.registry.names());
  const registered = (await deps.registry.read()).manifests.filter(isOther(manifest));
  const overlaps = findOverlaps(manifest, registered);
  if (overlaps.length > 0 && !yes && !(await askOverlap(manifest, overlaps, deps)))
    return deps.terminal.note(["Nothing was changed."]);
  const isKnown = (await deps.registry.names()).includes(manifest.publisher);
  await deps.registry.add(manifest);
  const consent = (await deps.consent.read()).get(manifest.publisher);
  const verb = isKnown ? "was replaced, and is registered" : "is registered";
  await deps.terminal.printProse([
    [["strong", manifest.publisher], ` ${verb} with ${plural(manifest.plugins.length, "plugin")}.`],
    ...renderLinks(manifest),
    ...renderClaims(claimsOf(manifest.publisher, [manifest], undefined, {})),
    ...renderStanding(manifest, consent),
    [["dim", `Undo: vextel publisher remove ${manifest.publisher}`]],
  ]);
  await tellOfUnknownKeys(findUnknownKeys(JSON.parse(text)), deps);
}

/** How many unknown keys are named. */
const mostNamed = 5;

async function tellOfUnknownKeys(keys: readonly UnknownKey[], { terminal }: CommandDeps): Promise<void> {
  if (keys.length === 0) return;
  const [first] = keys;
  const named = keys.slice(0, mostNamed).map(({ place, nearest }) => `${fieldOf(place)} (${nearest}?)`);
  const more = keys.length > mostNamed ? [`${keys.length - mostNamed} more`] : [];
  const told =
    keys.length === 1
      ? `${fieldOf(first!.place)} is not known and was ignored; did the author mean ${first!.nearest}?`
      : `${keys.length} keys are not known and were ignored: ${[...named, ...more].join(", ")}`;
  await terminal.note([["warn", told]]);
}

async function readText(file: string, deps: CommandDeps): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of readNamedInput(file, deps)) {
      bytes += chunk.length;
      if (bytes > manifestLimits.bytes) throw tooLarge(file);
      chunks.push(chunk);
    }
  } catch (cause) {
    if (!(cause instanceof VextelError)) throw cause;
    const isAddress = /^https?:\/\//i.test(file);
    const hint = isAddress ? "vextel downloads nothing. Save the file, then name it" : "Name a manifest";
    throw new VextelError(cause.code, cause.message, `${hint}: vextel publisher add vextel.json`, { cause });
  }
  return Buffer.concat(chunks)
    .toString()
    .replace(/^\uFEFF/, ""); // Windows begins texts with it
}

const tooLarge = (file: string) =>
  new VextelError("FILE_UNREADABLE", `Cannot read ${file}: ${largerThan(manifestLimits.bytes)}`, "");

/** The name becomes a file name, and systems differ in which names are equal or allowed. */
function checkName(publisher: string, registered: readonly string[]): void {
  const twin = registered.find((name) => name !== publisher && name.toLowerCase() === publisher.toLowerCase());
  if (twin === undefined && !isDevice(publisher)) return;
  throw new VextelError(
    "MANIFEST_INVALID",
    twin === undefined
      ? `\`${publisher}\` is the name of a device on Windows, and cannot be the name of a publisher; nothing was changed`
      : `\`${twin}\` is registered, and differs from \`${publisher}\` in upper and lower case only; nothing was changed`,
    twin === undefined
      ? "Ask its author for another name."
      : `If it is the same publisher: vextel publisher remove ${twin}`,
  );
}

const isOther = (manifest: Manifest) => (one: Manifest) => one.publisher !== manifest.publisher;

/** How your current answer applies to the manifest. */
function renderStanding({ publisher, plugins }: Manifest, consent: Consent | undefined): Line[] {
  const enable = `vextel enable ${publisher}`;
  const { state, held } = decideStanding(
    consent,
    claimsOf(publisher, [{ publisher, title: "", plugins }], undefined, {}),
  );
  if (state === "enabled") return [[["good", "Your consent covers it: its errors are sent automatically."]]];
  if (state === "held")
    return [
      [
        ["warn", "Your consent does not cover all of it. Errors that it does not cover are held until you run:"],
        ` ${enable}`,
      ],
      ...renderHeld(held),
    ];
  return [
    [
      consent?.answer === "disabled"
        ? `Its errors are not sent automatically. To change that: ${enable}`
        : `Its errors are not sent automatically until you run: ${enable}`,
    ],
  ];
}

/** If two publishers claim the same, each would get errors of the other. */
async function askOverlap(
  manifest: Manifest,
  overlaps: readonly Overlap[],
  { terminal }: CommandDeps,
): Promise<boolean> {
  const lines = overlaps.map(({ claim, other }): Line => [["warn", `  ${claim}`], `  is claimed by ${other}`]);
  if (overlaps.length === mostOverlaps) lines.push(["  There may be more."]);
  await terminal.note([`${manifest.publisher} claims what another publisher claims:`], ...lines);
  if (terminal.canAsk) return terminal.confirm("Register it anyway? The longer claim gets the errors.");
  throw new VextelError(
    "USAGE",
    `${manifest.publisher} claims errors of another publisher; nothing was changed`,
    "Ask its author to claim its own folder, or register it anyway with --yes: the longer claim gets the errors.",
  );
}
