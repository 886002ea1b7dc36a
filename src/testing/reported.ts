import { parseEnvelope } from "../seal/envelope.ts";
import type { TestWorld } from "./world.ts";

/** Something that a plugin reported, as the server receives it. */
export interface Reported {
  readonly type: "event" | "transaction" | "session";
  /** Whether it was sent; otherwise it is pending in the outbox. */
  readonly sent: boolean;
  /** Sentry's payload, scrubbed. */
  readonly payload: ReportedPayload;
  /** Exactly the bytes that are sent. */
  readonly text: string;
}

/** The fields of a payload that tests use; there are more. */
export interface ReportedPayload {
  readonly event_id?: string;
  readonly release?: string;
  readonly level?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly user?: { readonly id: string };
  readonly breadcrumbs?: { readonly values: readonly { readonly message: string }[] };
  readonly exception?: { readonly values: readonly { readonly type: string; readonly value: string }[] };
  readonly [field: string]: unknown;
}

/** Everything that plugins reported in this world, including sessions and timings, in no particular order. */
export function readReported(world: TestWorld): Reported[] {
  const waiting = [...world.disk]
    .filter(([path]) => /[\\/]waiting[\\/][^\\/]*\.envelope$/.test(path))
    .map(([, bytes]) => bytes);
  return [
    ...world.posted.map(({ body }) => toReported(body, true)),
    ...waiting.map((bytes) => toReported(bytes, false)),
  ];
}

/** The errors among them. */
export const readErrors = (world: TestWorld): Reported[] =>
  readReported(world).filter((reported) => reported.type === "event");

function toReported(bytes: Uint8Array, sent: boolean): Reported {
  const { itemHeader, payload } = parseEnvelope(bytes);
  return { type: itemHeader.type as Reported["type"], sent, payload, text: new TextDecoder().decode(bytes) };
}
