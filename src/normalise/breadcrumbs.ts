import { type Happening, isSince } from "../report/breadcrumbs.ts";
import { limits } from "../report/limits.ts";
import { levels } from "../seal/field-names.ts";
import type { FreeCopier } from "./author-data.ts";
import {
  beginningOf,
  compact,
  type Fields,
  numberOf,
  recordOf,
  textOf,
  toIso,
  toMs,
  valuesOf,
  wordOf,
} from "./fields.ts";

/** Breadcrumbs of these categories describe the bot's requests and programs: addresses, queries and command lines. */
const outward = /^(?:http|httplib|fetch|xhr|query|redis|subprocess|navigation|aiohttp|grpc)\b/;

/**
 * The newest breadcrumbs, oldest first.
 *
 * @param sinceMs - Those that may be from before are left out (`isSince`), epoch milliseconds; absent: none are.
 */
export const normaliseBreadcrumbs = (
  value: unknown,
  free: FreeCopier,
  sinceMs: number | undefined,
  happening: Happening,
): object[] =>
  valuesOf(value)
    .filter((crumb) => Object.keys(crumb).length > 0)
    .filter(({ timestamp }) => sinceMs === undefined || isSince(toMs(timestamp), sinceMs, happening))
    .slice(-limits.breadcrumbs)
    .map((crumb) => normaliseBreadcrumb(crumb, free));

function normaliseBreadcrumb(crumb: Fields, free: FreeCopier): object {
  const [type, category] = [textOf(crumb.type, 64), textOf(crumb.category, 200)];
  const data = recordOf(crumb.data);
  return compact({
    type: type ?? "default",
    timestamp: toIso(crumb.timestamp),
    level: wordOf(crumb.level, levels),
    category,
    message: typeof crumb.message === "string" ? beginningOf(crumb.message, limits.messageUnits) : undefined,
    data: data && (outward.test(type ?? "") || outward.test(category ?? "") ? statusIn(data) : free.copy(data)),
  });
}

function statusIn(data: Fields): object | undefined {
  const status = numberOf(data.status_code) ?? numberOf(data["http.response.status_code"]);
  return status === undefined ? undefined : { status_code: status };
}
