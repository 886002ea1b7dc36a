import { placeholderLength } from "../../claim/placeholders.ts";
import { bestAnchor } from "../../find/frequency.ts";
import { openAt, type Rule, type Window } from "../../rule.ts";
import { byteClass, hasWord, latin1, skipWhile } from "../../text/bytes.ts";

/** The paths of hooks on servers of one's own: of Mattermost; of Rocket.Chat. */
const HOOKS = /^(?=(?:.*[0-9]){2})(?:[0-9a-z]{26}|[0-9a-zA-Z]{17,24}\/[0-9a-zA-Z]{32,64})$/;

/** The text before the secret part of an address, and the least length of that part, and its form where that is known. */
const PLACES: readonly (readonly [before: string, min: number, form?: RegExp])[] = [
  ["hooks.zapier.com/hooks/catch/", 6],
  ["maker.ifttt.com/use/", 10],
  ["/with/key/", 10],
  [".webhook.office.com/webhookb2/", 20],
  ["outlook.office.com/webhook/", 20],
  [".make.com/", 24],
  ["hook.integromat.com/", 24],
  ["/api/v1/heartbeat/", 12],
  ["hc-ping.com/", 16],
  ["/api/push/", 8],
  ["cronitor.link/p/", 8],
  ["nosnch.in/", 8],
  ["media.guilded.gg/webhooks/", 40],
  ["/open-apis/bot/v2/hook/", 20],
  ["api.netlify.com/build_hooks/", 20],
  ["/v1/integrations/deploy/", 20],
  [".tines.com/webhook/", 20],
  ["/hooks/", 26, HOOKS],
  [".g.alchemy.com/v2/", 20],
  [".alchemyapi.io/v2/", 20],
  ["infura.io/v3/", 20],
  ["infura.io/ws/v3/", 20],
  [".quiknode.pro/", 30],
];

const LONGEST_HOOK = 96;
const pathBytes = byteClass("0-9a-zA-Z_/@~-");
const places = PLACES.map(([before, min, form]) => ({
  before,
  min,
  form,
  anchorAt: bestAnchor(Buffer.from(before, "latin1")),
}));

/** The same by the byte before their anchors: `/hooks/` is in addresses of Discord as well. */
const byBefore = Array.from({ length: 256 }, (_, byte) =>
  places.filter(({ before, anchorAt }) => before.charCodeAt(anchorAt - 1) === byte),
);

/**
 * Addresses whose path is the secret: hooks of Zapier, IFTTT, Teams, Make, Guilded, Feishu, Netlify, Tines, Mattermost
 * and Rocket.Chat; heartbeats of Better Stack, Uptime Kuma, Healthchecks and Cronitor; nodes of Alchemy, Infura and
 * QuickNode. The part after the fixed one is removed; host and query stay.
 *
 * Misses the same addresses without that part, and templates. Costs one comparison at each beginning.
 */
export const secretPath: Rule = {
  name: "api-secret",
  recognises: "URLs whose path is the secret: hooks and heartbeats",
  becomes: "API-SECRET",
  example: "https://hooks.zapier.com/hooks/catch/712345/0nceup0n/",
  priority: 80,
  on: true,
  anchors: () =>
    places.map(({ before, anchorAt }) => ({
      at: before[anchorAt]!,
      before: before[anchorAt - 1]!,
      beforeThat: before[anchorAt - 2]!,
      ...(anchorAt > 2 && { thirdBefore: before[anchorAt - 3]! }),
      ...(anchorAt + 1 < before.length && { after: before[anchorAt + 1]! }),
    })),
  match({ text, from, to }: Window, at) {
    const near = byBefore[text[at - 1] ?? 0]!;
    for (let i = 0; i < near.length; i++) {
      const { before, min, form, anchorAt } = near[i]!;
      const start = at - anchorAt;
      if (text[at] !== before.charCodeAt(anchorAt) || start < from || !hasWord(text, start, to, before)) continue;
      const secret = start + before.length;
      const limit = form === undefined ? to : Math.min(to, secret + LONGEST_HOOK);
      let end = skipWhile(text, secret, limit, pathBytes);
      const isOpen = end === to;
      while (!isOpen && end > secret && text[end - 1] === 0x2f) end--;
      if (form !== undefined && !form.test(latin1(text, secret, Math.min(end, secret + LONGEST_HOOK)))) continue;
      if (isLong(text, secret, end, min)) return { start: secret, end, ...openAt(end, to, pathBytes) };
    }
    return undefined;
  },
};

/** Whether at least so many bytes are no placeholders, which may be longer than what they replaced. */
function isLong(text: Uint8Array, start: number, end: number, min: number): boolean {
  let own = 0;
  for (let i = start; i < end && own < min; ) {
    const length = placeholderLength(text, i, end);
    if (length === 0) own++;
    i += Math.max(1, length);
  }
  return own >= min;
}
