import type { Rule } from "../../../rule.ts";
import { BECOMES } from "../value/secret-looks.ts";
import { answerBelow, dockerAnchors } from "./docker-log.ts";
import { addressAnchors, loginAtAddress } from "./login-at-address.ts";
import { evaluated, replAnchors } from "./repl.ts";
import { printedByCommand, shellAnchors } from "./shell.ts";

/**
 * Secrets in the records of sessions: what a shell or a REPL prints on the line after a command or an expression that
 * names it (`$ echo $TOKEN`, `>>> config.token`), in Docker's log the answer to a prompt and the indented line below a
 * name, and `name:…@203.0.113.7`.
 *
 * Misses values of several words, those of commands without a prompt before them, and what other commands print.
 *
 * Costs a look at the bytes around the command, and at 176 after the sign of a prompt.
 */
export const sessionSecret: Rule = {
  name: "key-value",
  recognises: "secrets that shells and REPLs print",
  becomes: BECOMES,
  example: ">>> config.token\n'0nce-upon-a-time'",
  priority: 40,
  on: true,
  anchors: () => [...shellAnchors(), ...replAnchors(), ...dockerAnchors(), ...addressAnchors()],
  teaches: (_, start) => start,
  match(window, at) {
    switch (window.text[at]) {
      case 0x20:
      case 0x3a:
        return printedByCommand(window, at);
      case 0x5c:
      case 0x22:
        return answerBelow(window, at);
      case 0x40:
        return loginAtAddress(window, at);
      default:
        return evaluated(window, at);
    }
  },
};
