import { makeVextelTransport } from "../../sentry/transport.ts";
import { createNodeHost } from "../../world/node-host.ts";
import { pluginPath } from "../logs.ts";
import { type Door, plugin, publisher, randomId } from "./door.ts";

/** An event as Sentry's SDK passes it to its transport. */
export async function plantInTransport({ env, port, text }: Door): Promise<void> {
  const transport = makeVextelTransport({
    publisher,
    plugin: { name: plugin, version: "1.0.0" },
    world: createNodeHost(env),
  })({
    url: `http://127.0.0.1:${port}/api/1/envelope/?sentry_key=key`,
  });
  const exception = {
    values: [
      {
        type: "Error",
        value: text,
        stacktrace: { frames: [{ filename: `/opt/${pluginPath}/sing.js`, lineno: 7, vars: { text } }] },
      },
    ],
  };
  const event = {
    event_id: randomId(),
    timestamp: Date.now() / 1000,
    exception,
    tags: { where: text },
    extra: { text },
    user: { username: text },
    server_name: text,
  };
  await transport.send([{}, [[{ type: "event" }, event]]]);
  await transport.flush(5000);
}
