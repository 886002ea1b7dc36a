import { type Anchor, allOf, type Span, type Window } from "../../../rule.ts";
import { byteClass, hasExactly, latin1, skipBack } from "../../../text/bytes.ts";
import { LastLetters } from "../../../text/last-letters.ts";
import { type Value, valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";

/** The last letters of the names below. */
const ENDS = [
  ...["nius", ".OWM", "ster", "ator", "Tube", "rbot", ".Api", "hook", "ilio", "tial", "lient", "init", "NAWP", "tcha"],
  ...["odan", "tail", "time", "nect", "dler"],
];
const lastLetters = new LastLetters(ENDS);
/** A quote, or what begins an argument before the key: the bot, the id of an account. */
const FIRST = "\"'`sbc0123456789";

/** The brackets of calls whose name ends in one of these. */
export const serviceAnchors = (): Anchor[] => [
  ...ENDS.map((end) => ({
    ...{ at: "(", before: end.at(-1)!, beforeThat: end.at(-2)!, thirdBefore: end.at(-3)!, fourthBefore: end.at(-4)! },
    after: FIRST,
  })),
  { at: "(", before: "I", beforeThat: "P", thirdBefore: "A", after: FIRST },
];

const nameBytes = byteClass("0-9a-zA-Z_$.:");
/** Clients of services, which take a key. */
const SERVICES =
  /(?:^|[.:])(?:Genius|OWM|DBLClient|AutoPoster|Translator|DeepLClient|YouTube|Cleverbot|WebhookClient|PSNAWP|TwoCaptcha|Shodan|Logtail|Realtime|apiConnect|OAuthHandler|Webhook\.partial|[tT]opgg\.Webhook|twilio|\w{0,24}(?:Api|API))$|\.(?:\w{0,24}Client|init)$|^Client$/;
const KEY = /^\((?:(?:self(?:\.\w{1,16})?|bot|client|(["']?)(?:[0-9]{17,20}n?|AC[0-9a-f]{32})\1), ?)?(?=["'`])/;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/**
 * `wolframalpha.Client("…")`, `topgg.DBLClient(bot, "…")`, `new WebhookClient("133049272517001217", "…")`: only a
 * string that looks random, since much else has such a name. Called at the bracket.
 */
export function givenToService(window: Window, bracket: number): Span | undefined {
  const { text, from, to } = window;
  if (!lastLetters.mayEnd(text, bracket) && !hasExactly(text, bracket - 3, bracket, "API")) return undefined;
  const name = latin1(text, skipBack(text, bracket, Math.max(from, bracket - 56), nameBytes), bracket);
  if (!SERVICES.test(name)) return undefined;
  const before = KEY.exec(latin1(text, bracket, Math.min(to, bracket + 72)))?.[0];
  if (before === undefined || (name === "Client" && before.length < LONG)) return undefined;
  const value = valueAt(window, bracket + before.length, "text");
  const spans: Span[] = [];
  for (let next: Value | undefined = value; next !== undefined && spans.length < 2; next = nextString(window, next)) {
    const span = keyIn(window, next, name);
    if (span !== undefined) spans.push(span);
    else if (next === value) return undefined;
  }
  return allOf(spans);
}

/** `("…", "…")`: a second key, or the secret of the first. */
function nextString(window: Window, { end }: Value): Value | undefined {
  const { text, to } = window;
  const joint = /^["'`], ?(?=["'`])/.exec(latin1(text, end, Math.min(to, end + 4)))?.[0];
  return joint === undefined ? undefined : valueAt(window, end + joint.length, "text");
}

function keyIn(window: Window, value: Value, name: string): Span | undefined {
  const { text } = window;
  if (!value.isQuoted || value.end - value.start < SHORTEST) return undefined;
  const isId = UUID.test(latin1(text, value.start, Math.min(value.end, value.start + 40)));
  return isId && !/hypixel/i.test(name) ? undefined : accept(window, value, "weak", "key", "certain");
}

/** With the id of an account before it, any `Client` takes a key. */
const LONG = 18;
const SHORTEST = 16;
