import { createNodeWorld } from "../world/node.ts";
import { runPostman } from "./postman.ts";

/** The program of the postman's process: `node vextel-postman.js [event-id…]`. What posts is loaded at the first post. */
const world = createNodeWorld(async (request) => (await import("../deliver/post.ts")).post(request));
await runPostman(process.argv.slice(2), world);
process.exit(0); // a connection that a server keeps open must not keep the process
