import type { Finding } from "../scrub/finding.ts";
import type { Literals } from "../scrub/options.ts";
import { rules } from "../scrub/rules/index.ts";
import type { Json } from "../scrub/scrub.ts";
import { formatKeys, splitFields } from "./field-names.ts";

/**
 * Patterns that must not be in a sealed event, regardless of the scrubber. They are deliberately simple, and share no
 * code with the scrubber. The scrubber's rules recognise all of them as well, which a test checks.
 */
export const shapes: readonly (readonly [name: string, shape: RegExp])[] = [
  [
    "bot-token", // base64 of 17 to 19 digits, a time, a signature
    /(?:[MNO][DTjz][AEIMQUYcgk][wxyz0-5]){5}(?:[MNO][DTjz][AEIMQUYcgk](?:[wxyz0-5](?:[MNO][AQgw])?)?)\.[\w-]{5,8}\.[\w-]{20,}/,
  ],
  ["bot-token", /\bmfa\.[\w-]{60,}/],
  [
    "webhook",
    /webhooks(?:\\{0,8}\/|%2f|\\u002f|&#x2f;)[0-9]{17,20}(?:\\{0,8}\/|%2f|\\u002f|&#x2f;)(?!aW50ZXJhY3Rpb246)[\w.-]{19,}[\w-]/i,
  ],
  ["interaction-token", /aW50ZXJhY3Rpb246[\w-]{8,}/],
  ["invite", /(?<![\w.-]|[\w.@:/-]@)(?:discord\.gg|discord(?:app)?\.com\\{0,8}\/invite)\\{0,8}\/[\w-]{2,}/i],
  [
    "private-key",
    /-----BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY[A-Z ]{0,10}-----(?:\\{1,8}[nr]|[ \t-\r]){0,8}[A-Za-z0-9+/=]{40}[A-Za-z0-9+/=\s\\-]*/,
  ],
];

/** The placeholder of the second check. */
export const WITHHELD = "WITHHELD";

const MIN_SECRET = 8;
/** Shorter values, and numbers, are removed by the rules only as whole words. */
const MIN_FOUND = 16;

/** Words that the scrubber writes: a secret that is such a word cannot be distinguished from it. */
const placeholders = [
  ...rules.flatMap(({ becomes }) => becomes.match(/[A-Z][A-Z0-9_-]{3,}/g) ?? []),
  ...["[Filtered]", "[Circular]", "[Truncated]", WITHHELD],
];

/** The literals, with the event's values after names of secrets that are removed wherever they appear. */
export function withSecrets(literals: Literals, secrets: Iterable<string>): Literals {
  const found = [...secrets].filter((secret) => secret.length >= MIN_FOUND && !/^\d+$/.test(secret));
  return found.length === 0 ? literals : { ...literals, secrets: [...(literals.secrets ?? []), ...found] };
}

/** The name of the first rule that finds something in a text, if one does. */
export function lookAgain(text: string, literals: Literals): string | undefined {
  return shapes.find(([, shape]) => shape.test(text))?.[0] ?? (holdsLiteral(text, literals) ? "literal" : undefined);
}

/**
 * The same for the JSON text of an event or of a part of it. A literal counts only where there can be text from
 * outside: a secret that is a word of the format (`breadcrumbs`) is in every event, and reveals nothing.
 */
export function lookAgainAtJson(json: string, literals: Literals): string | undefined {
  const shape = shapes.find(([, one]) => one.test(json))?.[0];
  if (shape !== undefined || !holdsLiteral(json, literals)) return shape;
  const { open } = splitFields(JSON.parse(json));
  return someText(open, (text) => lookAgainAtText(text, literals) !== undefined) ? "literal" : undefined;
}

/** Replaces what the second check still finds in scrubbed text with `WITHHELD`. */
export function withhold(input: Json, literals: Literals): { value: Json; findings: Finding[] } {
  const findings: Finding[] = [];
  const takeOut = (text: string, pointer: string): string => {
    const rest = withoutPrivate(text, literals);
    if (rest !== text) findings.push({ rule: "second-check", placeholder: WITHHELD, pointer });
    return rest;
  };
  const copy = (value: Json, pointer: string): Json => {
    if (typeof value === "string") return takeOut(value, pointer);
    if (typeof value === "number")
      return holdsLiteral(String(value), literals) ? takeOut(String(value), pointer) : value;
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((item, index) => copy(item, `${pointer}/${index}`));
    const target: Record<string, Json> = Object.create(null); // `__proto__` is a key like others
    for (const [key, item] of Object.entries(value)) {
      let name = formatKeys.has(key) ? key : takeOut(key, `${pointer}/${WITHHELD}`);
      while (name in target) name += "~";
      target[name] = copy(item, `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
    }
    return target;
  };
  return { value: copy(input, ""), findings };
}

function withoutPrivate(text: string, literals: Literals): string {
  if (lookAgainAtText(text, literals) === undefined) return text;
  let rest = text;
  for (const [, shape] of shapes) rest = rest.replace(new RegExp(shape, `${shape.flags}g`), WITHHELD);
  for (const form of formsOf(literals)) rest = rest.replaceAll(form, WITHHELD);
  return lookAgainAtText(rest, literals) === undefined ? rest : WITHHELD;
}

/** Unchanged, and escaped as in JSON. */
const lookAgainAtText = (text: string, literals: Literals): string | undefined =>
  lookAgain(text, literals) ?? lookAgain(JSON.stringify(text).slice(1, -1), literals);

function someText(value: Json | Readonly<Record<string, Json>>, test: (text: string) => boolean): boolean {
  if (typeof value !== "object" || value === null) return typeof value === "boolean" ? false : test(String(value));
  if (Array.isArray(value)) return value.some((item) => someText(item, test));
  return Object.entries(value).some(([key, item]) => (!formatKeys.has(key) && test(key)) || someText(item, test));
}

const holdsLiteral = (text: string, literals: Literals) => formsOf(literals).some((form) => text.includes(form));

const known = new WeakMap<Literals, readonly string[]>();

function formsOf(literals: Literals): readonly string[] {
  let forms = known.get(literals);
  if (forms === undefined) {
    const secrets = [...(literals.tokens ?? []), ...(literals.secrets ?? [])].map((secret) => secret.trim());
    const long = secrets.filter((secret) => Buffer.byteLength(secret, "utf8") >= MIN_SECRET);
    const told = long.filter((secret) => !placeholders.some((placeholder) => placeholder.includes(secret)));
    forms = [...new Set(told.flatMap(writtenForms))];
    known.set(literals, forms);
  }
  return forms;
}

/** Unchanged, in JSON once and twice, and in a URL; also for JSON in ASCII only. */
function writtenForms(secret: string): string[] {
  const quoted = JSON.stringify(secret).slice(1, -1);
  const forms = [secret, quoted, JSON.stringify(quoted).slice(1, -1)];
  return [...forms, ...forms.map(inAscii), encodeURIComponent(Buffer.from(secret).toString())];
}

const inAscii = (text: string) =>
  text.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
