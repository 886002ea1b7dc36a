import type { Rule } from "../../../rule.ts";
import { BECOMES } from "../value/secret-looks.ts";
import { clientAnchors, givenToClient } from "./clients.ts";
import { defaultAnchors, valueOtherwise } from "./defaults.ts";
import { fieldAnchors, typedIntoField } from "./fields.ts";
import { memberAnchors, memberOfSecrets } from "./members.ts";
import { givenToService, serviceAnchors } from "./services.ts";

/**
 * Strings of code that are secrets by the call or the expression around them: `JDABuilder.createDefault("…")`,
 * `getConnection(url, "ada", "…")`, `deepl.Translator("…")`, `page.fill("#password", "…")`,
 * `ENV.fetch("TOKEN") { "…" }`, `token = live ? "…" : other`, `secrets["db"] = "…"`.
 *
 * Misses variables in these places, short words and those of several, names of secrets, and calls of other libraries.
 *
 * Costs a look at the name before a bracket, and at up to 160 bytes of a call that is known; at 192 before a string
 * after `?` or `else`.
 */
export const argumentSecret: Rule = {
  name: "key-value",
  recognises: "secrets that are arguments of calls",
  becomes: BECOMES,
  example: 'JDABuilder.createDefault("0nce-upon-a-time")',
  priority: 40,
  on: true,
  anchors: () => [...clientAnchors(), ...fieldAnchors(), ...defaultAnchors(), ...memberAnchors(), ...serviceAnchors()],
  teaches: (_, start) => start,
  match(window, at) {
    const sign = window.text[at];
    if (sign === 0x7b || sign === 0x3f || sign === 0x20) return valueOtherwise(window, at);
    if (sign === 0x5d) return memberOfSecrets(window, at);
    const last = window.text[at - 1];
    return (
      (last === 0x6c || last === 0x65 || last === 0x73 ? typedIntoField(window, at) : undefined) ??
      givenToClient(window, at) ??
      (sign === 0x28 ? givenToService(window, at) : undefined)
    );
  },
};
