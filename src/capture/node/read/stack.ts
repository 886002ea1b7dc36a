import { readCauses } from "../causes.ts";
import type { Header } from "../line/header.ts";
import { joinLines, readParagraph, withoutSource } from "../message.ts";
import type { Run } from "../run.ts";
import { isAside, runAt, skipBlank } from "../scan.ts";
import { type Reading, strayLines } from "./reading.ts";

/** Reads an error with the frames from line `framesAt` on; returns the index of the next line to read. */
export function readStack(reading: Reading, at: number, framesAt: number, header: Header): number {
  const { texts } = reading.scan;
  const run = runAt(reading.scan, framesAt);
  const { end, opens } = readAside(reading, run);
  const value = header.below
    ? readParagraph(texts, at + 1, framesAt)
    : withoutSource(joinLines(texts, at, framesAt, header.message));
  // Bun, whose frames are indented by six columns, prints an Error like this; a driver of PostgreSQL gives its errors
  // this name
  const isError = header.type === "error" && texts[framesAt]!.startsWith("      at ");
  const finding = reading.add(at, isError ? { ...header, type: "Error" } : header, value, run.frames);
  const last = opens ? end : readCauses(reading.scan, reading.tree, finding.error, end);
  reading.close(finding, last, opens);
  return last;
}

/** Skips "Emitted 'error' event at:" with its frames: they say where the error was seen. */
function readAside(reading: Reading, run: Run): Run {
  const { texts, nextFrame } = reading.scan;
  const aside = skipBlank(texts, run.end);
  if (run.opens || !isAside(texts[aside] ?? "")) return run;
  const frames = nextFrame[aside + 1]!;
  return frames < texts.length && frames - aside <= strayLines ? runAt(reading.scan, frames) : run;
}
