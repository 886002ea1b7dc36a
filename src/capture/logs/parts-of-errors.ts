interface Line {
  readonly text: string;
}

/** Whether the next traceback of a chain follows. */
export const isLink = (text: string) =>
  /^(?:The above exception was the direct|During handling of the above exception)/.test(text);

/** The last line of a traceback. */
export const exceptionName = /^(?:\w+\.)*_*[A-Z]\w*(?::\s|$)/;

/** Whether it is a call as Node prints it. */
export const isFrame = (text: string) => /^\s+at /.test(text);

/** Whether it is a call that lost its indentation. */
export const isBareFrame = (text: string) => /^at .*:\d+:\d+\)?$/.test(text);

/**
 * Whether two lines belong to properties printed after a stack: a property ends, or continues with more indentation.
 */
export const goesOnInDump = (last: string, text: string) =>
  /[{[(,]\s*$/.test(last) ? /^\s|^[\]})]/.test(text) : /^\s*[\]})]/.test(text) && /^\s+(?!at )/.test(last);

/** Whether it is a call of a traceback: no separate message begins like this. */
export const isCall = (text: string) => /^\s+(?:at |File ")/.test(text);

/** The margin of a group or a box of rich's, as latin1. */
export const isMargin = (text: string) => /^\s*(?:[|+]|\xe2[\x94\x95])/.test(text);

/** Whether it is a part of a traceback with which no separate message begins. */
export const isInner = (text: string) =>
  /^(?:\s|$|\xe2[\x94\x95]|Call stack:|Stack \(most|--- <exception caught|-+> ?\d|(?:Cell|Input) In ?\[|File \S+:\d|(?:Current t|T)hread 0x|(?:Node\.js|Bun) v\d|[\]})],?$)/.test(
    text,
  ) || isLink(text);

/** Whether a line with only a time in front of it may be a log line, although it is among the lines of an error. */
export const mayBeSeparate = (message: string): boolean =>
  !/^(?:$|\d+ \| )/.test(message) && !isInner(message) && !beginsError.test(message) && !exceptionName.test(message);

/** The beginning of an error that has no log line. */
export const beginsError =
  /^(?:Traceback \(most recent|(?:Uncaught )?(?:[A-Z][\w.]*)?(?:Error|Exception)(?: ?\[\w+\])?(?:: |:?$))/;

/** Whether it is the first line of a traceback, which a log line with the same head may announce. */
export const beginsTraceback = (text: string) => text.startsWith("Traceback (most recent");

/** The first line of an error as Node prints it. */
export const nodeHeader = /(?:^|[\s:.])(?:[A-Z]\w*)?(?:Error|Exception)(?: ?\[\w+\])?(?:: |:?$)/;

/** The last line that is not blank; empty if there is none. */
export const lastText = (lines: readonly Line[]) => lines.findLast(({ text }) => text.trim() !== "")?.text ?? "";

/** Whether a line without indentation still belongs to the traceback: its exception, or the next of the chain. */
export function awaitsMore(lines: readonly Line[]): boolean {
  const last = lastText(lines);
  if (isLink(last) || isMargin(last)) return true;
  return /Traceback \(most recent call last\):?\s*$/.test(last) || /^(?:\s+(?!at )\S|-+> ?\d)/.test(last);
}
