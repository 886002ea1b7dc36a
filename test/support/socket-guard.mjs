// Preloaded with `node --import`: calls that could reach a network fail, and are recorded in the file in GUARD_LOG.
import childProcess from "node:child_process";
import dgram from "node:dgram";
import dns from "node:dns";
import { appendFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import tls from "node:tls";
import workerThreads from "node:worker_threads";

const refuse = (what) => () => {
  appendFileSync(process.env.GUARD_LOG, `${what}\n`);
  throw new Error(`guard: ${what}`);
};

net.Socket.prototype.connect = refuse("net.connect");
net.Server.prototype.listen = refuse("net.listen");
tls.connect = refuse("tls.connect");
for (const [owner, prefix] of [
  [dns, "dns"],
  [dns.promises, "dns.promises"],
  [dns.Resolver.prototype, "dns.Resolver"],
])
  for (const name of Object.getOwnPropertyNames(owner))
    if (/^(lookup|resolve|reverse)/.test(name)) owner[name] = refuse(`${prefix}.${name}`);
dgram.createSocket = refuse("dgram.createSocket");
dgram.Socket.prototype.send = refuse("dgram.send");
for (const name of ["spawn", "exec", "execFile", "fork", "spawnSync", "execSync", "execFileSync"])
  childProcess[name] = refuse(`child_process.${name}`);
workerThreads.Worker = refuse("worker_threads.Worker");
globalThis.fetch = refuse("fetch");
globalThis.WebSocket = refuse("WebSocket");
syncBuiltinESMExports();
