type Env = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for an address, as curl reads the environment: `HTTPS_PROXY` or `HTTP_PROXY` by protocol, else
 * `ALL_PROXY`; small letters first; capital `HTTP_PROXY` is left to CGI (https://httpoxy.org). None for what
 * `NO_PROXY` names: hosts, parent domains, `host:port` or `*`.
 */
export function chooseProxy(url: string, env: Env): string | undefined {
  const { protocol, hostname, host } = new URL(url);
  const read = (name: string) => env[name] || env[name.toUpperCase()];
  const proxy = protocol === "https:" ? read("https_proxy") : env.http_proxy;
  if (isExempt(hostname, host, read("no_proxy") ?? "")) return undefined;
  return proxy || read("all_proxy") || undefined;
}

function isExempt(hostname: string, host: string, list: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, "");
  const isAddress = /^[\d.]+$|:/.test(bare); // it has no parent domains
  return list.split(/[\s,]+/).some((item) => {
    const name = item.toLowerCase().replace(/^\*?\.(?=.)/, "");
    return name === "*" || name === bare || name === host || (name !== "" && !isAddress && bare.endsWith(`.${name}`));
  });
}
