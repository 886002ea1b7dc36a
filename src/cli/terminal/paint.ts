import type { ChalkInstance } from "chalk";
import type { Line, Span, Style } from "../../preview/terminal/line.ts";
import { isPlainText, toSafeText } from "../../preview/terminal/safe.ts";
import type { Output } from "../../world/terminal/output.ts";

/** Whether an output gets colours: https://no-color.org and https://force-color.org. */
export function wantsColour(output: Output, env: NodeJS.ProcessEnv): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  return output.isTty && env.TERM !== "dumb";
}

/** Makes a piece of a line safe, with or without colours. */
export type Paint = (span: Span) => string;

/** The paint without colours. */
export const plain: Paint = (span) => toSafeText(textOf(span));

/** A whole line; without colours it is checked once, not piece by piece. */
export function paintLine(line: Line, paint: Paint): string {
  let text = "";
  for (const span of line) text += paint === plain ? textOf(span) : paint(span);
  return paint === plain && !isPlainText(text) ? line.map(plain).join("") : text;
}

const textOf = (span: Span) => (typeof span === "string" ? span : span[1]);

/** The paint with colours, loaded at first use. */
export async function loadPaint(): Promise<Paint> {
  const { Chalk } = await import("chalk");
  const styles = chooseStyles(new Chalk({ level: 1 }));
  return (span) => (typeof span === "string" ? toSafeText(span) : styles[span[0]](toSafeText(span[1])));
}

const chooseStyles = (chalk: ChalkInstance): Record<Style, (text: string) => string> => ({
  strong: chalk.bold,
  dim: chalk.dim,
  good: chalk.green,
  warn: chalk.yellow,
  bad: chalk.red,
  mark: chalk.black.bgYellow,
});
