import type { Carried } from "./carried-line.ts";

type Entry = Readonly<Record<string, unknown>>;

/** Docker breaks longer lines: bytes. */
const dockerLineBytes = 16 * 1024;

/** A name that only carriers write: most lines have none and need not be parsed here. */
const mark =
  /"(?:__REALTIME_TIMESTAMP|textPayload|process_id|_container_id|ddtags|ddsource|source_type|kubernetes|container_(?:id|name)|ingestionTime|received_at|Log|Log_s|LogEntry|created_at|offset|content)"|"stream": ?"std(?:out|err)"|"timestamp": ?"[^"]{19}\.\d{9}Z"|"type": ?"log"|"deployment(?:Id)?"/;

/**
 * The line in an object of JSON that a carrier wrote for it: Docker's json-file and gelf drivers, `journalctl -o json`,
 * `pm2 logs --json`, and what hosts and collectors of logs keep of the lines that programs print.
 */
export function unwrapJson(line: string): Carried | undefined {
  if (line.startsWith('{"level":')) return undefined; // winston's and pino's
  if (!line.startsWith('{"log":') && !mark.test(line)) return undefined;
  const entry = parseEntry(line);
  if (!entry) return undefined;
  if (typeof entry.log === "string" && line.startsWith('{"log":')) return unwrapDocker(entry, entry.log);
  const { textPayload, timestamp } = entry;
  if (typeof textPayload === "string" && typeof timestamp === "string")
    return isOneLine(textPayload)
      ? { text: withoutLineEnd(textPayload), stream: "cloud\n", time: timestamp }
      : undefined;
  if (typeof entry._container_id === "string") return unwrapGelf(entry);
  if (typeof entry.process_id === "number") return unwrapPm2(entry);
  const message = messageOf(entry.MESSAGE);
  if (message === undefined) return unwrapCollected(entry);
  const stream = `${entry.SYSLOG_IDENTIFIER ?? ""}[${entry._PID ?? ""}]\n`;
  return { text: message, stream, time: Number(entry.__REALTIME_TIMESTAMP) };
}

function parseEntry(line: string): Entry | undefined {
  try {
    return JSON.parse(line) as Entry;
  } catch {
    return undefined;
  }
}

const isOneLine = (text: string) => !/\n./.test(text);
const withoutLineEnd = (text: string) => text.replace(/\r?\n$/, "");

/** Docker writes one line into each object; what collectors joined is read as theirs. */
function unwrapDocker(entry: Entry, log: string): Carried | undefined {
  if (!isOneLine(log)) return undefined;
  const time = typeof entry.time === "string" ? { time: entry.time } : {};
  const partial = log.length >= dockerLineBytes && !log.endsWith("\n");
  return { text: withoutLineEnd(log), stream: "docker\n", ...time, ...(partial && { partial }) };
}

/** The journal writes texts with colours or bytes that are no UTF-8 as lists of bytes. */
function messageOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const isBytes = Array.isArray(value) && value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256);
  return isBytes ? Buffer.from(value as number[]).toString("latin1") : undefined;
}

function unwrapGelf({ short_message, timestamp, _container_name, _container_id }: Entry): Carried | undefined {
  if (typeof short_message !== "string" || typeof timestamp !== "number" || !isOneLine(short_message)) return undefined;
  return { text: withoutLineEnd(short_message), stream: `${_container_name ?? _container_id}\n`, time: timestamp };
}

function unwrapPm2({ message, timestamp, type, process_id, app_name }: Entry): Carried | undefined {
  if (typeof message !== "string" || typeof timestamp !== "string" || !/^(?:out|err)$/.test(String(type)))
    return undefined;
  if (typeof app_name !== "string" || !isOneLine(message)) return undefined;
  return { text: withoutLineEnd(message), stream: `${app_name}|${process_id}\n`, time: timestamp };
}

/** The fields in which hosts and collectors put a line, and its time. */
const textNames = ["message", "log", "msg", "Log", "Log_s", "LogEntry", "line"] as const;
const timeNames = [
  ...["timestamp", "@timestamp", "time", "date", "created_at", "generated_at", "TimeStamp", "TimeGenerated"],
  ...["time_generated", "_time", "received_at"],
] as const;

/** The fields in which they say where a line came from. */
const placeNames = new Set([
  ...["host", "hostname", "service", "source", "source_type", "source_name", "source_ip", "source_id", "stream"],
  ...["severity", "status", "level", "facility", "program", "tags", "tag", "labels", "file", "path", "offset"],
  ...["input", "fileset", "ecs", "agent", "log", "cloud", "event", "kubernetes", "docker", "container", "orchestrator"],
  ...["container_id", "container_name", "containerName", "container_created_at", "image_name", "label", "pod", "type"],
  ...["id", "insertId", "eventId", "_id", "_p", "logtag", "ddsource", "ddtags", "ingestionTime", "logStreamName"],
  ...["logGroupName", "ecs_cluster", "ecs_task_arn", "ecs_task_definition", "ec2_instance_id", "display_received_at"],
  ...["project", "project_id", "environment", "deployment", "deploymentId", "replica", "region", "instance"],
  ...["ContainerAppName", "ContainerAppName_s", "ContainerName", "ContainerName_s", "RevisionName", "RevisionName_s"],
  ...["Stream", "Stream_s", "LogSource", "PodName", "PodNamespace", "Computer", "EnvironmentName", "EnvironmentName_s"],
  ...["ReplicaName", "ContainerGroupName_s", "ContainerImage", "ContainerId", "attributes", ...timeNames],
]);

