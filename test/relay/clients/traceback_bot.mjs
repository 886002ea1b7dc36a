// Raises errors in a plugin, prints them, and reports them with all default integrations.
import * as Sentry from "@sentry/node";

Sentry.init({ dsn: process.env.DSN, release: "lamps@1.2.3" });
const { fail } = await import(`${process.env.COGS}/lamps/lamps.mjs`);
for (const kind of process.env.KINDS.split(" ")) {
  try {
    await fail(kind);
  } catch (error) {
    console.error(error);
    console.log("id", Sentry.captureException(error));
  }
}
await Sentry.close(30_000);
