import type { Ledger } from "../history/ledger.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { World } from "../world/world.ts";
import type { LimitFile } from "./limits/limit-file.ts";

/** What posting an event needs. */
export interface Delivery {
  readonly outbox: Outbox;
  readonly limits: LimitFile;
  readonly world: World;
  readonly ledger: Pick<Ledger, "add" | "read">;
}
