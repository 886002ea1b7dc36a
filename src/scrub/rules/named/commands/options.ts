import type { Span, Window } from "../../../rule.ts";
import { byteClass, hasExactly, latin1, lineEnds } from "../../../text/bytes.ts";
import { isLeftEdge } from "../../../text/edges.ts";
import type { Phrase } from "../../../text/memo.ts";
import { valueAt } from "../value/extent.ts";
import { accept, acceptArgument } from "../value/secret-looks.ts";
import type { Setting } from "../value/secret-text.ts";

/** The greatest distance between a command and its option. */
const MAX_COMMAND = 160;
/** The beginning of another option, or of a redirection. */
const noValue = byteClass("<>|&-");
const betweenWords = byteClass(" \t\n\r\"'/\\");
/** What is not before a command: blanks, quotes, folders, signs of logs, shells, Markdown and tags are. */
const withinWords = byteClass(" \t\n\r\"'/\\`(;&|:=+>").map((isBefore) => 1 - isBefore);

/** One of these commands, as a separate word. */
const anyOf = (commands: string): Phrase => {
  const byFirst: (string[] | undefined)[] = Array.from({ length: 256 });
  for (const command of commands.split(" ")) {
    byFirst[command.charCodeAt(0)] ??= [];
    byFirst[command.charCodeAt(0)]!.push(command);
  }
  return {
    longest: 16,
    isAt(text, at, to) {
      const words = byFirst[text[at]!];
      if (words === undefined || !isLeftEdge(text, at, 0, to, withinWords)) return false;
      return words.some((word) => hasExactly(text, at, to, word) && betweenWords[text[at + word.length] ?? 0] === 1);
    },
  };
};

/** With `-u name:…`. */
export const WEB_CLIENTS = anyOf("curl wget http https xh etcdctl");
/** With `-u name,…`. */
export const FILE_CLIENTS = anyOf("lftp");
/** With `-U name%…`. */
export const SHARE_CLIENTS = anyOf("smbclient rpcclient smbget smbmap net");
/** With `-p` and no space after it: `-p name` asks for the password, and names the database. */
export const GLUED_CLIENTS = anyOf("mysql mysqldump mysqladmin mysqlpump mariadb mariadb-dump");
/** With `-p`. */
export const PASSWORD_CLIENTS = anyOf(
  "rdesktop sshpass mongosh mongo mongodump cqlsh 7z 7za rar unrar login twine useradd usermod psexec PsExec psExec PSEXEC psexec.exe PsExec.exe PSEXEC.EXE PsExec64 PsExec64.exe nuget yt-dlp youtube-dl " +
    "rcon mcrcon rcon-cli smbmap crackmapexec netexec nxc evil-winrm hydra ncftp ncftpget ncftpput",
);
/** With `-P`. */
export const ARCHIVERS_AND_DATABASES = anyOf(
  "zip unzip sqlcmd bcp osql isql ipmitool mosquitto_pub mosquitto_sub ssh-keygen",
);
/** With `-a`. */
export const REDIS_CLIENT = anyOf("redis-cli");
/** With `-k`. */
export const ENCRYPTION = anyOf("openssl nuget");
/** With `-N`. */
export const KEY_GENERATORS = anyOf("ssh-keygen");
/** With `-t`. */
export const CLOUDS = anyOf("doctl");
/** With `-t` as well, for much else. */
export const INTERPRETERS = anyOf("node deno bun python python3");
/** With `-w`. */
export const DIRECTORIES = anyOf("ldapsearch ldapadd ldapmodify ldapdelete ldappasswd ldapwhoami ldapcompare security");
/** With `/p:`. */
export const REMOTE_DESKTOPS = anyOf("xfreerdp xfreerdp3 wfreerdp sdl-freerdp");
/** With `/rp`. */
export const TASKS = anyOf("schtasks");
/** With `-c`, and with `-A` and `-X`. */
export const NETWORK_DEVICES = anyOf(
  "snmpwalk snmpget snmpset snmpbulkwalk snmpbulkget snmpgetnext snmptable snmpstatus snmpdf snmptrap snmpinform snmptest",
);

/** Whether one of these commands began before `at` on this line. */
export function isOptionOf(window: Window, at: number, commands: Phrase): boolean {
  const low = Math.max(window.from, at - MAX_COMMAND);
  const command = window.previousPhrase(commands, at, low);
  return command >= 0 && window.previous(lineEnds, at, low) < command;
}

/** `-p value`, `-p'value'`, `"-p", "value"` after one of the commands; `likely`: only a value that looks random. */
export function option(window: Window, at: number, commands: Phrase, setting: Setting = "certain"): Span | undefined {
  const { text, to } = window;
  if (!isOptionOf(window, at - 1, commands)) return undefined;
  const between = text[at + 1] === 0x20 ? 1 : text[at + 1] === text[at - 2] ? listSign(text, at + 1, to) : 0;
  const value = valueAt(window, at + 1 + between, "environment");
  if (value.end - value.start < 3 || noValue[text[value.start]!] === 1) return undefined;
  return setting === "likely"
    ? accept(window, value, "weak", "token")
    : acceptArgument(window, value, "strong", "password");
}

/** The length of `", ` between two strings of a list. */
const listSign = (text: Uint8Array, at: number, to: number): number =>
  /^["'], ?(?=["'])/.exec(latin1(text, at, Math.min(to, at + 4)))?.[0].length ?? 0;
