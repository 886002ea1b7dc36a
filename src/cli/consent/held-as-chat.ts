import type { Outlook } from "../../deliver/outlook/outlook.ts";

const ifNoChat = "If a log contains nothing that users write, watch it with --no-chat.";

/** What the owner can do about events that are held because they may be chat. */
export const whenHeldAsChat = `${ifNoChat} Otherwise read each of them (vextel show <event-id>), and send by its id what no user wrote (vextel send <event-id>).`;

/** The same for one event that is shown. */
export const whenOneIsHeldAsChat = (id: string): string =>
  `It may be chat that the bot printed; its notes say why. If no user wrote it, send it: vextel send ${id.slice(0, 12)}. ${ifNoChat}`;

export const isHeldAsChat = (outlook: Outlook | undefined): boolean =>
  outlook?.kind === "held" && outlook.why === "perhaps written by a user";
