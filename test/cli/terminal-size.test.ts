import { expect, test } from "vitest";
import { terminalSize } from "../../src/cli/terminal/size.ts";
import { createTerminal } from "../../src/cli/terminal/terminal.ts";

test("a terminal that reports no size, or a width of 0, is treated as 80 by 24", async () => {
  expect(terminalSize({ columns: 0, rows: 0 }, { columns: 0 })).toEqual({ columns: 80, rows: 24 });
  const none = undefined as unknown as number;
  expect(terminalSize({ columns: none, rows: none }, { columns: 120 })).toEqual({ columns: 120, rows: 24 });
  expect(terminalSize({ columns: 60, rows: 10 }, { columns: 120 })).toEqual({ columns: 60, rows: 10 });
  const said: string[] = [];
  const output = {
    isTty: true,
    isPending: false,
    write: async (data: Uint8Array | string) => void said.push(`${data}`),
  };
  const streams = { stdin: process.stdin, stdout: output, stderr: output };
  const { columns } = process.stdout;
  try {
    Object.defineProperty(process.stdout, "columns", { value: 0, configurable: true, writable: true });
    const terminal = createTerminal(streams, { NO_COLOR: "1" });
    expect([terminal.columns, terminal.width]).toEqual([process.stderr.columns || 80, process.stderr.columns || 80]);
    await terminal.printProse([["several words that fit into one line"]]);
    expect(said.join("").trimEnd().split("\n")).toHaveLength(1);
  } finally {
    Object.defineProperty(process.stdout, "columns", { value: columns, configurable: true, writable: true });
  }
});
