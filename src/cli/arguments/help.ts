/** The end of every `--help`. */
export const example = (...commands: string[]) =>
  `\nExample${commands.length > 1 ? "s" : ""}:\n${commands.map((command) => `  $ ${command}`).join("\n")}`;

/** Collects an option that may be given several times. */
export const collect = (value: string, previous: readonly string[] | undefined) => [...(previous ?? []), value];
