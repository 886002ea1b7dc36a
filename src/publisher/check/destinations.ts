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
const isNearby = (host: string) =>
  isPrivateAddress(host) || /\.(?:local|localhost|lan|internal|test|invalid|example)$/i.test(host);

/** Whether this is this machine, or one of a private network. */
export const isPrivateAddress = (host: string): boolean =>
  /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[(?:::1|f[cd]))/i.test(host);
