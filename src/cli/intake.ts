import { VextelError } from "../errors.ts";
import { type Attribution, createAttribution, type Owner } from "../publisher/attribute.ts";
import type { Manifest } from "../publisher/manifest.ts";
import { defaultOwner } from "../publisher/registry.ts";
import { draftEvent } from "../seal/event.ts";
import { createSealer, type Gate, type Sealed } from "../seal/seal.ts";
import type { Subject } from "../seal/subject.ts";
import { readInput, readStandardInput } from "../world/input.ts";
import type { CommandDeps } from "./deps.ts";
import type { SecretFlags } from "./gate.ts";
import { openGate } from "./gate.ts";
import { createIdentities, type Identities } from "./identity.ts";

export interface IntakeFlags extends SecretFlags {
  /** Names the plugin of errors that the text itself gives to nobody. */
  readonly plugin?: string;
  /** Takes what belongs to no registered plugin, too. */
  readonly any?: boolean;
}

/** One error of a text, sealed. */
export interface Taken {
  /** As the user named it; `-` for standard input. */
  readonly file: string;
  /** 1-based line where its text begins. */
  readonly line: number;
  readonly sealed: Sealed;
}

/** From texts to sealed events: capture, attribution, seal. Keeps nothing and sends nothing. */
export interface Intake {
  /** How many errors belonged to no registered plugin and were left alone. */
  readonly others: number;
  take(file: string): AsyncGenerator<Taken>;
}

/** @throws {VextelError} `STATE_UNTRUSTED` if a manifest or the consent file cannot be trusted. */
export async function openIntake(flags: IntakeFlags, deps: CommandDeps): Promise<Intake> {
  const manifests = await deps.registry.list();
  return new TextIntake(
    await openGate(deps.world, flags),
    createAttribution(manifests),
    chooseFallback(flags, manifests),
    createIdentities(deps),
    deps,
  );
}

class TextIntake implements Intake {
  others = 0;
  readonly #gate: Gate;
  readonly #attribution: Attribution;
  readonly #fallback: Owner | undefined;
  readonly #identities: Identities;
  readonly #deps: CommandDeps;

  constructor(
    gate: Gate,
    attribution: Attribution,
    fallback: Owner | undefined,
    identities: Identities,
    deps: CommandDeps,
  ) {
    this.#gate = gate;
    this.#attribution = attribution;
    this.#fallback = fallback;
    this.#identities = identities;
    this.#deps = deps;
  }

  async *take(file: string): AsyncGenerator<Taken> {
    const { createCapture } = await import("../capture/capture.ts");
    const capture = createCapture({ trailOf: (logger) => this.#trailOf(logger) });
    const seal = createSealer(this.#gate);
    const chunks = file === "-" ? readStandardInput(this.#deps.stdin) : readInput(file);
    for await (const chunk of chunks) for (const found of capture.push(chunk)) yield* this.#seal(found, file, seal);
    for (const found of capture.end()) yield* this.#seal(found, file, seal);
  }

  #trailOf(logger: string | undefined): string | undefined {
    const owner = this.#attribution.ownerOfLogger(logger) ?? this.#fallback;
    return owner && trailName(owner);
  }

  async *#seal(found: Found, file: string, seal: ReturnType<typeof createSealer>): AsyncGenerator<Taken> {
    const owner = this.#attribution.ownerOf(found.report) ?? this.#fallback;
    if (!owner) {
      this.others += 1;
      return;
    }
    const report = { ...found.report, breadcrumbs: found.trails.get(trailName(owner)) ?? [] };
    const draft = draftEvent(report, await this.#subject(owner), this.#deps.world.nowMs());
    yield { file, line: found.line, sealed: seal(draft) };
  }

  async #subject({ publisher, plugin }: Owner): Promise<Subject> {
    return {
      publisher,
      plugin: plugin.name,
      ...(plugin.version && { version: plugin.version }),
      ...(plugin.dsn && { dsn: plugin.dsn }),
      uuid: await this.#identities.uuidOf(publisher),
      ownPaths: plugin.paths,
    };
  }
}

type Found = ReturnType<ReturnType<typeof import("../capture/capture.ts").createCapture>["end"]>[number];

const trailName = ({ publisher, plugin }: Owner) => `${publisher}/${plugin.name}`;

/** Whose an error is that neither frames nor loggers give to anybody. */
function chooseFallback({ plugin, any }: IntakeFlags, manifests: readonly Manifest[]): Owner | undefined {
  const unknown = { version: "", dsn: "", paths: [], loggers: [] };
  if (plugin === undefined)
    return any || manifests.length === 0
      ? { publisher: defaultOwner.publisher, plugin: { name: defaultOwner.plugin, ...unknown } }
      : undefined;
  if (manifests.length === 0) return { publisher: defaultOwner.publisher, plugin: { name: plugin, ...unknown } };
  for (const manifest of manifests) {
    const found = manifest.plugins.find(({ name }) => name === plugin || `${manifest.publisher}/${name}` === plugin);
    if (found) return { publisher: manifest.publisher, plugin: found };
  }
  const names = manifests.flatMap(({ publisher, plugins }) => plugins.map(({ name }) => `${publisher}/${name}`));
  throw new VextelError(
    "NOT_FOUND",
    "No registered plugin has the name given to --plugin",
    `Known: ${names.join(", ")}`,
  );
}
