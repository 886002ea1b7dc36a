/** Not Spotlight's 8969, to which programs with Spotlight post everything automatically. */
const defaultPort = 8398;

export const defaultAddress = `127.0.0.1:${defaultPort}`;

/** The DSN for an SDK. Its key identifies the plugin; the path is for people, and the last part must be a number. */
export const renderRelayDsn = (
  address: string,
  { key, publisher, plugin }: Record<"key" | "publisher" | "plugin", string>,
) => `http://${key}@${address}/${publisher}/${plugin}/1`;

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Whether SDKs with this environment would use a proxy instead of the relay: they use `http_proxy` for this machine
 * too, unless `no_proxy` contains its address literally.
 *
 * @returns The variable that does it.
 */
export function proxyTrapIn(env: Env): string | undefined {
  const exempt = `${env.no_proxy ?? ""},${env.NO_PROXY ?? ""}`.split(/[\s,]+/);
  if (exempt.includes("127.0.0.1") || exempt.includes("*")) return undefined;
  return ["http_proxy", "HTTP_PROXY"].find((name) => env[name]);
}
