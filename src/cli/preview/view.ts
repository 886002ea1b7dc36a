import type { Sealed } from "../../seal/seal.ts";
import type { Taken } from "../pipeline/group-and-seal.ts";

/** How `preview` shows events, as they come. */
export interface View {
  event(taken: Taken, number: number): Promise<void>;
  end(): Promise<void>;
}

/** The places of removals, for marking them. */
export const placesOf = (findings: Sealed["findings"]) =>
  findings.map(({ pointer = "", placeholder }) => ({ pointer, placeholder }));
