import { parseDsn } from "../../../deliver/dsn.ts";
import { VextelError } from "../../../errors.ts";
import { dsnPattern, manifestLimits } from "../../../publisher/rules.ts";
import { foundIn } from "../../../world/outside/outside.ts";
import type { CommandDeps } from "../../deps.ts";

/** The usual name of a manifest. */
export const manifestName = "vextel.json";

/** @throws {VextelError} `FILE_UNREADABLE` if there is none. */
export function readManifestFile(file: string, { world }: Pick<CommandDeps, "world">): string {
  const outside = world.outside.readText(file, manifestLimits.bytes);
  const text = foundIn(outside);
  if (text !== undefined) return text.replace(/^\uFEFF/, "");
  const reason = outside.kind === "closed" ? outside.reason : "there is no such file";
  throw new VextelError(
    "FILE_UNREADABLE",
    `The manifest ${file} cannot be read: ${reason}`,
    "Make one with `vextel publisher init`, or name the file; some commands take it as --manifest <file>.",
  );
}

const plainDsn = new RegExp(dsnPattern, "u");

/**
 * A DSN that its author may publish.
 *
 * @throws {VextelError} `DSN_INVALID`, saying what is wrong, and never its text.
 */
export function readPublicDsn(text: string): string {
  parseDsn(text);
  if (new URL(text).password !== "")
    throw invalid(
      "it contains the secret key of the project, which must not be published; revoke that key in Sentry",
      "Use the DSN with the public key only.",
    );
  if (!plainDsn.test(text)) throw invalid("it is not written in the form https://key@host/42", "Copy it from Sentry.");
  return text;
}

const invalid = (why: string, hint: string) => new VextelError("DSN_INVALID", `The DSN cannot be used: ${why}`, hint);
