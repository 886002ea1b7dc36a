import { plural } from "../../preview/summary.ts";
import type { Manifest } from "../../publisher/manifest.ts";
import type { PublisherStatus } from "../consent/publisher-status.ts";

/** What the owner can do next. Pure. */
export function nextStep(statuses: readonly PublisherStatus[], manifests: readonly Manifest[]): string {
  const unanswered = statuses.find(({ name, consent }) => isRegistered(name, manifests) && !isAnswered(consent));
  const unsent = statuses.reduce((sum, { pending: { waiting, automatic } }) => sum + waiting - automatic, 0);
  const ahead = statuses.find(({ effective, isDatedAhead }) => effective === "enabled" && isDatedAhead);
  if (ahead) return `see above why errors of ${ahead.name} are held until a date in the future`;
  if (unsent > 0) return `look at ${plural(unsent, "pending event")}: vextel review`;
  const late = statuses.reduce((sum, { pending }) => sum + pending.late, 0);
  if (late > 0) return `see why ${plural(late, "event")} could not be sent yet: vextel list`;
  if (unanswered) return `decide about ${unanswered.name}: vextel enable ${unanswered.name}`;
  if (manifests.length === 0) return "see what your bot's errors would reveal: vextel setup";
  return "nothing to do";
}

const isRegistered = (name: string, manifests: readonly Manifest[]) =>
  manifests.some(({ publisher }) => publisher === name);

const isAnswered = (consent: PublisherStatus["consent"]) => (consent?.answer ?? "unset") !== "unset";
