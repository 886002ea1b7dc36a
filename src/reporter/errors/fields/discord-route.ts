/** The fixed words in Discord's routes; anything else is an id, a token or a name. */
const words = new Set(
  [
    ["@me", "@original", "actions", "answers", "application", "applications", "archived", "attachments", "audit-logs"],
    ["authorize", "auto-moderation", "avatar-decorations", "bans", "bot", "bulk-ban", "bulk-delete", "callback"],
    ["channels", "commands", "connections", "consume", "crosspost", "default", "directory-entries", "emojis"],
    ["end-poll", "entitlements", "expire", "followers", "gateway", "github", "guild-events", "guilds"],
    ["incident-actions", "integrations", "interactions", "invites", "keys", "member", "member-counts", "members"],
    ["messages", "messages-pins", "metadata", "mfa", "nick", "oauth2", "onboarding", "permissions", "pins", "polls"],
    ["preview", "private", "prune", "public", "reactions", "recipients", "refresh-urls", "regions", "revoke"],
    ["role-connections", "roles", "rules", "scheduled-events", "search", "send-soundboard-sound", "skus", "slack"],
    ["soundboard-default-sounds", "soundboard-sounds", "stage-instances", "sticker-packs", "stickers"],
    ["subscriptions", "sync", "templates", "thread-members", "threads", "token", "typing", "users", "vanity-url"],
    ["voice", "voice-states", "voice-status", "webhooks", "welcome-screen", "widget", "widget.json", "widget.png"],
  ].flat(),
);

/** An id after one of these words is named after it; after other words it is called `:id`. */
const named: Readonly<Record<string, string>> = {
  ...{ reactions: ":emoji", invites: ":code", templates: ":code", webhooks: ":id", interactions: ":id" },
};

/**
 * The route of a request to Discord, without any id, token, name or query: `/channels/:id/messages/:id`.
 *
 * @param address - A URL, or its path.
 * @returns `undefined` if it is none of Discord's.
 */
export function routeOf(address: string): string | undefined {
  if (address.length > 2048) return undefined;
  const path = /^(?:https?:\/\/[^/]*\bdiscord(?:app)?\.com)?(?:\/api)?(?:\/v\d{1,2})?(\/[^?#]*)/.exec(address)?.[1];
  const segments = path?.split("/").filter(Boolean) ?? [];
  if (segments.length === 0 || !words.has(segments[0]!)) return undefined;
  return `/${segments.map((segment, at) => templateOf(segment, segments[at - 1], segments[at - 2])).join("/")}`;
}

function templateOf(segment: string, before: string | undefined, beforeThat: string | undefined): string {
  const holder = before ?? "";
  if (words.has(segment) && !(holder in named)) return segment;
  if (words.has(holder)) return named[holder] ?? ":id";
  return beforeThat === "webhooks" || beforeThat === "interactions" ? ":token" : ":id";
}
