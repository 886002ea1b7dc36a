import { VextelError } from "../errors.ts";

/** A parsed Sentry address (https://develop.sentry.dev/sdk/foundations/transport/authentication/). */
export interface Dsn {
  readonly protocol: "http:" | "https:";
  readonly publicKey: string;
  /** With the port, IPv6 in brackets. */
  readonly host: string;
  /** The path before the project id: empty, or `/some/prefix`. */
  readonly prefix: string;
  readonly projectId: string;
}

/**
 * Reads `{protocol}://{public key}[:{secret}]@{host}[:{port}][/{prefix}]/{project id}`. The obsolete secret is accepted
 * and discarded.
 *
 * @throws {VextelError} `DSN_INVALID`, saying which part is wrong, and never its text.
 */
export function parseDsn(text: string): Dsn {
  if (text.length > 1000 || /[\s\u0000-\u001f\u007f]/.test(text)) throw invalid("it contains spaces or is too long");
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw invalid("it is not an address such as https://key@host/42");
  const { protocol, username, host, hostname, pathname, search, hash } = url;
  if (protocol !== "http:" && protocol !== "https:") throw invalid("its protocol is neither http nor https");
  if (protocol === "http:" && !isLoopback(hostname)) throw invalid("http is for this machine only: use https");
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(username)) throw invalid("its public key is missing or not letters and digits");
  if (search || hash) throw invalid("nothing may follow the project id");
  const segments = pathname.split("/").slice(1);
  const projectId = segments.pop()!;
  if (!/^\d{1,20}$/.test(projectId)) throw invalid("its project id is missing or not a number");
  if (!segments.every((segment) => /^[\w.~-]+$/.test(segment))) throw invalid("its path contains unusual characters");
  return { protocol, publicKey: username, host, prefix: segments.map((part) => `/${part}`).join(""), projectId };
}

/**
 * The DSN as it may be stored: without the obsolete secret, which is of no use to vextel.
 *
 * @throws {VextelError} as `parseDsn`.
 */
export const withoutSecret = (text: string): string => renderDsn(parseDsn(text));

/** Where envelopes are posted to. */
export const envelopeUrl = ({ protocol, host, prefix, projectId }: Dsn) =>
  `${protocol}//${host}${prefix}/api/${projectId}/envelope/`;

/** The DSN without its secret: for files, lists and keys of limits. */
export const renderDsn = ({ protocol, publicKey, host, prefix, projectId }: Dsn) =>
  `${protocol}//${publicKey}@${host}${prefix}/${projectId}`;

/**
 * What the owner agrees to: the DSN without any key.
 *
 * @throws {VextelError} as `parseDsn`.
 */
export function destinationOf(text: string): string {
  const { protocol, host, prefix, projectId } = parseDsn(text);
  return `${protocol}//${host}${prefix}/${projectId}`;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Where an event goes if its owner sends it by hand: `VEXTEL_DSN` replaces the address with which it was sealed. */
export const addressByHand = (sealed: string | undefined, env: Env) => env.VEXTEL_DSN || sealed;

/** Where an event goes automatically: to the address with which it was sealed; without one, to `VEXTEL_DSN`. */
export const addressAutomatically = (sealed: string | undefined, env: Env) => sealed ?? (env.VEXTEL_DSN || undefined);

/** Whether a host name, as `URL` returns it, is this machine by its name alone. */
export const isLoopback = (hostname: string) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

const invalid = (why: string) =>
  new VextelError(
    "DSN_INVALID",
    `The DSN cannot be used: ${why}`,
    "Sentry shows it under Settings, Projects, Client Keys. Correct it where you gave it: --dsn, VEXTEL_DSN or vextel.json.",
  );
