// Throws each error of the plugin, passes it to both, and prints vextel's receipt and the SDK's event as a line of
// JSON.
import { serializeEnvelope } from "@sentry/core";
import * as Sentry from "@sentry/node";
import { errors } from "./plugins/lamps/errors.mjs";

const envelopes = [];
Sentry.init({
  ...{ dsn: "https://public@sentry.example/42", release: "lamps@1.0.0", environment: "production" },
  transport: () => ({
    send: async (envelope) => (envelopes.push(String(serializeEnvelope(envelope))), { statusCode: 200 }),
    flush: async () => true,
  }),
});
const { createReporter } = await import(process.env.VEXTEL_LIBRARY);
const create = () =>
  createReporter({
    ...{ publisher: "moth", plugin: { name: "lamps", version: "1.0.0", paths: ["events/plugins/lamps/"] } },
    ...{ dsn: "https://public@sentry.example/42", frameworks: [{ name: "discord.js", version: "14.0.0" }] },
  });
let reporter;
for (const [index, [name, work]] of Object.entries(errors).entries()) {
  if (index % 20 === 0) reporter = create(); // a plugin's limit of different errors a minute
  reporter.note("lit a lamp");
  Sentry.addBreadcrumb({ message: "lit a lamp" });
  const error = await Promise.resolve()
    .then(work)
    .then(
      () => new Error(`${name} did not fail`),
      (thrown) => thrown,
    );
  const receipt = await reporter.report(error, { during: "light" });
  Sentry.withScope((scope) => {
    scope.setTransactionName("light");
    Sentry.captureException(error, scope);
  });
  await Sentry.flush(2_000);
  const lines = envelopes.splice(0).map((text) => text.split("\n"));
  const event = JSON.parse(lines.find(([, header]) => JSON.parse(header).type === "event")[2]);
  process.stdout.write(`${JSON.stringify({ name, receipt, event })}\n`); // not with `console`, which would add breadcrumbs
}
process.exit(0);
