import { Option } from "commander";
import { VextelError } from "../../errors.ts";

/** How an event is printed; `readable` by default. */
export type Form = "readable" | "raw" | "json" | "html" | "markdown";

/** The options that choose a form. */
export interface FormFlags {
  readonly raw?: true | undefined;
  readonly json?: true | undefined;
  readonly html?: true | undefined;
  readonly format?: "markdown" | undefined;
}

/** `--format <format>`, for forms without an option of their own. */
export const formatOption = () =>
  new Option("--format <format>", "markdown: scrubbed text to paste into the plugin's issue tracker").choices([
    "markdown",
  ]);

/** @throws {VextelError} `USAGE` if raw text would be part of a form that is meant to be passed on. */
export function refuseRawElsewhere(form: Form, withRaw: true | undefined): void {
  if (withRaw && form !== "html")
    throw new VextelError("USAGE", "--with-raw needs --html; nothing was printed", "See the log itself.");
}

/** @throws {VextelError} `USAGE` if several forms are requested. */
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
