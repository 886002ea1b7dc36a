import type { Claim } from "../consent/claims.ts";
import { renderDestination } from "../consent/destination.ts";
import type { OwnerControls, OwnerStatus, SendOutcome } from "../reporter/owner/controls.ts";
import { shortOf } from "./buttons.ts";
import { cliIn, renderQuestion, shortOfOffer, wordOf } from "./question.ts";
import { longestReply, type OwnerReply, plain, renderHeld, some } from "./words.ts";

/** The owner's request. */
export interface OwnerRequest {
  readonly action: string;
  readonly publisher?: string;
  readonly id?: string;
  /** For a button: identifies the destination named in its message (`shortOf`). */
  readonly shown?: string;
}

/** Choices of a completion, within Discord's limits: at most 25, each name at most 100 characters. */
export interface Choice {
  readonly name: string;
  readonly value: string;
}

/** The controls of each publisher, by its name. */
type PublisherControls = ReadonlyMap<string, OwnerControls>;

/**
 * Carries out the owner's request. The question for consent shows everything that it would cover, and only its button
 * gives consent. Never throws expected errors.
 */
export async function answerOwner(request: OwnerRequest, controls: PublisherControls): Promise<OwnerReply> {
  const isQuestion = request.action === "enable" && request.shown === undefined;
  const found = request.publisher === undefined ? [...controls.values()] : [controls.get(request.publisher)];
  if (isQuestion && found.length === 1 && found[0]) return askFirst(found[0]);
  return { content: await act(request, controls) };
}

async function act(request: OwnerRequest, controls: PublisherControls): Promise<string> {
  const chosen =
    request.publisher === undefined
      ? [...controls.values()]
      : [controls.get(request.publisher)].filter((found) => !!found);
  if (chosen.length === 0) return `There is no publisher of this name. Known: ${[...controls.keys()].join(", ")}`;
  switch (request.action) {
    case "status":
      return join(await Promise.all(chosen.map(async (one) => renderStatus(await one.status()))));
    case "list":
      return join(await Promise.all(chosen.map(renderList)));
    case "send":
      return renderOutcome(await sendFrom(chosen, request.id ?? ""));
    case "enable":
    case "disable":
      return chosen.length > 1
        ? `Choose a publisher: ${[...controls.keys()].join(", ")}`
        : renderStatus(await giveAnswer(request, chosen[0]!));
    default:
      return "This command is not known here; nothing was changed."; // another version of vextel made it
  }
}

/**
 * A button consents only to what its message named: since then, plugins may have moved, or others may have been added.
 */
async function giveAnswer({ action, shown }: OwnerRequest, controls: OwnerControls): Promise<OwnerStatus> {
  if (action !== "enable") return controls.answer("disabled");
  const status = await controls.status();
  if (shortOfOffer(status) !== shown) return controls.answer("enabled", (claim) => isNamedBy(shown, claim));
  const known = new Set(status.offer.claims.map(wordOf)); // claims that are added between this check and the answer were not shown
  return controls.answer("enabled", (claim) => known.has(wordOf(claim)));
}

/**
 * Whether a message that named one claim, or only the destination of a plugin that claims nothing of logs, named this
 * one.
 */
const isNamedBy = (shown: string | undefined, claim: Claim) =>
  shortOf(wordOf(claim)) === shown ||
  (claim.paths.length + claim.loggers.length === 0 && shortOf(renderDestination(claim.destination)) === shown);

/** Nothing is asked if consent would change nothing. */
async function askFirst(controls: OwnerControls): Promise<OwnerReply> {
  const status = await controls.status();
  if (status.answer === "enabled" && status.held.length === 0) return { content: renderStatus(status) };
  return renderQuestion(status, controls);
}

/** Ids of events whose id or title matches the text typed so far. */
export async function completeIds(typed: string, controls: PublisherControls): Promise<Choice[]> {
  const all = (await Promise.all([...controls.values()].map((one) => one.list()))).flat();
  return all
    .map(({ id, title }) => ({ name: `${id.slice(0, 8)} ${title}`.slice(0, 100), value: id }))
    .filter(({ name, value }) => value.startsWith(typed) || name.toLowerCase().includes(typed.toLowerCase()))
    .slice(0, 25);
}

export const completePublishers = (typed: string, controls: PublisherControls): Choice[] =>
  [...controls.keys()]
    .filter((name) => name.includes(typed))
    .slice(0, 25)
    .map((name) => ({ name, value: name }));

async function sendFrom(controls: readonly OwnerControls[], id: string): Promise<SendOutcome> {
  let outcome: SendOutcome = { state: "unknown event", reason: "no pending event has this id" };
  for (const one of controls) {
    outcome = await one.send(id);
    if (outcome.state !== "unknown event") break;
  }
  return outcome;
}

const join = (parts: readonly string[]) => parts.join("\n\n").slice(0, longestReply);

function renderStatus(status: OwnerStatus): string {
  const { publisher, answer, effective, source, pending, manual, problem, uuid, destinations, kinds } = status;
  const decision =
    answer === "unset" && source === "default"
      ? "you have not decided yet"
      : `your answer: ${answer}${effective === answer ? "" : `; ${source} decides`}`;
  const lines = [
    `**${publisher}**: error reports are **${effective}** (${decision}).`,
    `${pending} pending on this machine; errors that are not sent automatically are ${manual ? "kept, so that you can send them yourself" : "not kept"}.`,
  ];
  if (effective === "enabled" && problem === undefined)
    lines.push(
      kinds.length === 0 || destinations.length === 0
        ? "Nothing is sent automatically: you refused every kind, or agreed to no destination."
        : `Sent automatically: ${kinds.join(", ")}, to ${some(destinations)}.`,
    );
  lines.push(...renderHeld(status));
  if (uuid !== undefined) lines.push(`The random id in its events: \`${uuid}\``);
  if (problem !== undefined) lines.push(`Something is wrong: ${problem}`);
  return lines.join("\n");
}

async function renderList(controls: OwnerControls): Promise<string> {
  const entries = await controls.list();
  const lines = entries.slice(0, 10).map(({ id, title, state, timeMs }) => {
    const time = `<t:${Math.floor(timeMs / 1000)}:R>`;
    return `\`${id.slice(0, 8)}\` ${time} ${state}: ${plain(title)}`;
  });
  if (entries.length > lines.length)
    lines.push(`and ${entries.length - lines.length} more: \`${cliIn(await controls.status())} list\``);
  return lines.join("\n") || "No pending events.";
}

function renderOutcome({ state, reason }: SendOutcome): string {
  if (state === "sent") return "Sent: the server has accepted it. Its author cannot reply to you.";
  return state === "unknown event" ? `Not sent: ${reason}.` : `Not sent: ${reason}. It is kept.`;
}
