import { isIP } from "node:net";
import { hostForm } from "../host-form.ts";
import type { Manifest } from "../manifest.ts";
import type { Finding } from "./finding.ts";

/** DSNs that can be read, but that lead nowhere on an owner's machine. */
export const checkDestinations = ({ plugins }: Manifest): Finding[] =>
  plugins.flatMap(({ name, dsn }): Finding[] => {
    if (dsn === "" || !isNearby(new URL(dsn).hostname)) return [];
    return [
      {
        severity: "warning",
        rule: "dsn-nearby",
        place: ["plugins", name, "dsn"],
        message: "the DSN names a machine that no owner of a bot can reach",
        hint: "Fine for trying; before you publish the manifest, write the address of your server.",
      },
    ];
  });

/** This machine, private networks, and names that no public server has. */
const isNearby = (host: string) => isPrivateAddress(host) || /\.(?:test|invalid|example)$/.test(hostForm(host));

/** Whether this is this machine, or one of a private network. A name without a dot is one of a network's own. */
export function isPrivateAddress(hostname: string): boolean {
  const host = hostForm(hostname);
  if (isIP(host) === 4) return privateIPv4.test(host);
  return /^(?:[^.[]+|\[::1\]|\[f[cd].*|.*\.(?:local|localhost|lan|internal|home\.arpa))$/.test(host);
}

const privateIPv4 = /^(?:127|10|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;
