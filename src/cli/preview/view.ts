import type { Sealed } from "../../seal/seal.ts";
import type { Taken } from "../pipeline/group-and-seal.ts";

/** Shows events in `preview`, as they are found. */
export interface View {
  event(taken: Taken, number: number): Promise<void>;
  end(): Promise<void>;
}

/** Where something was removed, to mark these places. */
export const placesOf = (findings: Sealed["findings"]) =>
  findings.map(({ pointer = "", placeholder }) => ({ pointer, placeholder }));
