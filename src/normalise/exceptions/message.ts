import { beginningOf, type Fields, recordOf } from "../fields.ts";
import { messageUnits } from "./exceptions.ts";

/** The text of an event besides its exceptions; never the values that were inserted into it. */
export function messageOf({ logentry, message, "sentry.interfaces.Message": legacy }: Fields): string | undefined {
  for (const given of [logentry, message, legacy]) {
    const { formatted, message: template } = recordOf(given) ?? {};
    for (const text of [formatted, template, given])
      if (typeof text === "string" && text !== "") return beginningOf(text, messageUnits);
  }
  return undefined;
}
