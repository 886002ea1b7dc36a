// Captures an error with @sentry/browser's transport, as a dashboard would.
import { BrowserClient, defaultStackParser, makeFetchTransport } from "@sentry/browser";

const options = { dsn: process.env.DSN, transport: makeFetchTransport, stackParser: defaultStackParser, integrations: [] };
const client = new BrowserClient({ ...options, release: "lamps@2.0.0" });
client.init();
console.log("id", client.captureException(new TypeError(`no lamp for ${process.env.BOT_TOKEN}`)));
await client.flush(5000);
