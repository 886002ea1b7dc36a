import { VextelError } from "../errors.ts";
import type { Literals } from "../scrub/options.ts";

/** What must not be in a sealed event, whatever the scrubber thought: looks simple on purpose, and shares nothing with it. */
const SHAPES: readonly (readonly [name: string, shape: RegExp])[] = [
  ["bot-token", /[MNO][DTjz][AEIMQUYcgk][wxyz0-5][\w-]{19,22}\.[\w-]{5,8}\.[\w-]{20}/],
  ["bot-token", /\bmfa\.[\w-]{60}/],
  [
    "webhook",
    /webhooks(?:\\*\/|%2f|\\u002f|&#x2f;)[0-9]{17,20}(?:\\*\/|%2f|\\u002f|&#x2f;)(?!aW50ZXJhY3Rpb246)[\w.-]{20}/i,
  ],
  ["interaction-token", /aW50ZXJhY3Rpb246[\w-]{8}/],
  ["invite", /(?<![\w.-])(?:discord\.gg|discord(?:app)?\.com\\*\/invite)\\*\/[\w-]{2}/i],
  ["private-key", /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY[A-Z ]{0,10}-----(?:\\+[nr]|\s){0,8}[A-Za-z0-9+/=]{40}/],
];

const MIN_SECRET = 8;

/**
 * The second look at the final bytes, after the scrubber and independent of it.
 *
 * @param bytes - One sealed event, in UTF-8.
 * @throws {VextelError} `NOT_CLEAN` if a known literal, a token, a webhook, an invite or a private key still stands in
 *   it. Names the rule, never the text.
 */
export function assertClean(bytes: Uint8Array, literals: Literals): void {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const rule = shapeIn(text) ?? (hasLiteral(text, literals) ? "literal" : undefined);
  if (rule === undefined) return;
  throw new VextelError(
    "NOT_CLEAN",
    `The event was not sealed: after scrubbing, the rule "${rule}" still finds something in it`,
    "Nothing was kept or sent. Please report this, with the rule's name, to the authors of vextel.",
  );
}

function shapeIn(text: string): string | undefined {
  return SHAPES.find(([, shape]) => shape.test(text))?.[0];
}

function hasLiteral(text: string, { tokens = [], secrets = [] }: Literals): boolean {
  return [...tokens, ...secrets]
    .map((secret) => secret.trim())
    .filter((secret) => Buffer.byteLength(secret, "utf8") >= MIN_SECRET)
    .some((secret) => writtenForms(secret).some((form) => text.includes(form)));
}

/** As it is, inside JSON once and twice, and in a URL; as Latin-1, like the text. */
function writtenForms(secret: string): string[] {
  const quoted = JSON.stringify(secret).slice(1, -1);
  const forms = [
    secret,
    quoted,
    JSON.stringify(quoted).slice(1, -1),
    encodeURIComponent(Buffer.from(secret).toString()),
  ];
  return forms.map((form) => Buffer.from(form, "utf8").toString("latin1"));
}
