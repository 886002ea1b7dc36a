import { inspect } from "node:util";
import { expect, test } from "vitest";
import { createScrubber } from "../../../src/scrub/scrub.ts";

const secret = "0nce-Upon/A_time+There";
const scrubber = createScrubber({ literals: { secrets: [secret] } });

test.each([
  ["hex", Buffer.from(secret).toString("hex")],
  ["a dump of a Buffer", inspect(Buffer.from(secret))],
  ["numbers", JSON.stringify([...Buffer.from(secret)])],
  ["capitals", secret.toUpperCase()],
  ...[0, 1, 2].map((n) => [`base64 behind ${n} bytes`, Buffer.from(`${":".repeat(n)}${secret}`).toString("base64")]),
])("a known secret is removed in %s as well", (_, text) => {
  expect(scrubber.text(`got ${text} there`).text).toContain("API-SECRET");
});
