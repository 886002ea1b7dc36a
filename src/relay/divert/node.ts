/**
 * A module for Node's `--require`: a request that posts an envelope to a Sentry server goes to the relay instead, with
 * the real destination in its path. It wraps the functions with which `@sentry/node` opens connections, so it works
 * with all its versions, and with proxies; and `fetch`, which the SDKs for other runtimes use.
 */
export const nodeDiversion = `// Made by \`vextel relay run\`: what Sentry's SDK sends goes to vextel's relay on this machine.
const http = require("node:http");
const https = require("node:https");
const { syncBuiltinESMExports } = require("node:module");

const relay = process.env.VEXTEL_RELAY ? new URL(process.env.VEXTEL_RELAY) : undefined;
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
  if (fetched) globalThis.fetch = divertFetch;
  for (const module of [http, https]) {
    const original = module.request;
    module.request = (options, ...rest) => {
      const diverted = divert(options);
      return diverted ? request(diverted, ...rest) : original(options, ...rest);
    };
  }
  syncBuiltinESMExports();
}
`;
