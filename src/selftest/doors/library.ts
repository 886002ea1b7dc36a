import { createReporter } from "../../reporter/reporter.ts";
import { createNodeHost } from "../../world/node-host.ts";
import { pluginPath } from "../logs.ts";
import { type Door, plugin, publisher } from "./door.ts";

/** Reports notes, an error with a cause, a session and a timing. */
export async function plantInLibrary({ env, port, text }: Door, when: string): Promise<void> {
  const host = createNodeHost(env);
  const dsn = `http://key@127.0.0.1:${port}/1`;
  const reporter = createReporter({
    publisher,
    plugin: { name: plugin, version: "1.0.0", paths: [pluginPath] },
    dsn,
    world: host,
    sampling: { loops: 1 },
  });
  await reporter.start();
  reporter.note(text, { [text]: text });
  const error = Object.assign(new Error(`${when}: ${text}`, { cause: new TypeError(text) }), { detail: text });
  await reporter.report(error, { during: "singing", extra: { [text]: [text] }, tags: { where: text } });
  const loop = reporter.loop("sing", 3_600_000, () => {});
  await new Promise((resolve) => setTimeout(resolve, 50));
  loop.stop();
  await reporter.stop();
}
