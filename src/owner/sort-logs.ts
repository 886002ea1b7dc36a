/** The names in a folder, sorted into logs and other files. */
export interface SortedLogs {
  /** The files of each log in the order in which they were written, one log after the other. */
  readonly logs: readonly string[];
  /** Logs that contain the same lines as others among them. */
  readonly repeated: readonly string[];
  /** Files that are not logs, or cannot be read as logs. */
  readonly others: readonly string[];
}

/** The place of a file among those of its log; the oldest has the lowest. */
interface Place {
  readonly name: string;
  /** The log's own name. */
  readonly log: string;
  readonly rank: readonly [number, number | string];
}

/**
 * Finds the logs of a folder by their names: `x.log`, and its rotated forms of logrotate, Python, PM2 and
 * Red-DiscordBot, compressed with gzip or not. Red writes each line to both `latest.log` and `red.log`: the second is a
 * repetition. Pure.
 */
export function sortLogs(names: readonly string[]): SortedLogs {
  const places = names.map((name) => placeOf(name));
  const found = places.filter((place) => place !== undefined);
  const isRepeated = ({ log }: Place) => log === "red.log" && found.some((place) => place.log === "latest.log");
  return {
    logs: found
      .filter((place) => !isRepeated(place))
      .sort(comparePlaces)
      .map(nameOf),
    repeated: found.filter(isRepeated).map(nameOf),
    others: names.filter((_, at) => places[at] === undefined),
  };
}

const nameOf = ({ name }: Place) => name;

function comparePlaces(one: Place, other: Place): number {
  if (one.log !== other.log) return one.log < other.log ? -1 : 1;
  for (const at of [0, 1] as const) if (one.rank[at] !== other.rank[at]) return one.rank[at] < other.rank[at] ? -1 : 1;
  return one.name < other.name ? -1 : 1;
}

const dated = /^(.+?)[-._](\d{4}-?\d\d-?\d\d(?:[-_T.][\d:-]+)?)$/;
const numbered = /^(.+)\.(\d{1,4})$/;

/**
 * Rotation by date comes before rotation by number, in which the highest is the oldest; then come a log's own parts.
 */
function placeOf(name: string): Place | undefined {
  const plain = name.replace(/\.gz$/, "");
  const [, byDate, date] = dated.exec(plain) ?? [];
  if (byDate !== undefined && isLog(byDate)) return { name, log: byDate, rank: [0, date!.replaceAll(/\D/g, "")] };
  const [, byNumber, number] = numbered.exec(plain) ?? [];
  if (byNumber !== undefined && isLog(byNumber)) return { name, log: byNumber, rank: [1, -Number(number)] };
  if (!isLog(plain)) return undefined;
  const [, stem, part] = /^(.+?)(?:-part(\d{1,6}))?\.log$/.exec(plain) ?? [];
  if (stem === "previous") return { name, log: "latest.log", rank: [2, Number(part ?? 0)] };
  return { name, log: stem === undefined ? plain : `${stem}.log`, rank: [3, Number(part ?? 0)] };
}

const isLog = (name: string) => /^\.*[^.].*\.(?:log|out|err)$|^(?:.*[-._])?logs?\.txt$/i.test(name);
