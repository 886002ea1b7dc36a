/** The purpose of a request, from its path. */
export interface Route {
  readonly kind: "envelope" | "store" | "tunnel";
  /** The segments before `api`: for people, and for what `vextel relay run` diverts. */
  readonly prefix: readonly string[];
  readonly project: string;
}

/** `undefined` for every path that no Sentry SDK sends errors to. */
export function readRoute(path: string): Route | undefined {
  if (path.length > 1000) return undefined;
  if (path === "/tunnel") return { kind: "tunnel", prefix: [], project: "" };
  const segments = path.split("/").filter(Boolean); // some SDKs write slashes twice
  const kind = segments.pop();
  const project = segments.pop();
  if (segments.pop() !== "api" || !/^\d{1,20}$/.test(project ?? "")) return undefined;
  return kind === "envelope" || kind === "store" ? { kind, prefix: segments, project: project! } : undefined;
}
