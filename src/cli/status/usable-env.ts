import { VextelError } from "../../errors.ts";
import { unclaimed } from "../consent/claims.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** The environment without a `VEXTEL_DSN` that is no address, and the error for it: the rest can still be shown. */
export function usableEnv(env: Env): readonly [Env, VextelError?] {
  try {
    unclaimed(env);
    return [env];
  } catch (error) {
    if (!(error instanceof VextelError)) throw error;
    return [{ ...env, VEXTEL_DSN: undefined }, error];
  }
}
