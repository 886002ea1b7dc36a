import { parseEpoch, parseLogTime } from "../time.ts";
import { stripAnsi } from "./ansi.ts";
import { prefixesOf } from "./carrier-prefixes.ts";

/** A line as the program wrote it, without the prefix of a carrier (Docker, journald, a chat). */
export interface Carried {
  readonly text: string;
  /** The program or container, if several share one text: lines of different streams never belong together. */
  readonly stream: string;
  /** The time that the carrier wrote, as text. */
  readonly time?: string | number;
  /** Whether the carrier broke the line here: the next one of the stream continues with it. */
  readonly partial?: boolean;
}

/**
 * Removes the prefix of Docker, Kubernetes, systemd, pm2, Heroku, GitHub Actions or a quotation.
 *
 * @param weak - Whether to remove prefixes that may as well be the program's own text.
 */
export function unwrap(line: string, weak: boolean): Carried {
  const clean = cleanStart(line);
  const outer = clean.charCodeAt(0) === 123 ? unwrapJson(clean) : undefined;
  let { text, stream, time, partial = false }: Carried = outer ?? { text: clean, stream: "" };
  for (let layer = 0; layer < 4; layer++) {
    const found = matchPrefix(text, weak);
    if (!found) break;
    const { prefix, match } = found;
    if (prefix.stream !== undefined) stream += `${match[prefix.stream]}\n`;
    if (prefix.time !== undefined) time = match[prefix.time] ?? time;
    if (prefix.tag !== undefined) partial = match[prefix.tag] === "P";
    text = text.slice(prefix.pattern.lastIndex);
    const inner = prefix.wraps && unwrapJson(text);
    if (!inner) continue;
    ({ text, partial = false } = inner);
    stream += inner.stream;
    time = inner.time ?? time;
  }
  if (partial) return { text, stream, ...(time !== undefined && { time }), partial };
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

/** Docker breaks longer lines: bytes. */
const dockerLineBytes = 16 * 1024;

/** Docker's json-file driver, `journalctl -o json`, `pm2 logs --json` and Google Cloud's log of what programs print. */
function unwrapJson(line: string): Carried | undefined {
  if (!line.startsWith('{"log":') && !/"(?:__REALTIME_TIMESTAMP|textPayload|process_id|_container_id)"/.test(line))
    return undefined;
  try {
    const entry = JSON.parse(line) as Record<string, unknown>;
    if (typeof entry.log === "string") {
      const time = typeof entry.time === "string" ? { time: entry.time } : {};
      const partial = entry.log.length >= dockerLineBytes && !entry.log.endsWith("\n");
      return { text: entry.log.replace(/\r?\n$/, ""), stream: "docker\n", ...time, ...(partial && { partial }) };
    }
    const { textPayload, timestamp } = entry;
    if (typeof textPayload === "string" && typeof timestamp === "string" && !/\n./.test(textPayload))
      return { text: textPayload.replace(/\r?\n$/, ""), stream: "cloud\n", time: timestamp };
    if (typeof entry._container_id === "string") return unwrapGelf(entry);
    if (typeof entry.process_id === "number") return unwrapPm2(entry);
    const message = messageOf(entry.MESSAGE);
    if (message === undefined) return undefined;
    const stream = `${entry.SYSLOG_IDENTIFIER ?? ""}[${entry._PID ?? ""}]\n`;
    return { text: message, stream, time: Number(entry.__REALTIME_TIMESTAMP) };
  } catch {
    return undefined;
  }
}

/** The journal writes texts with colours or bytes that are no UTF-8 as lists of bytes. */
function messageOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const isBytes = Array.isArray(value) && value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256);
  return isBytes ? Buffer.from(value as number[]).toString("latin1") : undefined;
}

/** Docker's gelf driver. */
function unwrapGelf({ short_message, timestamp, _container_name, _container_id }: Record<string, unknown>) {
  if (typeof short_message !== "string" || typeof timestamp !== "number" || /\n./.test(short_message)) return undefined;
  return {
    text: short_message.replace(/\r?\n$/, ""),
    stream: `${_container_name ?? _container_id}\n`,
    time: timestamp,
  };
}

function unwrapPm2({ message, timestamp, type, process_id, app_name }: Record<string, unknown>): Carried | undefined {
  if (typeof message !== "string" || typeof timestamp !== "string" || !/^(?:out|err)$/.test(String(type)))
    return undefined;
  if (typeof app_name !== "string" || /\n./.test(message)) return undefined;
  return { text: message.replace(/\r?\n$/, ""), stream: `${app_name}|${process_id}\n`, time: timestamp };
}

/** Epoch milliseconds of a carrier's time. */
export function carrierTimeMs(time: string | number | undefined): number | undefined {
  if (time === undefined) return undefined;
  if (typeof time === "number" || /^\d+(?:\.\d+)?$/.test(time)) return parseEpoch(Number(time));
  return parseLogTime(time);
}
