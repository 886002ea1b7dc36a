/** `https://o1.ingest.sentry.io/42` for people: `o1.ingest.sentry.io, project 42`; what is not encrypted is said. */
export function renderDestination(destination: string): string {
  const { protocol, host, pathname } = new URL(destination);
  const segments = pathname.slice(1).split("/");
  const project = segments.pop();
  const path = segments.length > 0 ? `/${segments.join("/")}` : "";
  return `${host}${path}, project ${project}${protocol === "http:" ? " (not encrypted)" : ""}`;
}
