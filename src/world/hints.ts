/**
 * The command that moves a file away, for a hint, in the platform's shell; on Windows it works in PowerShell and cmd.
 * Pure except for its default.
 */
export function moveAside(path: string, platform: NodeJS.Platform = process.platform): string {
  const [from, to] = [path, `${path}.old`].map((one) => shellWord(one, platform));
  return `${platform === "win32" ? "move" : "mv"} ${from} ${to}`;
}

/** The command that removes a file, in the same way. */
export const removeCommand = (path: string, platform: NodeJS.Platform = process.platform): string =>
  `${platform === "win32" ? "del" : "rm"} ${shellWord(path, platform)}`;

/** Quotes a word for the shell, if necessary. Windows' paths contain no quotation marks. */
export function shellWord(word: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === "win32") return /^[\w.:\\/-]+$/.test(word) ? word : `"${word}"`;
  return /^[\w.,:=@%+/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
