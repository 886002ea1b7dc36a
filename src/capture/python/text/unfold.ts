import { stripAnsi } from "../../lines/ansi.ts";
import { isHtmlSource, isUndamaged, mendLine } from "../../lines/damage/paste.ts";
import { unescapeText } from "../../lines/escapes.ts";
import { stringsThat } from "../../lines/quoted-strings.ts";

/** The original lines of a text that was written on one line, each with the index of that line. */
export interface Unfolded {
  readonly texts: readonly string[];
  /** Absent if each line is as it was. */
  readonly origins?: readonly number[];
}

/** Signs that a string contains lines of a traceback, and not only mentions one. */
const folded = /\\n[\s|]*(?:File \\*"|[\w.]+(?:Error|Exception|Exit|Interrupt)\b)|\\n\s*[\u2502\u256d\u2570]/;

/** Every line that is unfolded or unquoted has one of these. */
const mayBeFolded = /\\|#012|="|\n/;

/** Undoes the `\n` that JSON, a repr or a shell writes in a traceback. */
export function unfoldPython(lines: readonly string[]): Unfolded {
  const all = lines.join(""); // one search in it costs less than one in each line
  if (!mayBeFolded.test(all) && isUndamaged(all)) {
    return mayHoldLink(all) ? joinLinks({ texts: lines }) : { texts: lines };
  }
  const isHtml = isHtmlSource(lines);
  const texts: string[] = [];
  const origins: number[] = [];
  let quoted = false;
  const take = (line: string): readonly string[] => {
    if (!quoted && !mayBeFolded.test(line)) return [line];
    const opening = line.includes('="') ? quotedHeader.exec(line) : null;
    const found = opening ? opening.slice(1) : quoted ? [unquote(line)] : unfoldLine(line);
    quoted = opening !== null || (quoted && !closingQuote.test(line));
    return found;
  };
  for (const [index, line] of lines.entries()) {
    const found = take(mendLine(line, isHtml));
    // what follows a traceback on one line is not its message
    for (const text of found.length > 1 && !quoted && index + 1 < lines.length ? [...found, ""] : found) {
      texts.push(text);
      origins.push(index);
    }
  }
  return joinLinks({ texts, origins });
}

const links = [
  "The above exception was the direct cause of the following exception:",
  "During handling of the above exception, another exception occurred:",
] as const;
const mayHoldLink = (text: string) => text.includes("The above") || text.includes("During h");
/** The most lines into which a narrow column wraps such a sentence. */
const linkLines = 8;

/** Joins the sentence between two exceptions if rich wrapped it. */
function joinLinks(unfolded: Unfolded): Unfolded {
  const { texts, origins } = unfolded;
  if (!texts.some((_, at) => linkAt(texts, at))) return unfolded;
  const joined: { text: string; origin: number }[] = [];
  for (let at = 0; at < texts.length; at++) {
    const link = linkAt(texts, at);
    joined.push({ text: link?.text ?? texts[at]!, origin: origins?.[at] ?? at });
    at += link ? link.lines - 1 : 0;
  }
  return { texts: joined.map(({ text }) => text), origins: joined.map(({ origin }) => origin) };
}

function linkAt(texts: readonly string[], at: number): { text: string; lines: number } | undefined {
  const text = texts[at]!;
  if (!mayHoldLink(text)) return undefined;
  const begin = /^(\s*)(The above|During handling)\b/.exec(text);
  const sentence = begin && links.find((link) => link.startsWith(begin[2]!));
  if (!sentence || text.includes(sentence)) return undefined;
  let words = text.trim();
  for (let lines = 2; lines <= linkLines && sentence.startsWith(words); lines++) {
    words += ` ${texts[at + lines - 1]?.trim() ?? ""}`;
    if (words === sentence) return { text: `${begin[1]}${sentence}`, lines };
  }
  return undefined;
}

/** A traceback in the quotes of structlog's logfmt, which escapes quotes but not line ends. */
const quotedHeader = /^(.*[\w.]=)"(\s*(?:\+ Exception Group )?Traceback \(most recent call last\):)$/;
const closingQuote = /(?<!\\)"(?=$| [\w.]+=)/;

const unquote = (line: string) => line.slice(0, closingQuote.exec(line)?.index).replaceAll('\\"', '"');

/** JSON within JSON is escaped more than once. */
const maxLayers = 3;

/** syslog writes line ends and tabs as octal numbers. */
const octalTraceback =
  /#012[\s|]*(?:File "|\+ Exception Group|[\w.]+(?:Error|Exception|Exit|Interrupt)\b)|#012\s*[\u2502\u256d]/;

function unfoldLine(line: string, layers = maxLayers): string[] {
  if (line.includes("#012") && octalTraceback.test(line)) return line.replaceAll("#011", "\t").split("#012");
  if (layers === 0 || !holdsTraceback(line)) return withoutEscapedQuotes(line).split("\n");
  return stringsThat(holdsTraceback, line).flatMap((text) => unfoldLine(stripAnsi(unescapeText(text)), layers - 1));
}

/** structlog's logfmt escapes quotes, but not line ends. */
const withoutEscapedQuotes = (line: string) => (/^\s*File \\"/.test(line) ? line.replaceAll('\\"', '"') : line);

/** A SyntaxError has no header; in a message that imitates frames, they are indented more. */
const holdsTraceback = (text: string) =>
  text.includes("\\n") &&
  (text.includes("Traceback (most") || /(?:^|["']) {2}File \\*"/.test(text)) &&
  folded.test(text);
