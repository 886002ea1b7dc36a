import { type Dsn, parseDsn } from "../../../deliver/dsn.ts";
import { describeRequest } from "../../../deliver/http/headers.ts";

/** The request as it will be sent; without a DSN, without the parts that depend on it. */
export function describeRequestOf(
  dsn: string | undefined,
  bodyBytes: number,
): { url: string; headers: Record<string, string> } {
  if (dsn !== undefined) return describeRequest(readDsn(dsn), bodyBytes);
  const { headers } = describeRequest(readDsn("https://key@host/0"), bodyBytes);
  const { Host: _host, "X-Sentry-Auth": _auth, ...known } = headers;
  return { url: "(to the DSN that --dsn or VEXTEL_DSN names when it is sent)", headers: known };
}

/** Parsed addresses; a machine has few. */
const known = new Map<string, Dsn>();

function readDsn(text: string): Dsn {
  const dsn = known.get(text) ?? parseDsn(text);
  if (known.size < 100) known.set(text, dsn);
  return dsn;
}
