/** Some terminals report no size, or a width of 0, such as those of containers: they are treated as 80 by 24. */
export const terminalSize = (
  stdout: Pick<NodeJS.WriteStream, "columns" | "rows"> = process.stdout,
  stderr: Pick<NodeJS.WriteStream, "columns"> = process.stderr,
) => ({ columns: stdout.columns || stderr.columns || 80, rows: stdout.rows || 24 });
