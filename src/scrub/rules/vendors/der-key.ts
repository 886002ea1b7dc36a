import { openAt, type Span, undecided, type Window } from "../../rule.ts";
import { base64, byteClass, latin1, skipWhile } from "../../text/bytes.ts";
import { isWordStart } from "../../text/edges.ts";

/**
 * The bodies of PEM files: the lengths of DER, a version, and the beginning of an RSA modulus, of the identifier of RSA
 * or of a scalar; the magic of OpenSSH. Certificates and public keys go on in another way.
 */
const HEADS = [
  { mark: 8, form: /^MII[A-J][0-9A-Za-z+/][AQgw]IBA(?:A[JK]|DANBgkqhkiG9w0BAQE)/ },
  { mark: 6, form: /^MHcCAQEEI/ },
  { mark: 19, form: /^b3BlbnNzaC1rZXktdjEA/ },
];
const MIN_KEY = 100;
/** The fewest characters of a line that goes on. */
const MIN_LINE = 48;

/** `MIIEowIBAAKCAQEA…`: a key without the lines around it, also over several lines. Called at its mark. */
export function derKey(window: Window, at: number): Span | undefined {
  const { text, from, to, last } = window;
  const head = HEADS.find(({ mark, form }) =>
    form.test(latin1(text, Math.max(from, at - mark), Math.min(to, at + 24))),
  );
  if (head === undefined) return undefined;
  const start = at - head.mark;
  if (start < from || !isWordStart(text, start, from, to)) return undefined;
  let end = skipWhile(text, start, to, base64);
  let length = end - start;
  while (end < to && length >= MIN_LINE) {
    if (to - end < LONGEST_END && !last) return undecided;
    const next = nextLine(window, end);
    const stop = skipWhile(text, next, to, base64);
    if (stop === to && !last) return undecided;
    if (next === end || (stop - next < MIN_LINE && !isRest(text, next, stop))) break;
    length += stop - next;
    end = stop;
    if (stop - next < MIN_LINE) break;
  }
  if (end === to && !last) return undecided;
  return length >= MIN_KEY ? { start, end, becomes: "PRIVATE-KEY", ...openAt(end, to, base64) } : undefined;
}

/** The end of a key, not a word. */
const isRest = (text: Uint8Array, start: number, end: number): boolean =>
  (end - start) % 4 === 0 && /[0-9+/=]|[a-z][A-Z]/.test(latin1(text, start, end));

/** The beginning of the next line, real or escaped, behind its margin; `at` if the line does not end there. */
function nextLine({ text, to }: Window, at: number): number {
  const end = LINE_END.exec(latin1(text, at, Math.min(to, at + 8)))?.[0].length ?? 0;
  return end === 0 ? at : skipWhile(text, at + end, Math.min(to, at + end + 32), blank);
}

/** More than the bytes of any of these. */
const LONGEST_END = 5;
const LINE_END = /^(?:\r?\n|\\r\\n|\\n)/;
const blank = byteClass(" \t");
