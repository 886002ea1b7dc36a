import { ahead, isDatedAhead } from "../../consent/answer.ts";
import { type Claim, uniteClaims } from "../../consent/claims.ts";
import type { Answer, Consent } from "../../consent/consent.ts";
import { allKinds, type Kind } from "../../consent/kinds.ts";
import { decideStanding, type HeldClaim } from "../../consent/standing.ts";
import type { Entry } from "../../outbox/entry.ts";
import type { Receipt } from "../../outbox/receipt.ts";
import type { Host } from "../../world/host.ts";
import { type Asker, readStanding, type Stores } from "../submit/stores.ts";

/** The result of sending a named event: the server accepted it, refused it, or could not be reached. */
export interface SendOutcome {
  readonly state: "sent" | "kept" | "unknown event";
  /** The reason in words, unless it was sent. */
  readonly reason?: string;
}

export interface OwnerStatus {
  readonly publisher: string;
  readonly answer: Answer;
  /** The effective answer, and which of environment, file or default determined it. */
  readonly effective: "enabled" | "disabled";
  readonly source: string;
  readonly sinceMs?: number;
  /** Whether errors that are not sent automatically are kept. */
  readonly manual: boolean;
  readonly uuid?: string;
  /** The beginning of commands for a shell, such as `npx vextel`. */
  readonly cli?: string;
  /** Number of pending events of this publisher. */
  readonly pending: number;
  /** Where automatically sent events go: protocol, host and project. */
  readonly destinations: readonly string[];
  /** What is sent automatically. */
  readonly kinds: readonly Kind[];
  /** What consent would cover; show it before you ask. */
  readonly offer: Offer;
  /** The author's page about what is collected and why. */
  readonly privacy?: string;
  /** Claims of plugins that the consent does not cover: their events are held until the owner decides again. */
  readonly held: readonly HeldClaim[];
  /** What is wrong, so that less is sent than the answer permits. */
  readonly problem?: string;
}

/** What an owner is asked to agree to. */
export interface Offer {
  /** Each plugin, the destination of its events, and which errors of a log belong to it. */
  readonly claims: readonly Claim[];
  readonly kinds: readonly Kind[];
}

/** Commands that a bot can offer to its owner. Do not offer them to anybody else. */
export interface OwnerControls {
  status(): Promise<OwnerStatus>;
  /**
   * Saves the answer for all plugins of the publisher. Consent covers what they have declared, as `status` returns it,
   * and what earlier consent covered. Kinds that were refused stay refused.
   *
   * @param isShown - Which claims the owner was shown: consent covers no others. Default: all.
   * @throws {VextelError} if the file cannot be trusted or written.
   */
  answer(answer: "enabled" | "disabled", isShown?: (claim: Claim) => boolean): Promise<OwnerStatus>;
  /** Pending events of this publisher, newest first. */
  list(): Promise<readonly Entry[]>;
  /**
   * Sends one event now, in a separate process, whatever the answer is: naming it is consent to send it.
   *
   * @param id - Or any unique prefix of at least 4 characters.
   */
  send(id: string): Promise<SendOutcome>;
}

/** @param onAnswer - Gets what was saved. */
export function createOwnerControls(
  asker: Asker,
  host: Host,
  stores: Stores,
  cli: string,
  onAnswer: (consent: Consent | undefined) => void,
): OwnerControls {
  const { publisher } = asker;
  const { outbox, consent: file } = stores;
  const listOwn = async () => (await outbox.list()).filter((entry) => entry.publisher === publisher).reverse();
  const problemOf = (consent: Consent | undefined) =>
    consent && isDatedAhead(consent, host.nowMs())
      ? `${ahead}. If the clock is right now: disable, then enable again`
      : undefined;
  const controls: OwnerControls = {
    async status() {
      const { consent, effective, source, problem = problemOf(consent) } = await readStanding(asker, host, stores);
      return {
        ...{ publisher, effective, source, cli, answer: consent?.answer ?? "unset", manual: consent?.manual ?? true },
        ...(consent?.sinceMs !== undefined && { sinceMs: consent.sinceMs }),
        ...(consent && { uuid: consent.uuid }),
        ...(problem !== undefined && { problem }),
        destinations: [...new Set(consent?.agreed.map(({ destination }) => destination))],
        kinds: consent?.kinds.map(({ kind }) => kind) ?? [],
        offer: offerOf(asker, consent, () => true),
        held: decideStanding(consent, consent?.declared ?? []).held,
        pending: (await listOwn()).length,
        ...(asker.privacy !== undefined && { privacy: asker.privacy }),
      };
    },
    async answer(answer, isShown = () => true) {
      const { consent } = await readStanding(asker, host, stores);
      await file.answer(publisher, answer === "enabled" ? { answer, ...offerOf(asker, consent, isShown) } : { answer });
      onAnswer((await file.read()).get(publisher));
      return controls.status();
    },
    list: listOwn,
    async send(id) {
      const [entry, ...more] = id.length < 4 ? [] : (await listOwn()).filter((one) => one.id.startsWith(id));
      if (!entry) return { state: "unknown event", reason: "no pending event of this publisher has this id" };
      if (more.length > 0)
        return { state: "unknown event", reason: "several ids begin with this; give more characters" };
      const failure = await host.startSender([entry.id]).ended;
      return outcomeOf(
        failure,
        await outbox.readReceipt(entry.id),
        (await listOwn()).find((one) => one.id === entry.id),
      );
    },
  };
  return controls;
}

/** What the consent covers: the claims that were shown, and those of earlier consent. */
function offerOf({ claim }: Asker, consent: Consent | undefined, isShown: (claim: Claim) => boolean) {
  const earlier = (consent?.agreed ?? []).map(({ sinceMs: _, generation: __, ...agreed }) => agreed);
  const declared = consent?.declared ?? (claim ? [claim] : []);
  const kinds = consent?.kinds.map(({ kind }) => kind) ?? [];
  return {
    claims: uniteClaims([...declared.filter(isShown), ...earlier]),
    kinds: kinds.length > 0 ? kinds : allKinds,
  };
}

function outcomeOf(failure: string | undefined, receipt: Receipt | undefined, entry: Entry | undefined): SendOutcome {
  if (receipt?.state === "sent") return { state: "sent" };
  return { state: "kept", reason: failure ?? entry?.reason ?? receipt?.reason ?? "no attempt was made" };
}
