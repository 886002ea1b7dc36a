import { openAt, type Rule } from "../../rule.ts";
import { byteClass, hasExactly } from "../../text/bytes.ts";

const PREFIX = "aW50ZXJhY3Rpb246";
const members = byteClass("0-9a-zA-Z_+=-");

/**
 * Tokens of interactions: base64 of `interaction:<id>:…`. For fifteen minutes anyone may answer in the bot's name with
 * one. No left boundary is needed.
 *
 * Misses other base64. Costs a look at 16 bytes where the rarest two of them are.
 */
export const interactionToken: Rule = {
  name: "interaction-token",
  recognises: "tokens of Discord interactions",
  becomes: "INTERACTION-TOKEN",
  example: "aW50ZXJhY3Rpb246MTMzMDQ5MjcyNTE3MDAxMjE3OmE",
  priority: 95,
  on: true,
  anchors: () => [{ at: "W", before: "a", after: "5" }],
  match(window, at) {
    const { text, to } = window;
    const start = at - 1;
    if (!hasExactly(text, start, to, PREFIX)) return undefined;
    const end = window.runEnd(members, start);
    return end - start >= PREFIX.length + 8 ? { start, end, ...openAt(end, to, members) } : undefined;
  },
};
