import type { Line } from "../../preview/terminal/line.ts";

/** Draws whole screens. */
export interface Canvas {
  /** Takes over the terminal. */
  open(): void;
  /** Shows these lines; the screen has this many rows. Only changes are written. */
  draw(lines: readonly Line[]): void;
  /** Restores the terminal; what was drawn is gone, also from the scrollback. */
  close(): void;
}

const esc = "\u001b[";
const enter = `${esc}?1049h${esc}?25l${esc}?7l${esc}?2004h`; // second screen, no cursor, no wrapping, pastes are marked
const leave = `${esc}?2004l${esc}?7h${esc}?25h${esc}?1049l`;
const begin = `${esc}?2026h`; // shown at once, if the terminal supports that
const end = `${esc}?2026l`;

/**
 * Draws on the terminal's second screen, row by row. Rows are overwritten, and never scrolled or cleared as a whole,
 * because some terminals would then keep them in the scrollback.
 *
 * @param write - To the terminal, at once.
 * @param render - A line with its colours.
 */
export function createCanvas(write: (text: string) => void, render: (line: Line) => string): Canvas {
  let shown: string[] = [];
  let isOpen = false;
  const put = (row: number, text: string) => `${esc}${row + 1};1H${esc}2K${text}`;
  return {
    open() {
      isOpen = true;
      shown = [];
      write(enter);
    },
    draw(lines) {
      if (!isOpen) return;
      const next = lines.map(render);
      const rows = Math.max(next.length, shown.length);
      const changed = [...Array(rows).keys()].filter((row) => next[row] !== shown[row]);
      shown = next;
      if (changed.length > 0) write(`${begin}${changed.map((row) => put(row, next[row] ?? "")).join("")}${end}`);
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      write(`${shown.map((_, row) => put(row, "")).join("")}${leave}`);
    },
  };
}

/** For a terminal that can only append: each screen below the previous one. */
export function createRoll(write: (text: string) => void, render: (line: Line) => string): Canvas {
  let shown = "";
  return {
    open: () => {},
    draw(lines) {
      const isBlank = (text: string) => text === "";
      const rows = lines.map(render);
      const text = rows.filter((row, at) => !isBlank(row) || !isBlank(rows[at - 1] ?? "")).join("\n");
      if (text !== shown) write(`${text}\n\n`);
      shown = text;
    },
    close: () => {},
  };
}
