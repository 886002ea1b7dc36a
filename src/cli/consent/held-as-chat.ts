/** What the owner can do about events that are held because they may be chat. */
export const whenNoChat = "If a log contains nothing that users write, watch it with --no-chat.";
