import { createNodeWorld } from "../../world/node.ts";
import { readStandardInputAtOnce } from "../../world/outside/input.ts";
import type { LastReports } from "../exit/last-reports.ts";
import { runSender } from "./run-sender.ts";

/**
 * The program of vextel's processes. `node vextel-sender.js [event-id…]` sends; what posts is loaded at the first
 * post. `node vextel-sender.js --keep` keeps the reports of a process that ends, which come as JSON on standard input.
 */
if (process.argv[2] === "--keep") {
  await keepFrom(readStandardInputAtOnce());
  process.exit(0);
}
const world = createNodeWorld(async (request) => (await import("../../deliver/http/post.ts")).post(request));
await runSender(process.argv.slice(2), world);
process.exit(0); // a connection that a server keeps open must not keep the process

async function keepFrom(json: string): Promise<void> {
  const [{ keepLast }, { createNodeHost }, { countAsDead }] = await Promise.all([
    import("../exit/keep-last.ts"),
    import("../../world/node-host.ts"),
    import("../../world/files/lock/process-name.ts"),
  ]);
  const last: LastReports = JSON.parse(json);
  countAsDead(last.process);
  await keepLast(last, createNodeHost());
}
