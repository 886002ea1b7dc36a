/** Where a request goes. */
export interface RequestTarget {
  readonly path: string;
  readonly query: URLSearchParams;
  /** With its port, if there is one. */
  readonly host: string | undefined;
}

/**
 * Reads what is between the method and the version: a path, or the whole address, as clients write it to what they
 * take for a proxy; then its host counts, whatever `Host` says (RFC 9112, section 3.2).
 */
export function readRequestTarget(target: string, hostHeader: string | undefined): RequestTarget {
  const [, host = hostHeader, rest = target] = /^https?:\/\/([^/?#]*)(.*)/is.exec(target) ?? [];
  const [path, query] = rest.split("?", 2);
  return { path: path || "/", query: new URLSearchParams(query ?? ""), host };
}
