import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { repository } from "./program.ts";

const file = join(repository, "../shared/data/sentry-event.schema.json");

/** Whether Sentry's schema of events is beside the repository. */
export const hasSentrySchema = existsSync(file);

/** Adds the schema's own formats, and a setting (`infer_ip`) that is newer than the schema. */
export function compileSentrySchema() {
  const schema = JSON.parse(readFileSync(file, "utf8"));
  schema.definitions.ClientSdkInfo.anyOf[0].properties.settings = { type: ["object", "null"] };
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addFormat("uuid", /^[0-9a-f]{32}$/);
  for (const name of ["uint64", "uint32", "int64", "uint8"])
    ajv.addFormat(name, { type: "number", validate: Number.isInteger });
  ajv.addFormat("double", { type: "number", validate: Number.isFinite });
  return ajv.compile(schema);
}
