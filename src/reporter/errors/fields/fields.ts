import { readProperty, readText } from "../../../capture/live/access.ts";
import { routeOf } from "./discord-route.ts";

/** Fields of an error, by the name of the context that Sentry shows. */
export type Contexts = Readonly<Record<string, Readonly<Record<string, string | number>>>>;

/** How many causes of an error are searched. */
const depth = 10;

/**
 * The fields of an error, or of its nearest cause that has some: Discord's answer and the route (never the body, ids or
 * tokens), and the failed system call (never a path or an address). Never throws.
 */
export function readFields(error: unknown): Contexts {
  let contexts: Contexts = {};
  let below = error;
  for (let at = 0; at < depth && typeof below === "object" && below !== null; at++) {
    contexts = { ...discordFields(below), ...systemFields(below), ...contexts };
    below = readProperty(below, "cause");
  }
  return contexts;
}

/** The same as tags, so that Sentry can search and count them. */
export const tagsOfFields = ({ discord_api: api, node_system_error: system }: Contexts): [string, unknown][] => [
  ...Object.entries(api ?? {})
    .filter(([name]) => name !== "method" && name !== "route")
    .map(([name, value]): [string, unknown] => [`discord_${name}`, value]),
  ...(api?.route === undefined ? [] : [["discord_route", `${api.method} ${api.route}`] as [string, unknown]]),
  ...(system?.code === undefined ? [] : [["error_code", system.code] as [string, unknown]]),
];

const methods = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD)$/;

/**
 * discord.js' DiscordAPIError, HTTPError and RateLimitError, and their like: Eris and Oceanic name the path instead.
 */
function discordFields(error: object): Contexts {
  const method = readText(error, "method") ?? readText(readObject(error, "req") ?? {}, "method");
  const address = readText(error, "url") ?? readText(error, "path") ?? readText(error, "route");
  if (method === undefined || !methods.test(method.toUpperCase()) || address === undefined) return {};
  const route = routeOf(address);
  if (route === undefined) return {};
  const code = numberIn(error, "code");
  const status = numberIn(error, "status") ?? numberIn(error, "httpStatus");
  return {
    discord_api: {
      ...(code !== undefined && { code }),
      ...(status !== undefined && { status }),
      ...{ method: method.toUpperCase(), route },
    },
  };
}

/** A failed system call, as libuv reports it: `ECONNREFUSED` of `connect`. */
function systemFields(error: object): Contexts {
  const [code, syscall, errno] = [readText(error, "code"), readText(error, "syscall"), numberIn(error, "errno")];
  if (code === undefined || syscall === undefined || !/^[A-Z][A-Z\d_]{1,40}$/.test(code)) return {};
  const [name] = syscall.split(" ", 1); // `spawn` names the program after it
  return { node_system_error: { code, syscall: name!.slice(0, 40), ...(errno !== undefined && { errno }) } };
}

function readObject(holder: object, key: string): object | undefined {
  const value = readProperty(holder, key);
  return typeof value === "object" && value !== null ? value : undefined;
}

function numberIn(holder: object, key: string): number | undefined {
  const value = readProperty(holder, key);
  return typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
}
