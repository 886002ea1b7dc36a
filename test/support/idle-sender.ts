import type { Sender } from "../../src/world/host.ts";

/** A sender that ran and sent nothing. */
export const idleSender = (): Sender => ({ started: Promise.resolve(undefined), ended: Promise.resolve(undefined) });
