import type { Line } from "../../preview/terminal/line.ts";
import { proxyTrapIn } from "../../relay/dsn.ts";

/** A warning if SDKs would use a proxy for the relay. */
export function warnOfProxy(env: Readonly<Record<string, string | undefined>>): Line[] {
  const variable = proxyTrapIn(env);
  if (variable === undefined) return [];
  return [
    [["warn", `${variable} is set here: Sentry's SDKs in such an environment report to that proxy, in clear text.`]],
    ['Give them no_proxy=127.0.0.1, or in Python the option http_proxy="".'],
  ];
}
