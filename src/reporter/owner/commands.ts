import { attempt } from "../../world/files/attempt.ts";
import type { Host } from "../../world/host.ts";

/** The beginning of commands for the owner: the author's option, otherwise as this process was installed. */
export const cliOf = ({ cli }: { readonly cli?: string | undefined }, host: Host): string =>
  cli ?? attempt(() => host.ownerCommand?.()) ?? "npx vextel"; // the bot's folder may be gone

/** What the owner can run to decide for a publisher. */
export const commandsFor = (publisher: string, cli: string) => ({
  enable: `${cli} enable ${publisher}`,
  disable: `${cli} disable ${publisher}`,
  status: `${cli} status`,
  list: `${cli} list`,
  show: `${cli} show --raw <event-id>`,
});
