/** What a systemd service runs. */
export interface Service {
  /** The name of the bot whose logs it watches. */
  readonly watched: string;
  /** The absolute path of the program, and its arguments. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The account of a system unit; absent for a user unit. */
  readonly account?: string;
}

/**
 * The name of a unit, using only characters that need no escaping in it. It ends in `.service`, because what is watched
 * may end like a unit of another kind (`bot.socket`).
 */
export const unitName = (watched: string) =>
  `vextel-watch-${watched.replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[-.]+|(?<![-.])[-.]+$/g, "") || "bot"}.service`;

/** The text of a unit that keeps `vextel watch` running. Pure. */
export function renderUnit({ watched, command, env, account }: Service): string {
  const lines = [
    "[Unit]",
    `Description=vextel keeps the errors of ${oneLine(watched)}`,
    "Documentation=man:vextel-watch(1)",
    "",
    "[Service]",
    ...(account === undefined ? [] : [`User=${account}`]),
    ...renderEnvironment(env),
    `ExecStart=${command.map((word, at) => (at === 0 ? quote(word) : quote(word).replaceAll("$", "$$$$"))).join(" ")}`,
    ...["Restart=on-failure", "RestartSec=30", "UMask=0077", "NoNewPrivileges=yes"],
    ...(account === undefined ? [] : ofTheSystem),
    "",
    "[Install]",
    `WantedBy=${account === undefined ? "default.target" : "multi-user.target"}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** A line of a unit for each variable. */
export const renderEnvironment = (env: Readonly<Record<string, string>>): string[] =>
  Object.entries(env).map(([name, value]) => `Environment=${quote(`${name}=${value}`)}`);

/** Settings that only the system's manager can apply, whatever the kernel lets users do. */
const ofTheSystem = [
  ...["ProtectSystem=full", "PrivateTmp=yes", "PrivateDevices=yes", "CapabilityBoundingSet="],
  ...["RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6", "RestrictNamespaces=yes", "SystemCallArchitectures=native"],
];

/** A word between quotes, as systemd.syntax(7) reads it; `%` begins a specifier. */
const quote = (word: string) =>
  `"${word.replace(/[\\"]/g, "\\$&").replaceAll("%", "%%").replaceAll("\n", "\\n").replaceAll("\t", "\\t")}"`;

const oneLine = (text: string) => text.replace(/[\p{Cc}\\]+/gu, " ").replaceAll("%", "%%");
