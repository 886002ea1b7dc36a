import { type Client, Team, type TeamMember, TeamMemberMembershipState, TeamMemberRole, type User } from "discord.js";

/** The owner of a bot. */
export interface Owners {
  /** Gets the notices. */
  readonly first: User;
  /** Who may decide: the owner, or a team's owner and admins. */
  readonly ids: ReadonlySet<string>;
}

/**
 * Asks Discord for the application's owner, unless the client knows already.
 *
 * @throws {Error} if the client has not logged in yet, or Discord does not answer.
 */
export async function findOwners(client: Client): Promise<Owners> {
  const { application } = client;
  if (!application) throw new Error("the client has not logged in yet");
  const owner = application.owner ?? (await application.fetch()).owner;
  if (!owner) throw new Error("Discord does not say whose bot this is");
  if (!(owner instanceof Team)) return { first: owner, ids: new Set([owner.id]) };
  const first = owner.members.get(owner.ownerId ?? "")?.user;
  if (!first) throw new Error("Discord does not say who owns the team");
  const admins = owner.members.filter(isAdmin).map(({ id }) => id);
  return { first, ids: new Set([first.id, ...admins]) };
}

const isAdmin = ({ role, membershipState }: TeamMember) =>
  role === TeamMemberRole.Admin && membershipState === TeamMemberMembershipState.Accepted;
