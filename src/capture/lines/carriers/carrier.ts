import { parseEpoch, parseLogTime } from "../../time.ts";
import { stripAnsi } from "../ansi.ts";
import type { Carried } from "./carried-line.ts";
import { unwrapJson } from "./json.ts";
import { prefixesOf } from "./prefixes.ts";

/**
 * Removes the prefix of Docker, Kubernetes, systemd, pm2, Heroku, GitHub Actions or a quotation.
 *
 * @param weak - Whether to remove prefixes that may as well be the program's own text.
 */
export function unwrap(line: string, weak: boolean): Carried {
  const clean = cleanStart(line);
  const outer = clean.charCodeAt(0) === 123 ? unwrapJson(clean) : undefined;
  let { text, stream, time, partial = false }: Carried = outer ?? { text: clean, stream: "" };
  let isEntry = false;
  for (let layer = 0; layer < 4; layer++) {
    const found = matchPrefix(text, weak);
    if (!found) break;
    const { prefix, match } = found;
    if (prefix.stream !== undefined) stream += `${match[prefix.stream]}\n`;
    if (prefix.time !== undefined) time = match[prefix.time] ?? time;
    if (prefix.isEntry) isEntry = true;
    if (prefix.tag !== undefined) partial = match[prefix.tag] === "P";
    text = text.slice(prefix.pattern.lastIndex);
    const inner = prefix.wraps && unwrapJson(text);
    if (!inner) continue;
    ({ text, partial = false } = inner);
    stream += inner.stream;
    time = inner.time ?? time;
  }
  if (partial || isEntry) return { text, stream, ...(time !== undefined && { time }), partial, isEntry };
  return time === undefined ? { text, stream } : { text, stream, time };
}

/** The line without the colours of its prefix, and without the zero bytes that a full disk leaves. */
function cleanStart(line: string): string {
  const first = line.charCodeAt(0);
  if (first === 27) return stripAnsi(line);
  return first === 0 ? line.replace(/^\0+/, "") : line;
}

function matchPrefix(text: string, weak: boolean) {
  for (const prefix of prefixesOf(text)) {
    if ((prefix.weak && !weak) || (prefix.needs !== undefined && !text.includes(prefix.needs))) continue;
    prefix.pattern.lastIndex = 0;
    const match = prefix.pattern.exec(text);
    if (match) return { prefix, match };
  }
  return undefined;
}

/** Epoch milliseconds of a carrier's time. */
export function carrierTimeMs(time: string | number | undefined): number | undefined {
  if (time === undefined) return undefined;
  if (typeof time === "number" || /^\d+(?:\.\d+)?$/.test(time)) return parseEpoch(Number(time));
  return parseLogTime(time);
}
