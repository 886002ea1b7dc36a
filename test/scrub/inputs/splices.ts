import fc from "fast-check";
import { anySecret, tempting } from "./planting.ts";

const keyLine = fc.string({ unit: fc.constantFrom(..."AQx7z9+/"), minLength: 64, maxLength: 64 });

const lineEnd = fc.constantFrom(
  ..."\n|\r\n|\r|\u0085|\v|\u2028|\n\n|\\n|\\r\\n|\\\n|\\\\n| \\\r\n|\n |\n    |%0A|&#10;|=\n|-\n".split("|"),
  "\n│ ",
  "\n> ",
  "\n[2026-03-05 10:11:12] ",
);

const begin = fc.constantFrom(
  "-----BEGIN PRIVATE KEY-----",
  "-----BEGIN OPENSSH PRIVATE KEY-----",
  "-----BEGIN",
  "-----BEGIN PRIVATE",
  "\\x2d----BEGIN PRIVATE KEY-----",
  "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----",
  "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nPrivate-Lines: 4\n",
);
const end = fc.constantFrom("-----END PRIVATE KEY-----", "-----END", "-----END PUBLIC KEY-----", "-----", "");

/** A private key, whole or cut off anywhere. */
const key = fc
  .tuple(begin, lineEnd, fc.array(fc.tuple(keyLine, lineEnd), { maxLength: 3 }), end)
  .map(([first, gap, lines, last]) => [first, gap, ...lines.flat(), last].join(""));

const mark = fc.constantFrom(
  ..."\x1b[31m|\x1b[0m|\u00ad|\u200b|\\u001b[0m|\x1b]8;;|\x1b[|^[[0m|\\|\\_|%2F|\\u00|\\x|&#|&amp;|%|*|`|\ufeff".split(
    "|",
  ),
);

/** The beginnings of strings and blocks, which may never end. */
const opening = fc.constantFrom(
  ...'"|\'|`|"""|\'\'\'|\\"|[|{|}|\n---\n|password: "|token=\'|secret = `|{"token": "|api_key: \\|\\n  '.split("|"),
  '"cfg": "password: |\\n  ',
  '"secrets:\\n  token: ',
  "password:\n  - ",
  "token: |\n",
  "<token>\\n",
  "password\\n",
  "Authorization: Bearer ",
  ...["secrets:\n  db: ", "[passwords]\nada = ", '{"secrets": {"db": "', "token = <<EOT\n", '$pw = @"\n'],
  ...["bot-1 | password:\nbot-1 |   ", "\n[22:14:03] token:\n[22:14:04]   ", 'set password "'],
  '{"log":"{\\"m\\":\\"password: |\\\\n  ',
);

/** What is no UTF-8. */
const broken = fc.constantFrom("80", "ff", "c3", "e4", "f09f", "eda080").map((hex) => Buffer.from(hex, "hex"));

const cutSecret = fc
  .tuple(anySecret, fc.nat(), mark)
  .map(([{ text }, at, cut]) => text.slice(0, at % text.length) + cut + text.slice(at % text.length));

const text = fc.oneof(
  { weight: 5, arbitrary: anySecret.map((secret) => secret.text) },
  { weight: 3, arbitrary: key },
  { weight: 4, arbitrary: lineEnd },
  { weight: 3, arbitrary: mark },
  { weight: 3, arbitrary: opening },
  { weight: 2, arbitrary: fc.oneof(begin, end, keyLine, cutSecret, tempting) },
  { weight: 1, arbitrary: fc.constantFrom(" ", ",", ": ", "qAAAAAAA10", "password=tavernlavalink", "tavernlavalink") },
);

/** Secrets of every kind directly next to keys, line ends, marks and strings, and next to what is cut or broken. */
export const spliced: fc.Arbitrary<Uint8Array> = fc
  .array(
    fc.oneof({ weight: 9, arbitrary: text.map((piece) => Buffer.from(piece)) }, { weight: 1, arbitrary: broken }),
    {
      minLength: 2,
      maxLength: 9,
    },
  )
  .map((pieces) => Buffer.concat(pieces));
