import { operationOf, traceIdOf } from "./contexts.ts";
import { beginningOf, compact, type Fields, numberOf, recordOf, textOf, toIso, valuesOf } from "./fields.ts";

/** How many spans of a transaction are kept: the first ones. Sentry accepts 1,000. */
const most = 200;
/** UTF-16 units. */
const descriptionUnits = 200;

/**
 * Operations that SDKs describe with an address, a query, a command line, a file or a user's words. The names that an
 * author gives to other spans are kept.
 */
const outward =
  /^(?:https?|db|sql|redis|mongo\w*|cache|queue|messaging|topic|subprocess|grpc|rpc|graphql|websockets?|file|resource|navigation|url|fetch|xhr|browser|aws|s3|gen_ai|ai|mcp)(?:\.|$)/;

/** When it began, how long it took, and what kind it was; never its address or data. */
export const normaliseSpans = (value: unknown): object[] => valuesOf(value).slice(0, most).map(normaliseSpan);

function normaliseSpan(span: Fields): object {
  const data = recordOf(span.data) ?? {};
  const method = textOf(data["http.request.method"], 16) ?? textOf(data["http.method"], 16);
  const told = compact({
    "db.system": textOf(data["db.system"], 32),
    "http.request.method": method !== undefined && /^[A-Z]+$/.test(method) ? method : undefined,
    "http.response.status_code": numberOf(data["http.response.status_code"]),
  });
  return compact({
    span_id: traceIdOf(span.span_id),
    parent_span_id: traceIdOf(span.parent_span_id),
    trace_id: traceIdOf(span.trace_id),
    ...operationOf(span),
    description: descriptionOf(span),
    start_timestamp: toIso(span.start_timestamp),
    timestamp: toIso(span.timestamp),
    data: Object.keys(told).length > 0 ? told : undefined,
  });
}

function descriptionOf({ op, origin, description }: Fields): string | undefined {
  const isOthers = typeof op === "string" && outward.test(op.toLowerCase()) && origin !== "manual";
  return typeof description === "string" && !isOthers ? beginningOf(description, descriptionUnits) : undefined;
}

/** Durations and sizes that were measured for a transaction. */
export function normaliseMeasurements(value: unknown): object | undefined {
  const measured = Object.entries(recordOf(value) ?? {}).flatMap(([name, entry]) => {
    const [amount, unit] = [numberOf(recordOf(entry)?.value), textOf(recordOf(entry)?.unit, 32)];
    return /^\w[\w.]{0,40}$/.test(name) && name !== "__proto__" && amount !== undefined
      ? [[name, compact({ value: amount, unit })] as const]
      : [];
  });
  return measured.length > 0 ? Object.fromEntries(measured.slice(0, 20)) : undefined;
}
