import { boundText } from "../../../report/bounds.ts";
import { limits } from "../../../report/limits.ts";
import { attempt } from "../../../world/files/attempt.ts";
import { toText } from "./snapshot.ts";

/** The class of a failure, whose message may be private. */
export const kindOf = (cause: unknown): string =>
  boundText(attempt(() => toText((cause as Error).name)) ?? typeof cause, limits.nameUnits);
