import { createNodeWorld } from "../../world/node.ts";
import { runSender } from "./run-sender.ts";

/** The program of the sender's process: `node vextel-sender.js [event-id…]`. What posts is loaded at the first post. */
const world = createNodeWorld(async (request) => (await import("../../deliver/post.ts")).post(request));
await runSender(process.argv.slice(2), world);
process.exit(0); // a connection that a server keeps open must not keep the process