/**
 * What a host or a collector of logs wrote for a line: beside the line, its time and the place that it came from there
 * is nothing, so that no program's own fields are lost.
 */
function unwrapCollected(entry: Entry): Carried | undefined {
  const placed = placedIn(entry);
  if (placed === undefined || !isOfCarrier(entry, placed)) return undefined;
  const { inner, text } = placed;
  if (!isOneLine(text)) return undefined;
  const { level: _, ...data } = isEntry(inner.attributes) ? inner.attributes : {};
  if (Object.keys(data).length > 0) return undefined;
  const time = timeNames
    .map((name) => inner[name])
    .find((time) => typeof time === "string" || typeof time === "number");
  return { text: withoutLineEnd(text), stream: `${placeOf(inner)}\n`, ...(time !== undefined && { time }) };
}

const isEntry = (value: unknown): value is Entry =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A text beside which there is only what carriers write. */
interface Placed {
  /** The object with the text. */
  readonly inner: Entry;
  readonly name: string;
  readonly text: string;
}

/** `undefined` if there is any field that is neither the text nor its time nor where it came from, or a level. */
function placedIn(entry: Entry): Placed | undefined {
  if (isOfLogger(entry)) return undefined;
  const inner = innerOf(entry);
  const name = textNames.find((name) => typeof inner[name] === "string");
  const isKnown = (key: string) => key === name || placeNames.has(key);
  if (name === undefined || !Object.keys(inner).every(isKnown)) return undefined;
  return { inner, name, text: inner[name] as string };
}

/** Datadog's exports have it one level deeper. */
function innerOf(entry: Entry): Entry {
  if (typeof entry.id !== "string") return entry;
  if (isEntry(entry.content)) return entry.content;
  return entry.type === "log" && isEntry(entry.attributes) ? entry.attributes : entry;
}

/** Whether a carrier wrote it, and no logger: by what no logger writes beside a message. */
function isOfCarrier(entry: Entry, { inner, name }: Placed): boolean {
  if (inner !== entry || /^Log/.test(name)) return true;
  const { ddtags, ddsource, source_type, kubernetes, container_id, container_name, ingestionTime } = entry;
  const own = [ddtags, ddsource, source_type, kubernetes, container_id, container_name, ingestionTime];
  if (own.some((value) => value !== undefined) || /^std(?:out|err)$/.test(String(entry.stream))) return true;
  const [tags, labels, file] = [entry.tags, entry.labels, entry.log].map((value) => (isEntry(value) ? value : {}));
  if (tags!.deployment !== undefined || labels!.stream !== undefined || typeof file!.offset === "number") return true;
  if (entry.received_at !== undefined && entry.program !== undefined) return true;
  return isOfHost(entry) && /\.\d{9}Z$/.test(entry.timestamp as string);
}

/** Railway says how severe a line is in small letters; loggers for Google's cloud use capitals. */
const isOfHost = ({ severity, timestamp }: Entry): boolean =>
  typeof severity === "string" && /^[a-z]+$/.test(severity) && typeof timestamp === "string";

/**
 * Whether a program's logger wrote it, which knows the level: carriers do not, and say how severe a line is, or from
 * which stream it came, in fields of other names.
 */
const isOfLogger = ({ level, log }: Entry): boolean => level !== undefined || (isEntry(log) && log.level !== undefined);

/** Whether an object is what a carrier wrote for a text that a program printed. */
export type Carrying =
  /** Only carriers write such objects. */
  | "surely"
  /** Loggers write such objects as well: the text may be what a user wrote. */
  | "perhaps";

/** The text in an object that a carrier wrote, or seems to have written. */
export interface CarriedText {
  readonly carrying: Carrying;
  readonly text: string;
}

/** `undefined` for an object that no carrier writes. */
export function carriedIn(entry: Entry): CarriedText | undefined {
  if (typeof entry.textPayload === "string") return { carrying: "surely", text: entry.textPayload };
  const placed = placedIn(entry);
  if (placed === undefined) return undefined;
  const { name, text } = placed;
  if (isOfCarrier(entry, placed)) return { carrying: "surely", text };
  return name === "message" && isOfHost(entry) ? { carrying: "perhaps", text } : undefined;
}

/** What tells the streams of several programs or containers in one text apart. */
function placeOf({ container_id, container_name, service, program, tags, host }: Entry): string {
  const replica = isEntry(tags) ? (tags.replica ?? tags.service) : undefined;
  const names = [container_id ?? container_name, service ?? program, replica, host];
  return names.find((name) => typeof name === "string") ?? "collected";
}
