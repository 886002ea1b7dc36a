import type { Literals } from "../../options.ts";
import type { Rule, RuleEntry } from "../../rule.ts";
import { base64Forms, cutForms, encodedForms, escapedForms, type Form, formOf, MIN_SECRET } from "./forms.ts";
import { homeForms, isTelling } from "./home.ts";
import { isWholeWord, literalRule } from "./match.ts";
import { namesRule } from "./names.ts";

const literalEntry: RuleEntry = {
  name: "literal",
  recognises: "the bot's own tokens and other configured secrets, also escaped or truncated",
  becomes: "BOT-TOKEN or API-SECRET",
  example: "",
  priority: 110,
  on: true,
};

const homeEntry: RuleEntry = {
  name: "home-path",
  recognises: "the home folder of this machine",
  becomes: "USERNAME",
  example: "",
  priority: 50,
  on: true,
};

const userEntry: RuleEntry = {
  name: "user-name",
  recognises: "the account name of this machine, as a whole word",
  becomes: "USERNAME",
  example: "",
  priority: 45,
  on: true,
};

const hostEntry: RuleEntry = {
  name: "host-name",
  recognises: "the name of this machine, as a whole word",
  becomes: "HOSTNAME",
  example: "",
  priority: 45,
  on: true,
};

/** The rules for the private strings of this machine and bot, with the condition for each. */
export const literalEntries: readonly RuleEntry[] = [literalEntry, userEntry, hostEntry];

/**
 * The rules for the given private strings; none for strings that are empty, too short or too common.
 *
 * Hits: them in every usual escape, in base64, hex, numbers and one case, and cut short to 12 bytes. Misses: other
 * encodings, and ends that anybody may write. Costs: a comparison at the rarest byte of each form and its neighbours.
 */
export function literalRules({ tokens = [], secrets = [], home = "", ...names }: Literals): Rule[] {
  const { user = "", host = "", userAliases = [], hostAliases = [] } = names;
  const long = (values: readonly string[], becomes: string): Form[] =>
    values
      .filter((value) => Buffer.byteLength(value.trim(), "utf8") >= MIN_SECRET)
      .flatMap((value) =>
        [...escapedForms(value.trim()), ...encodedForms(value.trim())]
          .map((form) => formOf(form, becomes))
          .concat(base64Forms(value.trim(), becomes), cutForms(value.trim(), becomes)),
      );
  const known = [...long(tokens, "BOT-TOKEN"), ...long(secrets, "API-SECRET")];
  const rules = [
    known.length > 0 && literalRule(literalEntry, known, () => true),
    isTelling(home) && literalRule(homeEntry, homeForms(home), isWholeWord),
    ...namesRule(userEntry, [user, ...userAliases], "USERNAME"),
    ...namesRule(hostEntry, [host, ...hostAliases], "HOSTNAME"),
  ];
  return rules.filter((rule) => rule !== false);
}
