// A bot that uses Sentry itself with its defaults, and plugins of two publishers. Prints what it observes as JSON.
import * as Sentry from "@sentry/node";

Sentry.init({ dsn: process.env.HOST_DSN, tracesSampleRate: 1, release: "host@1.0.0", sendDefaultPii: true });
Sentry.setUser({ id: "host-user", email: "keeper@host.example" });
Sentry.setTag("host_tag", "host-tag-value");
Sentry.addBreadcrumb({ message: "host breadcrumb" });

const { createReporter } = await import(process.env.VEXTEL_LIBRARY);
const events = ["exit", "beforeExit", "uncaughtException", "unhandledRejection", "SIGTERM", "SIGINT", "warning"];
const look = () => ({
  listeners: Object.fromEntries(events.map((name) => [name, process.listeners(name).length])),
  globals: Reflect.ownKeys(globalThis).map(String).sort(),
  sentry: Object.keys(globalThis.__SENTRY__ ?? {}).sort(),
  scopes: [Sentry.getCurrentScope(), Sentry.getIsolationScope(), Sentry.getGlobalScope()].map((scope) => {
    const { eventProcessors, propagationContext, sdkProcessingMetadata, ...data } = scope.getScopeData();
    return { ...data, processors: eventProcessors.length };
  }),
  lastEventId: Sentry.lastEventId() ?? null,
});
const create = (publisher) =>
  createReporter({
    ...{ publisher, plugin: { name: `${publisher}-plugin`, version: "1.0.0" } },
    ...{ dsn: process.env[`DSN_${publisher.toUpperCase()}`], tags: { whose: publisher }, sampling: { loops: 1 } },
  });

Sentry.captureMessage("the host's own");
await Sentry.flush(2000);
const before = look();
const [moth, owl] = [create("moth"), create("owl")];
await Promise.all([moth.start(), owl.start()]);
for (const [reporter, whose] of [[moth, "moth"], [owl, "owl"]]) reporter.note(`note of ${whose}`);
const error = new Error("shared trouble");
const names = Object.getOwnPropertyNames(error);
const receipts = await Sentry.startSpan({ name: "host span" }, () => Promise.all([moth.report(error), owl.report(error)]));
const afterwards = look();
const unmarked = JSON.stringify(Object.getOwnPropertyNames(error)) === JSON.stringify(names);
await Sentry.startSpan({ name: "loops" }, async () => {
  moth.loop("sweep", 10_000, () => {});
  await new Promise((resolve) => setTimeout(resolve, 100));
});
const hostId = Sentry.captureException(error);
await Promise.all([moth.stop(), owl.stop()]);
const stopped = look();
await Sentry.flush(2000);
console.log(JSON.stringify({ before, afterwards, stopped, unmarked, receipts, hostId }));
