/** What the owner has agreed to and what has happened, with numbered turns instead of dates in files. */
export interface Model {
  /** Counts events, as a clock that is never set back. */
  turn: number;
  /** The time of the wall clock, in epoch milliseconds; it can be set. */
  clockMs: number;
  readonly publishers: Map<Name, PublisherModel>;
  /** By event id. */
  readonly events: Map<string, EventModel>;
  /** The event id and address of each expected arrival, in order. */
  readonly arrived: string[];
  sentAutomatically: number;
}

export type Name = "alice" | "bob";
export const names: readonly Name[] = ["alice", "bob"];

export interface PublisherModel {
  /** The manifest that is registered now. */
  manifest?: ManifestModel;
  /** Addresses that plugins with the library have declared. */
  readonly declared: Set<Address>;
  yes?: Yes;
}

/** One of the server's projects. */
export type Address = 1 | 2 | 3;
export const addresses: readonly Address[] = [1, 2, 3];

export interface ManifestModel {
  readonly address: Address;
  /** A wide manifest claims a second folder. */
  readonly isWide: boolean;
}

/** When a part of the consent was given. */
export interface Said {
  readonly turn: number;
  readonly ms: number;
}

/** The current consent: what it covers, and since when. */
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
  /** The turn of the newest part of the consent that covered the event when it was captured, if any. */
  readonly under: number | undefined;
  state: "pending" | "sent" | "dropped";
  /** `stale`: the approved bytes are not the pending ones. */
  approval: "none" | "holds" | "stale";
}

export const createModel = (clockMs: number): Model => ({
  ...{ turn: 0, clockMs, events: new Map(), arrived: [], sentAutomatically: 0 },
  publishers: new Map(names.map((name) => [name, { declared: new Set() }])),
});

const foldersOf = ({ isWide }: ManifestModel) => (isWide ? (["first", "second"] as const) : (["first"] as const));

/** The owner agrees to everything that is claimed now. What was already agreed to keeps its date. */
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

/** The newest part of the consent that covers a plugin's errors now; `undefined` if they are not fully covered. */
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

/** The rule: captured automatically, and both the error and the capture are later than the consent that covers it. */
export function maySendAutomatically(model: Model, event: EventModel): boolean {
  const { yes } = model.publishers.get(event.publisher)!;
  const [address, errors] = [yes?.addresses.get(event.address), yes?.errors];
  if (!event.isAutomatic || event.under === undefined || !yes || !address || !errors) return false;
  const parts = [address, errors, ...yes.addresses.values(), ...yes.folders.values()];
  const under = parts.find(({ turn }) => turn === event.under);
  const isAfter = ({ turn, ms }: Said) => event.under! >= turn && event.capturedMs >= ms && event.happenedMs >= ms;
  return under !== undefined && [address, errors, under].every(isAfter);
}

/** Whether the sender sends a pending event: if it was approved, only with the approved bytes. */
export const goesAutomatically = (model: Model, event: EventModel): boolean =>
  event.approval !== "stale" && maySendAutomatically(model, event);

/** An event captured automatically keeps its consent, unless, by the clock, it is older than the consent. */
export function captured(
  model: Model,
  event: Omit<EventModel, "under" | "state" | "approval">,
  cover: Said | undefined,
): EventModel {
  const entry: EventModel = { ...event, under: cover?.turn, state: "pending", approval: "none" };
  return maySendAutomatically(model, entry) ? entry : { ...entry, under: undefined };
}
