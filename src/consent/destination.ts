/**
 * `https://o1.ingest.sentry.io/42` as people read it: `o1.ingest.sentry.io, project 42`, with a remark if it is not
 * encrypted.
 */
export function renderDestination(destination: string): string {
  const { protocol, host, pathname } = new URL(destination);
  const segments = pathname.slice(1).split("/");
  const project = segments.pop();
  const path = segments.length > 0 ? `/${segments.join("/")}` : "";
  return `${host}${path}, project ${project}${protocol === "http:" ? " (not encrypted)" : ""}`;
}
