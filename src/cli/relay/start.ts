import { VextelError } from "../../errors.ts";
import type { Line } from "../../preview/terminal/line.ts";
import { isLoopback, parseAddress } from "../../relay/address.ts";
import { defaultAddress } from "../../relay/dsn.ts";
import { startRelay } from "../../relay/relay.ts";
import { createNodeHost } from "../../world/node-host.ts";
import { relayLock } from "../../world/paths.ts";
import type { CommandDeps } from "../deps.ts";
import { exit } from "../exit.ts";
import { openScrubContexts, type SecretFlags } from "../pipeline/context/scrub-context.ts";
import { warnOfProxy } from "./warnings.ts";

export interface StartRequest extends SecretFlags {
  readonly listen?: readonly string[];
  readonly acceptRealKeys?: true;
}

/** Ends on SIGTERM and Ctrl-C, when every event that was accepted is kept. */
export async function runRelayStart(request: StartRequest, deps: CommandDeps): Promise<void> {
  const addresses = (request.listen ?? [defaultAddress]).map(parseAddress);
  const scrubContextOf = await openScrubContexts(deps, request, {
    whenDamaged: "strictest",
    tell: deps.terminal.note,
  });
  const relay = async () => {
    const running = await startRelay({
      ...{ host: createNodeHost(deps.world.env), registry: deps.registry, addresses, cli: "vextel" },
      scrubContextOf,
      acceptRealKeys: request.acceptRealKeys ?? false,
      tell: (text) => void deps.terminal.note([["warn", text]]),
    });
    await deps.terminal.note(
      [`Listening on ${running.addresses.map((address) => `http://${address}`).join(" and ")}; Ctrl-C ends it.`],
      ...(addresses.every(({ host }) => isLoopback(host)) ? [] : openWarning),
      ...warnOfProxy(deps.world.env),
    );
    if ((await untilStopped()) === "SIGINT") deps.setStatus(exit.interrupted);
    await running.stop();
  };
  await deps.world.files.withLock(relayLock(deps.paths), relay, 0).catch(explain);
  await deps.terminal.note(["Stopped; every event that was accepted is kept."]);
}

const openWarning: Line[] = [
  [["warn", "Other machines can reach it over plain HTTP: what they report can be read in transit."]],
  ["Only those who know a key can report. Let only your own network reach this port."],
];

const stopSignals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

function untilStopped(): Promise<NodeJS.Signals> {
  process.removeAllListeners("SIGINT"); // the program's own ends it at once
  return new Promise((resolve) => {
    for (const signal of stopSignals) process.on(signal, resolve); // also again: conf passes a signal on
  });
}

function explain(error: unknown): never {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof VextelError && error.code === "LOCK_TIMEOUT")
    throw usage(
      "A relay of this account runs already",
      "See it: vextel status. Give --listen several times for several addresses.",
    );
  if (code === "EADDRINUSE")
    throw usage("Another program listens on this address", "Name another: --listen 127.0.0.1:8399");
  if (code === "EACCES" || code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    throw usage(`Cannot listen on this address (${code})`, "Use an address of this machine, and a port above 1023.");
  throw error;
}

const usage = (message: string, hint: string) => new VextelError("USAGE", `${message}; nothing was started`, hint);
