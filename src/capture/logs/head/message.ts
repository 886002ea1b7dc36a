import { trimBytesEnd } from "../../lines/trim-bytes.ts";
import { levelColumns } from "./name.ts";
import { columnOf, sticky, wideSign } from "./parts.ts";

/** What is known of a head where its message may begin. */
export interface MessagePlace {
  readonly line: string;
  /** Where the last part of the head ends. */
  readonly end: number;
  readonly hasLevel: boolean;
  readonly levelStart: number;
  readonly levelEnd: number;
  /** What is before the last part, without white space. */
  readonly separator: string;
}

/** The separator between a head and its message: a colon, one sign between spaces. */
const spacer = new RegExp(
  String.raw`[:,;]?(?: {2,30}(?:\|{1,2}|::|[=-]>|>{1,3}|${wideSign})(?= )|[ \t]?(?:\|{1,2}|[=-]{0,2}>{1,3}|::?|[=~-]|${wideSign})(?=[ \t]|$))?(?: ?\t| {2}(?! )|[ \t])?`,
  "y",
);

/** Reads the message after a head. */
export function messageAt(place: MessagePlace): string {
  const { line, levelStart, levelEnd, hasLevel, separator } = place;
  let { end } = place;
  const column = columnOf(line);
  const filled = end === levelEnd ? sticky(/:? +(?=\S)/y, line, end) : undefined;
  const width = levelEnd - levelStart + (filled?.length ?? 0);
  const isColumn = width === levelColumns || (width === levelColumns + 1 && filled?.startsWith(":"));
  const isShort = filled?.length === 2 && /^[A-Z]/.test(line.slice(levelStart)) && isBadge(place);
  const hasSign = isColumn && filled?.length === 1 && /[-|>]/.test(separator);
  const sign =
    filled !== undefined && (!isColumn || line[end + filled.length] === separator)
      ? sticky(/(?:[-|>]|[=-]{1,2}>|>>|\|\||::) /y, line, end + filled.length)
      : undefined;
  if (sign !== undefined) return line.slice(end + filled!.length + sign.length);
  if (filled && (isColumn || isShort) && !hasSign)
    return trimBytesEnd(line.slice(end + filled.length, column < 0 ? line.length : column));
  if (separator === "|" && line[end] === "|") end++;
  const again = sticky(/ (?:#|\^|\/{1,2}|--|>>>) /y, line, end);
  if (again !== undefined && line.lastIndexOf(again, end - 1) >= 0) return line.slice(end + again.length);
  const gap = sticky(hasLevel ? spacer : /:?(?: -(?= \S))?[ \t]?/y, line, end)!;
  const isRich = hasLevel && loudColumn.test(line.slice(levelStart, levelStart + levelColumns));
  return column < 0 || (hasLevel && !isRich)
    ? line.slice(end + gap.length)
    : trimBytesEnd(line.slice(end + gap.length, column));
}

/** A level in its column, which loggers pad that name a place in a column of its own at the end of the line. */
const loudColumn = new RegExp(`^(?=[A-Z ]{${levelColumns}}$)[A-Z]{4,8} +$`);

/** Whether two spaces after the level pad it to five columns, or belong to a badge: `INFO  text`, ` ERROR  text`. */
const isBadge = ({ line, end, levelStart, levelEnd }: MessagePlace): boolean =>
  levelStart === 1 ||
  line.startsWith("]  ", levelStart - 3) ||
  (levelEnd - levelStart === 4 && /[^\s|+]/.test(line[end + 2]!));
