import type { VextelErrorCode } from "../errors.ts";

/** Exit statuses, which are part of the interface. With several events, the highest is used. */
export const exit = {
  done: 0,
  /** `scrub --check` found something, or an unexpected failure. */
  failed: 1,
  usage: 2,
  notFound: 3,
  rejected: 4,
  unreached: 5,
  limited: 6,
  untrusted: 7,
  notConsented: 8,
  interrupted: 130,
} as const;

export const statusOfError: Record<VextelErrorCode, number> = {
  USAGE: exit.usage,
  NOT_FOUND: exit.notFound,
  STATE_UNTRUSTED: exit.untrusted,
  NOT_CONSENTED: exit.notConsented,
  DSN_INVALID: exit.usage,
  MANIFEST_INVALID: exit.usage,
  NOT_CLEAN: exit.failed,
  OUTBOX_DAMAGED: exit.untrusted,
  TOO_LARGE: exit.failed,
  FILE_UNREADABLE: exit.failed,
  FILE_UNWRITABLE: exit.failed,
  LOCK_TIMEOUT: exit.failed,
  INTERRUPTED: exit.interrupted,
};
