import type { HostFramework } from "../../report/report.ts";
import type { Draft } from "../draft.ts";
import { defaultEnvironment } from "../field-names.ts";
import { sdkBlock } from "../sdk.ts";
import { type KnownSubject, releaseOf } from "../subject.ts";
import { tagsOf } from "./event.ts";

/** One run of a background loop, timed. */
export interface Timing {
  readonly id: string;
  /** 32 and 16 lower-case hexadecimal digits. */
  readonly traceId: string;
  readonly spanId: string;
  /** The name of the task, never an address: Discord's contain tokens. */
  readonly name: string;
  /** Epoch milliseconds. */
  readonly startedMs: number;
  readonly endedMs: number;
  readonly failed: boolean;
  /** Share of the runs that are reported. */
  readonly sampleRate: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly hosts: readonly HostFramework[];
}

/** A timing as Sentry's transaction (https://develop.sentry.dev/sdk/data-model/event-payloads/transaction/). */
export function draftTransaction(timing: Timing, subject: KnownSubject): Draft {
  const release = releaseOf(subject);
  return {
    type: "transaction",
    subject,
    identity: timing.id,
    timeMs: timing.startedMs,
    fixed: {
      start_timestamp: new Date(timing.startedMs).toISOString(),
      timestamp: new Date(Math.max(timing.startedMs, timing.endedMs)).toISOString(),
      platform: "node",
      environment: subject.environment ?? defaultEnvironment,
      user: { id: subject.uuid },
      sdk: sdkBlock,
    },
    open: {
      type: "transaction",
      transaction: timing.name,
      transaction_info: { source: "task" },
      ...(release !== undefined && { release }),
      tags: tagsOf(timing, subject),
      contexts: {
        trace: {
          trace_id: timing.traceId,
          span_id: timing.spanId,
          op: "task",
          status: timing.failed ? "internal_error" : "ok",
          origin: "manual",
          client_sample_rate: timing.sampleRate,
        },
      },
      spans: [],
    },
    notes: [],
  };
}
