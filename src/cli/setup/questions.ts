import type { Claim } from "../../consent/claims.ts";
import { VextelError } from "../../errors.ts";
import type { Manifest } from "../../publisher/manifest.ts";
import { claimsOf } from "../consent/claims.ts";
import { describeYes } from "../consent/facts.ts";
import type { CommandDeps } from "../deps.ts";
import type { Choice } from "../terminal/ask.ts";
import { type ServiceChoice, whyNot } from "./service.ts";

export const ways = ["by-hand", "automatically", "nothing"] as const;

/** How errors are sent: each by its id, or all of a publisher automatically; or nothing is set up. */
export type Way = (typeof ways)[number];

export interface AnswerFlags {
  readonly send?: Way;
  readonly publisher?: string;
  readonly service?: ServiceChoice;
}

/** What the owner decided. */
export interface Answers {
  readonly send: Way;
  /** The publisher whose errors are sent automatically. */
  readonly publisher?: string;
  /** What was shown about that publisher: the consent covers exactly this, whatever its plugins declare meanwhile. */
  readonly claims?: readonly Claim[];
  readonly service: ServiceChoice;
}

/** Questions that no option answers, each with its option. */
export function openQuestions({ send, publisher, service }: AnswerFlags, manifests: readonly Manifest[]): string[] {
  return [
    ...(send === undefined ? ["--send by-hand | automatically | nothing"] : []),
    ...(send === "automatically" && publisher === undefined && manifests.length > 1 ? ["--publisher <name>"] : []),
    ...(service === undefined && send !== "nothing" ? ["--service user | system | none"] : []),
  ];
}

/**
 * The answers given as options. The defaults permit least: nothing is sent automatically, no service.
 *
 * @throws {VextelError} `NOT_FOUND` if no publisher's errors can be sent automatically, or not those of the named one.
 */
export function answersOf(
  { send = "by-hand", publisher, service = "none" }: AnswerFlags,
  manifests: readonly Manifest[],
): Answers {
  if (send === "nothing") return { send, service: "none" };
  if (send === "by-hand") return { send, service };
  const name = publisher ?? (manifests.length === 1 ? manifests[0]!.publisher : undefined);
  if (name !== undefined && manifests.some((one) => one.publisher === name)) return { send, publisher: name, service };
  const known = manifests.map((one) => one.publisher).join(", ");
  throw new VextelError(
    name === undefined && known !== "" ? "USAGE" : "NOT_FOUND",
    known === "" ? `${noManifest}; nothing was changed` : "--publisher must name one of several publishers",
    known === "" ? "Register one: vextel publisher add vextel.json" : `Registered: ${known}`,
  );
}

const noManifest = "No publisher is registered, so there is no address to send to";

/** Asks the questions that no option answers. Changes nothing. */
export async function askAnswers(
  flags: AnswerFlags,
  manifests: readonly Manifest[],
  deps: CommandDeps,
): Promise<Answers> {
  const send = flags.send ?? (await askWay(manifests, deps));
  if (send === "nothing") return { send, service: "none" };
  const publisher =
    send === "automatically" && flags.publisher === undefined && manifests.length > 1
      ? await deps.terminal.choose(
          "Whose errors?",
          manifests.map((one) => one.publisher),
        )
      : flags.publisher;
  const chosen = answersOf({ send, ...(publisher !== undefined && { publisher }) }, manifests);
  const shown = await showYes(chosen, manifests, deps);
  return { ...shown, service: flags.service ?? (await askService(deps)) };
}

function askWay(manifests: readonly Manifest[], { terminal }: CommandDeps): Promise<Way> {
  const none = manifests.length === 0 ? { disabled: "no manifest is registered" } : {};
  return terminal.choose<Way>("What should be done with errors?", [
    { value: "by-hand", name: "Keep them on this machine; I decide about each", short: "by hand" },
    { value: "automatically", name: "Send automatically to a plugin's author", short: "automatically", ...none },
    { value: "nothing", name: "Nothing", short: "nothing" },
  ]);
}

function askService(deps: CommandDeps): Promise<ServiceChoice> {
  const unless = (kind: "user" | "system") => {
    const why = whyNot(kind, deps);
    return why === undefined ? {} : { disabled: why };
  };
  const choices: Choice<ServiceChoice>[] = [
    { value: "user", name: "Write a systemd unit of this account", short: "user unit", ...unless("user") },
    { value: "system", name: "Print a systemd unit of the system", short: "system unit" },
    { value: "none", name: "No: I start `vextel watch` myself", short: "no" },
  ];
  return deps.terminal.choose("Keep `vextel watch` running as a service?", choices);
}

/** Shows everything that the consent would cover, if anything; logs contain errors only. */
export async function showYes(answers: Answers, manifests: readonly Manifest[], deps: CommandDeps): Promise<Answers> {
  const { publisher: name } = answers;
  if (name === undefined) return answers;
  const before = (await deps.consent.read()).get(name);
  const claims = claimsOf(name, manifests, before, deps.world.env);
  const manifest = manifests.find(({ publisher }) => publisher === name);
  await deps.terminal.printProse(await describeYes(name, claims, ["errors"], before, manifest, deps));
  return { ...answers, claims };
}
