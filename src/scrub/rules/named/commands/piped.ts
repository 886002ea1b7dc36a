import type { Span, Window } from "../../../rule.ts";
import { latin1, letters } from "../../../text/bytes.ts";
import { latin1Shown } from "../../../text/edges.ts";
import { nameStrength } from "../name/secret-keys.ts";
import { valueAt } from "../value/extent.ts";
import { accept } from "../value/secret-looks.ts";
import { acceptWord, SECRET_WORD, STRING_END } from "./positional.ts";

/** The most bytes of a command that are searched. */
const MAX_COMMAND = 160;

/** Commands that read a secret from their input. */
const READERS =
  /^(?:sudo (?:-\w )?)?(?:sudo -S|chpasswd|passwd (?:--stdin|[a-z_][\w-]{0,31})|cryptsetup|(?:docker|podman|helm registry|oras|buildah) login[^\n|]{0,80}--password-stdin|gh auth login[^\n|]{0,40}--with-token|gh secret set|gcloud secrets (?:create|versions add) [^\n|]{1,80}--data-file=-|kinit|pass insert|keyring set|secret-tool store|vault login -|(?:npx )?wrangler secret put|vercel env add|(?:docker|podman) secret create)(?!\w)/i;
/** What they, and what writes to a file, begin with. */
const FIRST_WORD =
  /^(?:sudo|chpasswd|passw?d?|cryptsetup|docker|podman|helm|oras|buildah|gh|gcloud|kinit|keyring|secret-tool|vault|npx|wrangler|vercel|tee)(?!\w)/i;
/** One of them anywhere in a line. */
const READER = new RegExp(`(?:^|[\\s;&|(:=+"'\`])(${READERS.source.slice(1)})`, "i");
const ACCOUNTS = /^(?:sudo )?chpasswd/i;
const ECHO = new RegExp(
  `(?:^|[\\s;&|($"'\`:=+])(?:echo|printf|print|<<<)(?: -\\w{1,4}){0,2} (?:\\\\*["']%s(?:\\\\+n)?\\\\*["'] )?(?<value>${SECRET_WORD}) $`,
);

/** `echo value | sudo -S`, `echo name:value | chpasswd`, `echo value | tee /run/secrets/token`. Called at the bar. */
export function pipedSecret(window: Window, bar: number): Span | undefined {
  const { text, from, to } = window;
  if (letters[text[bar + 2] ?? 0] !== 1) return undefined;
  if (!FIRST_WORD.test(latin1(text, bar + 2, Math.min(to, bar + 14)))) return undefined;
  const reader = READERS.exec(latin1(text, bar + 2, Math.min(to, bar + 130)))?.[0];
  const written = reader === undefined ? TEE.exec(latin1(text, bar + 2, Math.min(to, bar + 130)))?.[1] : undefined;
  if (reader === undefined && nameStrength(written ?? "") !== "strong") return undefined;
  const value = ECHO.exec(latin1Shown(text, Math.max(from, bar - MAX_COMMAND), bar))?.groups?.value;
  return value === undefined ? undefined : given(window, bar - 1 - value.length, bar - 1, reader);
}

/** `chpasswd <<< "name:value"`, `read -r TOKEN <<< value`. Called at the last sign. */
export function hereString(window: Window, at: number): Span | undefined {
  const { text, from, to } = window;
  const before = latin1(text, Math.max(from, at - MAX_COMMAND), at - 2);
  const command = before
    .slice(before.lastIndexOf("\n") + 1)
    .trim()
    .replace(/^\S{0,32}[$#>] /, "");
  const reader = READER.exec(command)?.[1] ?? (isReadInto(command) ? command : undefined);
  if (reader === undefined) return undefined;
  const start = text[at + 1] === 0x20 ? at + 2 : at + 1;
  const value = LONE.exec(latin1(text, start, Math.min(to, start + MAX_COMMAND)))?.[1];
  return value === undefined ? undefined : given(window, start, start + value.length, reader);
}

/** `echo value > /run/secrets/db_password`. Called at the arrow. */
export function intoFile(window: Window, arrow: number): Span | undefined {
  const { text, from, to } = window;
  const name = FILE.exec(latin1(text, arrow, Math.min(to, arrow + 100)))?.[1];
  if (name === undefined || nameStrength(name) !== "strong") return undefined;
  const value = ECHO.exec(latin1Shown(text, Math.max(from, arrow - MAX_COMMAND), arrow))?.groups?.value;
  return value === undefined ? undefined : acceptWord(window, arrow - 1 - value.length, arrow - 1);
}

const PATH = `["']?(?:[\\w.~$-]*/){0,8}\\.?([\\w-]{2,48})(?:\\.(?:txt|key|secret|env))?["']?(?=\\s|$|[;&|]|${STRING_END})`;
const FILE = new RegExp(`^> ?${PATH}`);
/** What writes its input to a file. */
const TEE = new RegExp(`^(?:sudo )?tee (?:-\\w{1,3} )?${PATH}`);

const LONE = new RegExp(`^(${SECRET_WORD})(?=\\s*$|\\s*[\\r\\n;&|]|${STRING_END})`);

/** `read -r TOKEN` */
const isReadInto = (command: string): boolean =>
  nameStrength(/\bread (?:-\w{1,4} ){0,3}(\w{2,48})$/.exec(command)?.[1] ?? "") === "strong";

function given(window: Window, start: number, end: number, reader = ""): Span | undefined {
  const colon = ACCOUNTS.test(reader) ? latin1(window.text, start, end).indexOf(":") + 1 : 0;
  return colon > 0
    ? accept(window, valueAt(window, start + colon, "environment"), "strong", "password", "certain")
    : acceptWord(window, start, end);
}
