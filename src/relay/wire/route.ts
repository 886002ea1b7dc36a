/** What a request is for, out of its path. */
export interface Route {
  readonly kind: "envelope" | "store" | "tunnel";
  /** The segments in front of `api`: for people, and for what `vextel relay run` diverts. */
  readonly prefix: readonly string[];
  readonly project: string;
}

/** `undefined` for every path that no Sentry SDK sends errors to. */
export function readRoute(path: string): Route | undefined {
  if (path.length > 1000) return undefined;
  if (path === "/tunnel") return { kind: "tunnel", prefix: [], project: "" };
  const [, before, project, kind] = /^((?:\/[^/]*)*)\/api\/(\d{1,20})\/(envelope|store)\/?$/.exec(path) ?? [];
  if (before === undefined) return undefined;
  return { kind: kind as "envelope" | "store", prefix: before.split("/").filter(Boolean), project: project! };
}
