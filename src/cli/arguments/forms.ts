import { Option } from "commander";
import { VextelError } from "../../errors.ts";

/** How an event may be printed; `readable` unless something else is asked for. */
export type Form = "readable" | "raw" | "json" | "html" | "markdown";

/** The options that choose a form. */
export interface FormFlags {
  readonly raw?: true | undefined;
  readonly json?: true | undefined;
  readonly html?: true | undefined;
  readonly format?: "markdown" | undefined;
}

/** `--format <format>`: what has no option of its own. */
export const formatOption = () =>
  new Option("--format <format>", "markdown: scrubbed text to paste into the plugin's issue tracker").choices([
    "markdown",
  ]);

/** @throws {VextelError} `USAGE` where raw text would come into a form that is made to be passed on. */
export function refuseRawElsewhere(form: Form, withRaw: true | undefined): void {
  if (withRaw && form !== "html")
    throw new VextelError("USAGE", "--with-raw needs --html; nothing was printed", "See the log itself.");
}

/** @throws {VextelError} `USAGE` where several forms are asked for. */
export function chooseForm({ raw, json, html, format }: FormFlags): Form {
  const asked = [raw && "--raw", json && "--json", html && "--html", format && `--format ${format}`].filter(
    (option) => option !== undefined,
  );
  if (asked.length > 1)
    throw new VextelError(
      "USAGE",
      `${asked.join(" and ")} cannot be used together; nothing was printed`,
      "Give one of them.",
    );
  return format ?? (raw ? "raw" : json ? "json" : html ? "html" : "readable");
}
