import type { Ledger } from "../history/ledger.ts";
import type { Paths } from "../world/paths.ts";
import type { World } from "../world/world.ts";
import type { Entry } from "./entry.ts";
import type { Pending } from "./pending.ts";
import type { Receipts } from "./receipts/receipts.ts";

/** The parts from which the outbox's operations are made. */
export interface OutboxParts {
  readonly paths: Paths;
  readonly world: World;
  readonly pending: Pending;
  readonly receipts: Receipts;
  readonly ledger: Pick<Ledger, "tryAdd" | "tryAddAll">;
}

/** How the ledger identifies an event. */
export const inLedger = ({ id, publisher, sha256 }: Entry) => ({ event: id, publisher, sha256 });
