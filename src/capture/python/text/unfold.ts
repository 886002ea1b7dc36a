import { stripAnsi } from "../../lines/ansi.ts";
import { unescapeText } from "../../lines/escapes.ts";
import { isHtmlSource, mendLine } from "../../lines/mend.ts";
import { stringsThat } from "../../lines/quoted-strings.ts";

/** Lines as they were before something turned them into one, each with the index of the line that it came from. */
export interface Unfolded {
  readonly texts: readonly string[];
  readonly origins: readonly number[];
}

/** What shows that a string holds lines of a traceback, not a mention of one. */
const folded = /\\n[\s|]*(?:File \\*"|[\w.]+(?:Error|Exception|Exit|Interrupt)\b)|\\n\s*[\u2502\u256d\u2570]/;

/** Undoes `\n` written out, as JSON, a repr or a shell does to a traceback. */
export function unfoldPython(lines: readonly string[]): Unfolded {
  const texts: string[] = [];
  const origins: number[] = [];
  const isHtml = isHtmlSource(lines);
  let quoted = false;
  const take = (line: string): string[] => {
    const opening = line.includes('="') ? quotedHeader.exec(line) : null;
    const found = opening ? opening.slice(1) : quoted ? [unquote(line)] : unfoldLine(line);
    quoted = opening !== null || (quoted && !closingQuote.test(line));
    return found;
  };
  for (const [index, line] of lines.entries())
    for (const text of take(mendLine(line, isHtml))) {
      texts.push(text);
      origins.push(index);
    }
  return { texts, origins };
}

/** A traceback that structlog's logfmt put in quotes: it escapes those within, but not line ends. */
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

/** A SyntaxError has no header; a message that imitates frames holds them further in. */
const holdsTraceback = (text: string) =>
  text.includes("\\n") &&
  (text.includes("Traceback (most") || /(?:^|["']) {2}File \\*"/.test(text)) &&
  folded.test(text);
