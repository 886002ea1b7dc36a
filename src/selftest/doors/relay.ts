import { startSelf } from "../../world/process/run-self.ts";
import { pluginPath } from "../logs.ts";
import { openSink } from "../server.ts";
import { type Door, randomId } from "./door.ts";

/** What a relay did with an event. */
export interface RelayAnswer {
  readonly status: number;
  /** Everything that the relay answered and printed. */
  readonly printed: readonly Uint8Array[];
}

/** Posts an event, as an SDK for Python does, to a relay of its own. */
export async function plantInRelay({ env, text }: Omit<Door, "port">, key: string | undefined): Promise<RelayAnswer> {
  const printed: Uint8Array[] = [];
  let status = 0;
  const port = await freePort();
  const relay = startSelf(["relay", "--listen", `127.0.0.1:${port}`], env);
  try {
    await relay.said(/Listening/);
    const frames = [
      {
        filename: "sing.py",
        abs_path: `/opt/${pluginPath}/sing.py`,
        function: "sing",
        lineno: 7,
        in_app: true,
        vars: { text },
        context_line: text,
      },
    ];
    const event = {
      event_id: randomId(),
      platform: "python",
      timestamp: Date.now() / 1000,
      exception: { values: [{ type: "ValueError", value: text, stacktrace: { frames } }] },
      request: { url: text, headers: { Cookie: text } },
      extra: { argv: [text] },
      server_name: text,
    };
    const payload = JSON.stringify(event);
    const body = `{}\n{"type":"event","length":${Buffer.byteLength(payload)}}\n${payload}\n`;
    const answer = await fetch(`http://127.0.0.1:${port}/api/1/envelope/`, {
      method: "POST",
      body,
      headers: { "x-sentry-auth": `Sentry sentry_version=7, sentry_key=${key}` },
    });
    status = answer.status;
    printed.push(Buffer.from(await answer.text()));
  } finally {
    const { stdout, stderr } = await relay.end();
    printed.push(stdout, stderr);
  }
  return { status, printed };
}

async function freePort(): Promise<number> {
  const sink = await openSink();
  sink.close();
  return sink.port;
}
