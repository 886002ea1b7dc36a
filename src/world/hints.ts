/**
 * The command that moves a file out of the way, for a hint: as a shell of this platform takes it, PowerShell and cmd
 * alike on Windows. Pure but for its default.
 */
export function moveAside(path: string, platform: NodeJS.Platform = process.platform): string {
  const [from, to] = [path, `${path}.old`].map((one) => shellWord(one, platform));
  return `${platform === "win32" ? "move" : "mv"} ${from} ${to}`;
}

/** The command that removes a file, likewise. */
export const removeCommand = (path: string, platform: NodeJS.Platform = process.platform): string =>
  `${platform === "win32" ? "del" : "rm"} ${shellWord(path, platform)}`;

/** As one word of a shell; what is one already stays as it is. No path of Windows has a quotation mark in it. */
export function shellWord(word: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === "win32") return /^[\w.:\\/-]+$/.test(word) ? word : `"${word}"`;
  return /^[\w.,:=@%+/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
