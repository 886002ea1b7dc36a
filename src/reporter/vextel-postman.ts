import { runPostman } from "./postman.ts";

/** The program of the postman's process: `node vextel-postman.js [event-id…]`. */
await runPostman(process.argv.slice(2));
process.exit(0); // a connection that a server keeps open must not keep the process
