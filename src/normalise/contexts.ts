import { toEventId } from "../seal/ids/random-id.ts";
import type { FreeCopier } from "./author-data.ts";
import { compact, type Fields, recordOf, textOf } from "./fields.ts";

/** Contexts in which SDKs describe the machine, the program and its user: not the error. */
const leftOut = new Set([
  ...["device", "os", "client_os", "app", "culture", "cloud_resource", "otel", "process", "response", "profile"],
  ...["replay", "browser", "gpu", "monitor", "feedback", "memory_info", "threadpool_info", "unity", "spring", "nel"],
  ...["flags", "organization", "gen_ai", "performance_score", "character_encoding", "user", "request", "vextel"],
]);

/** How many contexts of the author are kept. */
const most = 20;

/** The parts of `runtime` and `trace` that concern the error, and the author's own contexts. */
export function normaliseContexts(value: unknown, free: FreeCopier): Record<string, unknown> {
  const contexts = recordOf(value) ?? {};
  const own = Object.keys(contexts).filter((name) => name !== "__proto__" && !leftOut.has(name) && !known.has(name));
  const [runtime, trace] = [recordOf(contexts.runtime), recordOf(contexts.trace)];
  return compact({
    runtime: runtime && compact({ name: textOf(runtime.name, 64), version: textOf(runtime.version, 64) }),
    trace: trace && normaliseTrace(trace),
    ...Object.fromEntries(own.slice(0, most).map((name) => [name, free.copy(contexts[name])])),
  });
}

const known = new Set(["runtime", "trace"]);

const normaliseTrace = (trace: Fields) =>
  compact({
    trace_id: traceIdOf(trace.trace_id),
    span_id: traceIdOf(trace.span_id),
    parent_span_id: traceIdOf(trace.parent_span_id),
    ...operationOf(trace),
  });

/** What a trace or span did, in the SDK's words. */
export const operationOf = ({ op, status, origin }: Fields) =>
  compact({ op: dotted(op), status: dotted(status), origin: dotted(origin) });

const dotted = (value: unknown) =>
  typeof value === "string" && /^[a-z][\w.-]{0,60}$/i.test(value) ? value : undefined;

/** An id of a trace or span. Digits that could be taken for a number become letters. */
export const traceIdOf = (id: unknown): string | undefined =>
  typeof id === "string" && /^[0-9a-f]{16}(?:[0-9a-f]{16})?$/.test(id) ? toEventId(id) : undefined;
