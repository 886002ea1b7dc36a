import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

const require = createRequire(
  createRequire(createRequire(import.meta.url).resolve("discord.js")).resolve("@discordjs/ws"),
);
const { WebSocketServer } = require("ws");

/** A request of the bot to Discord's HTTP API. */
export interface ApiCall {
  readonly method: string;
  /** The path without `/api/v10` and without the query. */
  readonly path: string;
  // biome-ignore lint/suspicious/noExplicitAny: the bot can send any body
  readonly body: any;
}

/** The owner of the application: a user's id, or a team's members. */
export type Ownership = { readonly user: string } | { readonly team: readonly TeamMember[] };
export interface TeamMember {
  readonly id: string;
  readonly role: "" | "admin" | "developer" | "read_only";
  readonly accepted?: boolean;
}

/** Discord's HTTP API and gateway on 127.0.0.1, limited to what these tests need. */
export interface DiscordStandIn {
  /** For `new Client({ rest: { api } })`. */
  readonly api: string;
  readonly calls: ApiCall[];
  ownership: Ownership;
  /** Makes direct messages fail. */
  messagesFail: boolean;
  /** Sends INTERACTION_CREATE to the bot; returns the interaction's id. */
  interact(interaction: object): string;
}

export const applicationId = "1100000000000000001";
const botUser = { id: "1100000000000000002", username: "bot", discriminator: "0", avatar: null, bot: true };
const user = (id: string) => ({
  id,
  username: `user${id.slice(-3)}`,
  discriminator: "0",
  avatar: null,
  global_name: null,
});

/** Starts the stand-in, which is stopped at the end of the current test. */
export async function startDiscord(ownership: Ownership): Promise<DiscordStandIn> {
  const sockets = new Set<{ send(text: string): void; terminate(): void }>();
  let serial = 0n;
  const state: DiscordStandIn = {
    ...{ api: "", calls: [], ownership, messagesFail: false },
    interact(interaction) {
      serial += 1n;
      const id = String(1200000000000000000n + serial);
      for (const socket of sockets) socket.send(frame(0, dispatchOf(id, interaction), "INTERACTION_CREATE"));
      return id;
    },
  };
  const server = createServer((request, response) => void answer(request, response, state, port));
  const gateway = new WebSocketServer({ server });
  gateway.on("connection", (socket: never) => speak(socket, sockets));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => close(server, sockets));
  return Object.assign(state, { api: `http://127.0.0.1:${port}/api` });
}

function close(server: Server, sockets: Iterable<{ terminate(): void }>): void {
  for (const socket of sockets) socket.terminate();
  server.closeAllConnections();
  server.close();
}

const frame = (op: number, d: unknown, t?: string) => JSON.stringify({ op, d, ...(t && { t, s: 1 }) });

/** Handles hello, identify, ready and heartbeats (https://discord.com/developers/docs/events/gateway). */
function speak(
  socket: { send(text: string): void; terminate(): void; on(name: string, run: (data: Buffer) => void): void },
  sockets: Set<unknown>,
): void {
  sockets.add(socket);
  socket.on("close", () => sockets.delete(socket));
  socket.on("message", (data) => {
    const { op } = JSON.parse(data.toString());
    if (op === 1) socket.send(frame(11, null));
    if (op !== 2) return;
    const application = { id: applicationId, flags: 0 };
    const session = { session_id: "session", resume_gateway_url: "ws://127.0.0.1:9" };
    socket.send(frame(0, { v: 10, user: botUser, guilds: [], application, ...session }, "READY"));
  });
  socket.send(frame(10, { heartbeat_interval: 45_000 }));
}

const dispatchOf = (id: string, interaction: object) => ({
  ...{ id, application_id: applicationId, token: `aW50ZXJhY3Rpb246${id}`, version: 1, locale: "en-US", context: 1 },
  ...{ channel_id: "1300000000000000001", channel: { id: "1300000000000000001", type: 1 }, entitlements: [] },
  ...{ app_permissions: "2048", authorizing_integration_owners: { "0": "0" }, attachment_size_limit: 1 },
  ...interaction,
});

/** A chat input command used in a direct message, in the gateway's form. */
export const chatCommand = (userId: string, name: string, options: readonly object[] = []) => ({
  type: 2,
  user: user(userId),
  data: { id: "1400000000000000001", name, type: 1, options },
});

/** A button press in a direct message. */
export const press = (userId: string, customId: string) => ({
  type: 3,
  user: user(userId),
  data: { custom_id: customId, component_type: 2 },
  message,
});

/** A request to complete an option that is being typed. */
export const completion = (userId: string, name: string, options: readonly object[]) => ({
  ...chatCommand(userId, name, options),
  type: 4,
});

async function answer(request: IncomingMessage, response: ServerResponse, state: DiscordStandIn, port: number) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const path = new URL(request.url!, "http://x").pathname.replace("/api/v10", "");
  const text = Buffer.concat(chunks).toString();
  state.calls.push({ method: request.method!, path, body: text ? JSON.parse(text) : {} });
  const [status, body] = replyTo(`${request.method} ${path}`, state, port);
  if (body === undefined) return void response.writeHead(status).end();
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

const message = { id: "1500000000000000001", type: 0, channel_id: "1300000000000000001", author: botUser, content: "" };

function replyTo(call: string, { ownership, messagesFail }: DiscordStandIn, port: number): [number, unknown?] {
  if (call === "GET /gateway/bot") {
    const limit = { total: 1000, remaining: 999, reset_after: 0, max_concurrency: 1 };
    return [200, { url: `ws://127.0.0.1:${port}`, shards: 1, session_start_limit: limit }];
  }
  if (call === "GET /applications/@me") return [200, applicationOf(ownership)];
  if (/^POST \/applications\/\d+\/commands$/.test(call))
    return [
      200,
      { id: "1400000000000000001", application_id: applicationId, name: "vextelemetry", version: "1", options: [] },
    ];
  if (call === "POST /users/@me/channels")
    return [200, { id: "1300000000000000001", type: 1, recipients: [user("1")] }];
  if (/^POST \/channels\/\d+\/messages$/.test(call))
    return messagesFail ? [403, { code: 50007, message: "Cannot send messages to this user" }] : [200, message];
  if (/^POST \/interactions\//.test(call)) return [204];
  if (/^(PATCH|POST) \/webhooks\//.test(call)) return [200, message];
  return [404, { code: 0, message: "the stand-in does not know this" }];
}

function applicationOf(ownership: Ownership): object {
  const base = {
    id: applicationId,
    name: "bot",
    icon: null,
    description: "",
    bot_public: true,
    verify_key: "",
    flags: 0,
  };
  if ("user" in ownership) return { ...base, owner: user(ownership.user), team: null };
  const members = ownership.team.map(({ id, role, accepted = true }) => ({
    ...{ membership_state: accepted ? 2 : 1, team_id: "1600000000000000001", user: user(id), role, permissions: ["*"] },
  }));
  const owner = ownership.team[0]!.id;
  return {
    ...base,
    owner: user("1600000000000000001"),
    team: { id: "1600000000000000001", icon: null, name: "team", members, owner_user_id: owner },
  };
}
