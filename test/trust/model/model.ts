/** What the owner has been shown and what is true, told as a story: with numbers of turns, not dates in a file. */
export interface Model {
  /** Counts what happens; a clock that cannot be set back. */
  turn: number;
  /** What the wall clock shows, epoch milliseconds; people set it. */
  clockMs: number;
  readonly publishers: Map<Name, PublisherModel>;
  /** By event id. */
  readonly events: Map<string, EventModel>;
  /** What must have arrived, in its order: event id and address. */
  readonly arrived: string[];
  sentAutomatically: number;
}

export type Name = "alice" | "bob";
export const names: readonly Name[] = ["alice", "bob"];

export interface PublisherModel {
  /** What is registered at present. */
  manifest?: ManifestModel;
  /** Addresses that plugins of the library have told of themselves. */
  readonly declared: Set<Address>;
  yes?: Yes;
}

/** One of the server's projects. */
export type Address = 1 | 2 | 3;
export const addresses: readonly Address[] = [1, 2, 3];

export interface ManifestModel {
  readonly address: Address;
  /** A wider one claims a second folder. */
  readonly isWide: boolean;
}

/** When a part of the consent was given. */
export interface Said {
  readonly turn: number;
  readonly ms: number;
}

/** Consent, until it ends: what it covers, and since when. */
export interface Yes {
  readonly addresses: ReadonlyMap<Address, Said>;
  readonly folders: ReadonlyMap<"first" | "second", Said>;
  readonly errors: Said | undefined;
}

export interface EventModel {
  readonly publisher: Name;
  readonly address: Address;
  readonly isAutomatic: boolean;
  readonly capturedMs: number;
  readonly happenedMs: number;
  /** The newest part of the consent that covered it as it was captured, if one did. */
  readonly under: number | undefined;
  state: "pending" | "sent" | "dropped";
  /** `stale`: other bytes were approved than those that are pending. */
  approval: "none" | "holds" | "stale";
}

export const createModel = (clockMs: number): Model => ({
  ...{ turn: 0, clockMs, events: new Map(), arrived: [], sentAutomatically: 0 },
  publishers: new Map(names.map((name) => [name, { declared: new Set() }])),
});

const foldersOf = ({ isWide }: ManifestModel) => (isWide ? (["first", "second"] as const) : (["first"] as const));

/** The owner agrees to everything that is claimed at present. What existing consent covers keeps its date. */
export function sayYes(model: Model, name: Name, withErrors: boolean): void {
  const publisher = model.publishers.get(name)!;
  const { yes: before, manifest } = publisher;
  const now: Said = { turn: ++model.turn, ms: model.clockMs };
  const claimed = new Set([...(manifest ? [manifest.address] : []), ...publisher.declared]);
  publisher.yes = {
    addresses: new Map([...claimed].map((one) => [one, before?.addresses.get(one) ?? now])),
    folders: new Map((manifest ? foldersOf(manifest) : []).map((one) => [one, before?.folders.get(one) ?? now])),
    errors: withErrors ? (before?.errors ?? now) : undefined,
  };
}

/** The newest part of the consent that covers a plugin's errors now; `undefined` if one is missing. */
export function coverOf(
  { yes }: PublisherModel,
  address: Address,
  folders: readonly ("first" | "second")[],
): Said | undefined {
  const parts = [yes?.addresses.get(address), yes?.errors, ...folders.map((folder) => yes?.folders.get(folder))];
  if (parts.some((part) => part === undefined)) return undefined;
  return (parts as Said[]).reduce((newest, part) => (part.turn > newest.turn ? part : newest));
}

export { foldersOf };

/** The rule: sent automatically is what was captured so, and happened and was captured after and under the owner's consent. */
export function maySendAutomatically(model: Model, event: EventModel): boolean {
  const { yes } = model.publishers.get(event.publisher)!;
  const [address, errors] = [yes?.addresses.get(event.address), yes?.errors];
  if (!event.isAutomatic || event.under === undefined || !yes || !address || !errors) return false;
  const parts = [address, errors, ...yes.addresses.values(), ...yes.folders.values()];
  const under = parts.find(({ turn }) => turn === event.under);
  const isAfter = ({ turn, ms }: Said) => event.under! >= turn && event.capturedMs >= ms && event.happenedMs >= ms;
  return under !== undefined && [address, errors, under].every(isAfter);
}

/** A pending event that the sender takes: of what was approved, only the bytes that were. */
export const goesAutomatically = (model: Model, event: EventModel): boolean =>
  event.approval !== "stale" && maySendAutomatically(model, event);

/** Captured automatically: what covers it stays with it, unless the clock says that it is from before. */
export function captured(
  model: Model,
  event: Omit<EventModel, "under" | "state" | "approval">,
  cover: Said | undefined,
): EventModel {
  const entry: EventModel = { ...event, under: cover?.turn, state: "pending", approval: "none" };
  return maySendAutomatically(model, entry) ? entry : { ...entry, under: undefined };
}
