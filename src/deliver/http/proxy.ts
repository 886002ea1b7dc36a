import { BlockList, isIP } from "node:net";
import { isLoopback } from "../dsn.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for an address, as curl reads the environment: `HTTPS_PROXY`, otherwise `ALL_PROXY`; small letters first;
 * without a scheme it is `http://`. None for what `NO_PROXY` names: hosts, parent domains, networks (`10.0.0.0/8`),
 * `host:port` or `*`.
 *
 * Unlike curl's, never for this machine: for a proxy elsewhere, `localhost` is another machine, and what is sent to it
 * need not be encrypted.
 */
export function chooseProxy(url: string, env: Env): string | undefined {
  const { hostname, host } = new URL(url);
  const read = (name: string) => env[name] || env[name.toUpperCase()];
  if (isLoopback(hostname) || isExempt(hostname, host, read("no_proxy") ?? "")) return undefined;
  const chosen = read("https_proxy") || read("all_proxy") || undefined;
  return chosen === undefined || chosen.includes("://") ? chosen : `http://${chosen}`;
}

function isExempt(hostname: string, host: string, list: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, "");
  const isAddress = isIP(bare) !== 0; // it has no parent domains
  return list.split(/[\s,]+/).some((item) => {
    const name = item.toLowerCase().replace(/^\*?\.(?=.)/, "");
    if (isAddress && name.includes("/")) return isInNetwork(bare, name);
    return name === "*" || name === bare || name === host || (name !== "" && !isAddress && bare.endsWith(`.${name}`));
  });
}

function isInNetwork(address: string, network: string): boolean {
  const [prefix = "", bits] = network.split("/");
  const family = (text: string) => (isIP(text) === 6 ? "ipv6" : "ipv4");
  const length = bits && /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  if (isIP(prefix) !== isIP(address) || length < 0 || length > (family(prefix) === "ipv6" ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(prefix, length, family(prefix));
  return list.check(address, family(address));
}
