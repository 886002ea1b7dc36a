/**
 * A module that Node, Bun and Deno load before a program: a request that posts an envelope to a Sentry server goes to
 * the relay instead, with the real destination in its path. It wraps the functions with which `@sentry/node` opens
 * connections, so it works with all its versions, and with proxies; and `fetch`, which the SDKs of Bun and Deno use.
 */
export const nodeDiversion = `// Made by \`vextel relay run\`: what Sentry's SDK sends goes to vextel's relay on this machine.
const http = require("node:http");

const readAddress = () => {
  try {
    return process.env.VEXTEL_RELAY;
  } catch {
    console.error("vextel relay run: Deno may not read VEXTEL_RELAY; start it with --allow-env=VEXTEL_RELAY");
    process.exit(1); // else the SDK would report past the relay
  }
};
const address = readAddress();
const relay = address ? new URL(address) : undefined;
const envelope = /^((?:\\/[\\w.~-]+)*)\\/api\\/(\\d+)\\/envelope\\/\\?(.*&)?sentry_key=(\\w+)/;
const request = http.request;

const divert = (options) => {
  if (typeof options !== "object" || options === null || options instanceof URL) return undefined;
  const [, prefix, project, , key] = envelope.exec(options.path ?? "") ?? [];
  const host = options.hostname ?? options.host;
  if (key === undefined || (host === relay.hostname && String(options.port) === relay.port)) return undefined;
  const name = \`\${host}\${options.port ? \`:\${options.port}\` : ""}\`.replaceAll(":", "~").replace(/[^\\w.~-]/g, "-");
  const path = \`/\${name}\${prefix}/\${key}/api/\${project}/envelope/?sentry_version=7&sentry_key=\${relay.username}\`;
  const { agent: _agent, host: _host, ca: _ca, ...rest } = options;
  return { ...rest, protocol: "http:", hostname: relay.hostname, port: relay.port, path };
};

const fetched = globalThis.fetch;
const divertFetch = (input, init) => {
  let diverted;
  try {
    const { hostname, port, pathname, search } = new URL(input.url ?? input);
    diverted = divert({ hostname, port, path: \`\${pathname}\${search}\` });
  } catch {} // not an absolute address: fetch itself says so
  if (!diverted) return fetched(input, init);
  const to = \`http://\${relay.host}\${diverted.path}\`;
  return input instanceof Request ? fetched(new Request(to, input), init) : fetched(to, init);
};

if (relay) {
  const access = globalThis.Deno?.permissions.querySync({ name: "net", host: relay.host });
  if (access && access.state !== "granted")
    console.error(\`vextel relay run: errors are lost: start Deno with --allow-net=\${relay.host}\`);
  if (fetched) globalThis.fetch = divertFetch;
  // Deno fixes what an import of node:http gives when node:https is loaded, so node:http is wrapped before that.
  for (const name of ["node:http", "node:https"]) {
    const module = require(name);
    const original = module.request;
    module.request = function divertRequest(options, ...rest) {
      const diverted = divert(options);
      return diverted ? request(diverted, ...rest) : original(options, ...rest);
    };
  }
  try {
    require("node:module").syncBuiltinESMExports();
  } catch {} // not in Deno before 2.9, which needs it as little as later ones
}
`;

/** Run by a Bun or Deno: exits with 0 if what that module wraps is what a program imports. Older ones do not load it. */
export const isDiverted = `
const modules = await Promise.all(["node:http", "node:https"].map((name) => import(name)));
const isWrapped = modules.every(({ request }) => request.name === "divertRequest") && fetch.name === "divertFetch";
process.exit(isWrapped ? 0 : 1);
`;
