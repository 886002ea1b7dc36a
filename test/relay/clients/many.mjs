// Captures twenty errors and prints how long the bot waited for each.
import * as Sentry from "@sentry/node";

Sentry.init({ dsn: process.env.DSN });
for (let number = 0; number < 20; number++) {
  const began = performance.now();
  Sentry.captureException(new Error(`lamp ${number} went out`));
  console.log("took", (performance.now() - began) / 1000);
  await new Promise((resolve) => setTimeout(resolve, 10)); // lets its requests begin
}
process.exit(0);
