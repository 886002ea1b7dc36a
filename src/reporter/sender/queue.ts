import type { Entry } from "../../outbox/entry.ts";

/** An event and the server to which it goes. */
export interface Queued {
  readonly dsn: string;
  readonly entry: Entry;
}

/**
 * Events to be sent, fair in both ways: servers take turns, and of one server's events none is chosen a second time
 * before all others of its type had their turn. What `choose` costs grows with the servers, not with the events.
 */
export class SendQueue {
  readonly #servers = new Map<string, Server>();
  #turns = 0;

  /** Adds an event after all others of its server and type. */
  add({ dsn, entry }: Queued): void {
    const server = this.#servers.get(dsn) ?? { types: new Map(), turn: 0 };
    this.#servers.set(dsn, server);
    const events = server.types.get(entry.type) ?? new Map<string, Entry>();
    server.types.set(entry.type, events);
    events.delete(entry.id);
    events.set(entry.id, entry);
  }

  remove({ dsn, entry }: Queued): void {
    this.#servers.get(dsn)?.types.get(entry.type)?.delete(entry.id);
  }

  /** The server of this event has had its turn. */
  took({ dsn }: Queued): void {
    const server = this.#servers.get(dsn);
    if (server) server.turn = ++this.#turns;
  }

  /**
   * The event that may go first; among those that may go now, of the server whose last turn is longest ago.
   *
   * @param waitMs - How long an event has to wait yet; `undefined` for one that need not be tried at all.
   */
  choose(waitMs: (queued: Queued) => number | undefined): (Queued & { readonly waitMs: number }) | undefined {
    let first: (Queued & { readonly waitMs: number; readonly turn: number }) | undefined;
    for (const [dsn, { types, turn }] of this.#servers)
      for (const events of types.values()) {
        const entry: Entry | undefined = events.values().next().value;
        const wait = entry && waitMs({ dsn, entry });
        if (entry === undefined || wait === undefined) continue;
        if (!first || wait < first.waitMs || (wait === first.waitMs && turn < first.turn))
          first = { dsn, entry, waitMs: wait, turn };
      }
    return first;
  }
}

interface Server {
  readonly types: Map<Entry["type"], Map<string, Entry>>;
  /** When it was last chosen, counted in turns. */
  turn: number;
}
