/** What a carrier (Docker, journald, a chat) puts before each line. */
export interface Prefix {
  /** Sticky. */
  readonly pattern: RegExp;
  /** The numbers of the pattern's groups for the stream and for the time. */
  readonly stream?: number;
  readonly time?: number;
  /** The number of the group that contains `P` if the line continues, otherwise `F`. */
  readonly tag?: number;
  /** Every match contains this text: most lines do not, and need not be tried. */
  readonly needs?: string;
  /** Each line is an entry of the host's own log, whatever the program wrote. */
  readonly isEntry?: true;
  /** JSON follows in which the line is, as a logging driver of Docker's writes it. */
  readonly wraps?: true;
  /** Tables and prose look like this as well: within an error that began without it, it is not a prefix. */
  readonly weak?: true;
}

const iso = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d`;
const sticky = (source: string) => new RegExp(source, "y");

const timeFirst: readonly Prefix[] = [
  // Kubernetes' CRI files
  {
    pattern: sticky(String.raw`(${iso}\.\d+(?:Z|[+-]\d\d:\d\d)) (stdout|stderr) ([FP])(?::\w+)* `),
    time: 1,
    stream: 2,
    tag: 3,
    needs: " std",
  },
  // Heroku, Dokku
  { pattern: sticky(String.raw`(${iso}\.\d+(?:\+00:00|Z)) ([\w-]+\[[\w.-]+\]): ?`), time: 1, stream: 2, needs: "]:" },
  // CloudWatch, as its command line prints it
  {
    pattern: sticky(String.raw`(${iso}\.\d+(?:\+00:00|Z)) ((?:[\w.-]+/)+(?:\[[^\]]+\])?[0-9a-f]{8,}) `),
    time: 1,
    stream: 2,
    needs: "/",
  },
  // Railway
  { pattern: sticky(String.raw`(${iso}(?:\.\d+)?Z) \[(?:inf|err|wrn|dbg)\] {1,2}`), time: 1 },
  // GitLab's runner
  { pattern: sticky(String.raw`(${iso}\.\d+Z) \d\d[OE][ +]`), time: 1 },
  // pm2's files with times
  { pattern: sticky(`(${iso}): `), time: 1 },
  // Fly
  { pattern: sticky(String.raw`(${iso}(?:\.\d+|(?:\.\d+)?Z)) ([\w-]+\[\w+\]) \w+ \[\w+\] ?`), time: 1, stream: 2 },
  // Loki, as its command line prints it
  {
    pattern: sticky(String.raw`(${iso}(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) (\{(?:[\w.-]+="[^"]*"(?:, ?|(?=\})))+\}) `),
    time: 1,
    stream: 2,
    needs: "{",
  },
  // GitHub Actions; kubectl logs, docker logs --timestamps
  { pattern: sticky(String.raw`(${iso}\.\d{7}Z) (?:##\[\w+\])?`), time: 1 },
  { pattern: sticky(String.raw`(${iso}\.\d{9}Z)(?: |$)`), time: 1 },
  // journalctl -o short-iso
  {
    pattern: sticky(String.raw`(${iso}(?:[.,]\d+)?(?:[+-]\d\d:?\d\d|Z)) [\w.-]+ ([\w./@-]+\[\d+\]): ?`),
    time: 1,
    stream: 2,
    needs: "]:",
  },
];

const spacedTimeFirst: readonly Prefix[] = [
  // pm2 with times; s6; fluentd
  { pattern: /(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d): ?/y, time: 1 },
  { pattern: /(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{9}) {2}/y, time: 1 },
  {
    pattern: /(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [+-]\d{4}) ([\w.*-]+): (?=\{")/y,
    time: 1,
    stream: 2,
    needs: ': {"',
    wraps: true,
  },
];

const bracketFirst: readonly Prefix[] = [
  // kubectl logs --prefix; journalctl -o short-monotonic; concurrently; prefixes with the name of the stream
  { pattern: /\[pod\/([\w.-]+\/[\w.-]+)\] ?/y, stream: 1 },
  { pattern: /\[ *\d+\.\d{6}\] [\w.-]+ ([\w./@()-]+(?:\[\d+\])?): ?/y, stream: 1 },
  { pattern: /(\[\d{1,2}\]) (?!\d+(?:\]|:(?!\d\d[:.])))/y, stream: 1, weak: true },
  { pattern: /\[(stderr|stdout)\] ?/y, stream: 1 },
  // hosting panels
  { pattern: /\[(Pterodactyl|Pelican) Daemon\]: ?/y, stream: 1, needs: " Daemon]:" },
];

const signFirst: readonly Prefix[] = [
  // syslog as it is sent; daemontools
  {
    pattern: sticky(
      String.raw`<\d{1,3}>1 (${iso}(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) [\w.-]+ ([\w./-]+ [\w-]+) \S+ (?:-|\[[^\]]*\]) ?`,
    ),
    time: 1,
    stream: 2,
  },
  { pattern: /<\d{1,3}>(?=[A-Z][a-z]{2} [ \d]\d )/y },
  { pattern: /@[0-9a-f]{24} /y },
  // what Node's test runner quotes
  { pattern: /(#) (?! *\S*$)/y, stream: 1, weak: true },
];

const numberFirst: readonly Prefix[] = [
  // foreman
  { pattern: /\d\d:\d\d:\d\d ([\w-]+\.\d+) +\| ?/y, stream: 1 },
  // pm2, with and without its timestamps
  {
    pattern: sticky(String.raw`(\d+\|[\w.@/-]+) *\| ?(?:(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?):(?: |$))?`),
    stream: 1,
    time: 2,
  },
  // journalctl -o short-unix
  { pattern: /(\d{10}\.\d{6}) [\w.-]+ ([\w./@-]+\[\d+\]): ?/y, time: 1, stream: 2 },
  // CloudWatch's events
  { pattern: /(\d{13})\t/y, time: 1 },
  // an editor's or cat -n's line numbers
  { pattern: /\d+\t/y },
];

const monthFirst: readonly Prefix[] = [
  // syslog, journalctl
  {
    pattern:
      /[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)? (?!\d{4}-\d\d-\d\d |Caused by:|(?:DEBUG|INFO|WARN(?:ING)?|ERROR|CRITICAL|FATAL) )[\w.-]+ ([\w./@()-]+(?:\[\d+\])?): ?/y,
    stream: 1,
  },
  // journalctl -o short-full
  {
    pattern: /[A-Z][a-z]{2} (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? UTC) [\w.-]+ ([\w./@()-]+(?:\[\d+\])?): ?/y,
    stream: 2,
    time: 1,
    needs: " UTC ",
  },
  {
    pattern: /[A-Z][a-z]{2} (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) [A-Z]{3,4} [\w.-]+ ([\w./@()-]+(?:\[\d+\])?): ?/y,
    stream: 2,
  },
  // Render, without and with the name of the instance
  {
    pattern: /([A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d [AP]M)(?: {2}(?!\[[a-z\d]{5}\])|$)/y,
    time: 1,
    isEntry: true,
  },
  { pattern: /[A-Z][a-z]{2} \d{1,2} \d\d:\d\d:\d\d [AP]M( {1,2})(\[[a-z\d]{5}\])(?:\1|$)/y, stream: 2 },
];

const letterFirst: readonly Prefix[] = [
  // journalctl -o export, in which other fields stand on lines of their own
  { pattern: /(MESSAGE)=/y, stream: 1, needs: "MESSAGE=" },
  // journalctl -o json-sse
  { pattern: /data: (?=\{")/y, needs: "__REALTIME_TIMESTAMP", wraps: true },
  // GitHub's command line, with the names of the job and the step
  {
    pattern: sticky(String.raw`([^\t]{1,80}\t[^\t]{1,80})\t\xef?\xbb?\xbf?(${iso}\.\d{7}Z) (?:##\[\w+\])?`),
    stream: 1,
    time: 2,
    needs: "\t",
  },
  // DigitalOcean's command line, with the name of the component
  {
    pattern: sticky(String.raw`([a-z][\w-]*) (${iso}\.\d{9}Z)(?: |$)`),
    stream: 1,
    time: 2,
    needs: "Z",
    weak: true,
  },
  // pm2 logs --format
  { pattern: /timestamp=(\S+) (app=\S+ id=\d+ type=)\w+ message=/y, time: 1, stream: 2, needs: " message=" },
  // forever; stern
  { pattern: /(?:data|error): +([\w.-]+:\d+) - /y, stream: 1, needs: " - " },
  { pattern: /([a-z][a-z\d-]*-[a-f\d]{8,10}-[a-z\d]{5} [\w-]+) /y, stream: 1, needs: "-" },
  // turbo; pnpm -r
  {
    pattern: /(?![A-Z]+:|(?:error|warn|info|debug):)(@?[A-Za-z][\w@./-]*:[a-z][\w:-]*):(?: |$)/y,
    stream: 1,
    weak: true,
  },
  { pattern: /([\w@.-]+(?:\/[\w@.-]+)+ [a-z][\w-]*)[:$](?: |$)/y, stream: 1, needs: "/", weak: true },
  // docker compose, docker service
  {
    pattern: /(?![A-Z]{1,8} |[a-z_]\w*(?:\.[a-z_]\w*)+ +\| [A-Z]{4,8} +\|)([A-Za-z][\w.-]*(?:@[\w.-]+)?) +\|(?: |$)/y,
    stream: 1,
    needs: " |",
    weak: true,
  },
];

// a quoted mail or chat; loguru's mark before a frame is no quotation
const quoteFirst: readonly Prefix[] = [{ pattern: /(?:>(?: |$|(?=>)))+(?!File ")/y }];
const spaceFirst: readonly Prefix[] = [
  { pattern: / +\d+\t/y },
  // journalctl -o verbose
  { pattern: / {4}(MESSAGE)=/y, stream: 1, needs: "MESSAGE=" },
];

const monthOrLetterFirst: readonly Prefix[] = [...monthFirst, ...letterFirst];
const none: readonly Prefix[] = [];

/** The prefixes that a line may have, by its first characters; for most lines none. */
export function prefixesOf(text: string): readonly Prefix[] {
  const code = text.charCodeAt(0);
  if (code === 91) return bracketFirst;
  if (code >= 48 && code <= 57)
    return text.charCodeAt(4) === 45 ? (text.charCodeAt(10) === 84 ? timeFirst : spacedTimeFirst) : numberFirst;
  if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122))
    return text.charCodeAt(3) === 32 && text.charCodeAt(4) <= 57 ? monthOrLetterFirst : letterFirst;
  if (code === 62) return quoteFirst;
  if (code === 32) return spaceFirst;
  return code === 60 || code === 64 || code === 35 ? signFirst : none;
}
