import { sdk } from "../../seal/sdk.ts";
import { type Dsn, envelopeUrl } from "../dsn.ts";

/** Sentry's transport compresses larger bodies. */
const gzipAboveBytes = 32 * 1024;

/** The address and the complete list of headers with which a body of this size is posted, in their exact spelling. */
export function describeRequest(dsn: Dsn, bodyBytes: number): { url: string; headers: Record<string, string> } {
  const size: Record<string, string> =
    bodyBytes > gzipAboveBytes
      ? { "content-encoding": "gzip", "Transfer-Encoding": "chunked" }
      : { "Content-Length": String(bodyBytes) };
  return {
    url: envelopeUrl(dsn),
    headers: {
      "Content-Type": "application/x-sentry-envelope",
      "User-Agent": client,
      "X-Sentry-Auth": `Sentry sentry_version=7, sentry_client=${client}, sentry_key=${dsn.publicKey}`,
      ...size,
      Host: dsn.host,
      Connection: "close",
    },
  };
}

const client = `${sdk.name}/${sdk.version}`;
