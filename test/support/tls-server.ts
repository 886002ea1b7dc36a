import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A certificate for `sentry.example`, which signs itself, and its key; made for these tests. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBpTCCAUqgAwIBAgIUNiwjoJ/omFRpOVlMN/aMjiVhRlgwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOc2VudHJ5LmV4YW1wbGUwIBcNMjYxMTI3MjAyNDA4WhgPMjEy
NjExMDMyMDI0MDhaMBkxFzAVBgNVBAMMDnNlbnRyeS5leGFtcGxlMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEJouFWbvBVnjM6Z+f9I8aYIFDAT2sh0s2Obxxubjl
4PcORHSCEhjc5xBHrv4Nmv8r4S6BUMjVSHh/jP2baPPTZ6NuMGwwHQYDVR0OBBYE
FFFJtSGydHMmnwEukYjZTEBoT/ESMB8GA1UdIwQYMBaAFFFJtSGydHMmnwEukYjZ
TEBoT/ESMA8GA1UdEwEB/wQFMAMBAf8wGQYDVR0RBBIwEIIOc2VudHJ5LmV4YW1w
bGUwCgYIKoZIzj0EAwIDSQAwRgIhAO7SEy8ejCOTrIIgi7upKoNJG3pteC5Z1J+K
0YipCwFuAiEApwcht2K1zF83A4i7aACsQ1i6Hloghp5QLAnIp84F3q8=
-----END CERTIFICATE-----
`;
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/mNEHRFnfsf7fPL0
3D0BRuBcn98hBdtSwfx3m5jcCrehRANCAAQmi4VZu8FWeMzpn5/0jxpggUMBPayH
SzY5vHG5uOXg9w5EdIISGNznEEeu/g2a/yvhLoFQyNVIeH+M/Zto89Nn
-----END PRIVATE KEY-----
`;

/** Starts a server on 127.0.0.1 that calls itself `sentry.example` and accepts everything. */
export async function startTlsServer(): Promise<{ readonly port: number; readonly requests: Buffer[] }> {
  const requests: Buffer[] = [];
  const server = createServer({ key, cert: certificate }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      requests.push(Buffer.concat(chunks));
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, requests };
}
