// A bot that uses @sentry/node with all its default integrations.
import * as Sentry from "@sentry/node";

Sentry.init({ dsn: process.env.DSN, release: "lamps@2.0.0", tracesSampleRate: 1, sendDefaultPii: true });
Sentry.setUser({ id: "418204137281630208", ip_address: "203.0.113.77", username: process.env.OWN_SECRET });
Sentry.addBreadcrumb({ message: `lit with ${process.env.BOT_TOKEN}` });
const began = performance.now();
console.log("id", Sentry.captureException(new TypeError("no lamp", { cause: new Error(process.env.BOT_TOKEN) })));
console.log("took", (performance.now() - began) / 1000);
Sentry.startSpan({ name: "sweep", op: "task" }, () => {});
Sentry.getCurrentScope().addAttachment({ filename: process.env.OWN_SECRET, data: process.env.BOT_TOKEN });
console.log("id", Sentry.captureMessage("plain words of the lamps"));
await Sentry.close(30_000);
