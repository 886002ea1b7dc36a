import type { RedPlace } from "../../owner/red/paths.ts";
import type { World } from "../../world/world.ts";

/** Where bots are looked for. */
export const placeOf = ({ platform, env, machine }: World): RedPlace => ({ platform, env, home: machine.home });
